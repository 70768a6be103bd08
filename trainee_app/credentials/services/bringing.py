"""Recording what somebody brings along, handing in what shows it, and accepting it. Nothing is edited: taken back."""

from __future__ import annotations

from datetime import date, datetime
from typing import IO, Any

from trainee_app.access import Actor
from trainee_app.credentials import queries
from trainee_app.credentials.events import (
    AcceptanceLapsed,
    AcceptanceTakenBack,
    BroughtAlongRecorded,
    BroughtAlongTakenBack,
    EvidenceAttached,
    EvidenceTakenBack,
    PrerequisiteAccepted,
)
from trainee_app.credentials.models import Acceptance, BroughtAlong, Evidence
from trainee_app.credentials.rules import (
    BroughtDraft,
    Course,
    EvidenceKind,
    Record,
    check_brought,
    check_reason,
    is_short,
)
from trainee_app.credentials.services.repeats import made_before
from trainee_app.db import db
from trainee_app.events import publish
from trainee_app.files.services import keep_file
from trainee_app.people.models import Person
from trainee_app.programmes.models import Programme
from trainee_app.refusals import Conflict, Refusal, refuse_faults


class AlreadyTakenBack(Conflict):
    """It was taken back before."""


class AlreadyAccepted(Conflict):
    """Somebody has accepted it before."""


class AcceptanceIsOnesOwn(Refusal):
    """Somebody would decide about what they themselves bring along."""


def record_brought(
    *, person: Person, programme: Programme, draft: BroughtDraft, public_id: str, actor: Actor, on: date, at: datetime
) -> BroughtAlong:
    """Record something brought along; a repeat with the same `public_id` returns what the first one made.

    Raises FieldsAreFaulty, FormBelongsToSomethingElse.
    """
    existing = made_before(BroughtAlong, public_id, person, programme)
    if existing is not None:
        return existing
    standing = queries.prerequisites_of(person.id, programme.id).of(draft.record)
    refuse_faults(check_brought(draft, [draft_of_brought(each) for each in standing], on))
    brought = BroughtAlong(
        public_id=public_id,
        programme_id=programme.id,
        person_id=person.id,
        record=draft.record.value,
        title=draft.title,
        place=draft.place,
        standing=draft.standing,
        share_percent=draft.share_percent,
        from_on=draft.from_on,
        until_on=draft.until_on,
        recorded_at=at,
        recorded_by=actor.person_id or None,
    )
    _add(brought)
    publish(BroughtAlongRecorded(brought_id=brought.id, **_told(brought, person, actor, at)))
    return brought


def take_brought_back(*, brought: BroughtAlong, actor: Actor, at: datetime) -> None:
    """Say that something recorded does not hold; an acceptance that rests on it ends with it. Raises AlreadyTakenBack."""
    _end(brought, actor, at)
    publish(BroughtAlongTakenBack(brought_id=brought.id, **_told(brought, brought.person, actor, at)))
    _let_lapse(brought, brought.record, actor, at)


def attach_evidence(
    *,
    person: Person,
    programme: Programme,
    about: str,
    kind: EvidenceKind,
    stream: IO[bytes] | None,
    name: str | None,
    public_id: str,
    actor: Actor,
    at: datetime,
) -> Evidence:
    """Hand in a file about a prerequisite; a repeat with the same `public_id` keeps nothing twice.

    Raises FileRefused (at the field `file`), FormBelongsToSomethingElse.
    """
    existing = made_before(Evidence, public_id, person, programme)
    if existing is not None:
        return existing
    actor_id = actor.person_id or None
    file = keep_file(programme_id=programme.id, stream=stream, name=name, actor_id=actor_id, at=at)
    evidence = Evidence(
        public_id=public_id,
        programme_id=programme.id,
        person_id=person.id,
        about=about,
        kind=kind.value,
        file_id=file.id,
        recorded_at=at,
        recorded_by=actor_id,
    )
    _add(evidence)
    publish(EvidenceAttached(evidence_id=evidence.id, sha256=file.sha256, **_told(evidence, person, actor, at)))
    return evidence


def take_evidence_back(*, evidence: Evidence, actor: Actor, at: datetime) -> None:
    """Say that a file shows nothing, or is the wrong one; it is kept and no longer shown. Raises AlreadyTakenBack.

    An acceptance that rests on it ends with it.
    """
    _end(evidence, actor, at)
    publish(EvidenceTakenBack(evidence_id=evidence.id, **_told(evidence, evidence.person, actor, at)))
    _let_lapse(evidence, evidence.about, actor, at)


def accept_prerequisite(
    *,
    person: Person,
    programme: Programme,
    record: Record,
    course: Course,
    reason: str,
    public_id: str,
    actor: Actor,
    on: date,
    at: datetime,
) -> Acceptance:
    """Accept something brought along, as administrator or director; with a reason where less is recorded than asked for.

    Raises AcceptanceIsOnesOwn, AlreadyAccepted, FieldsAreFaulty, FormBelongsToSomethingElse.
    """
    _check_is_anothers(person.id, actor)
    existing = made_before(Acceptance, public_id, person, programme)
    if existing is not None:
        return existing
    months, short = _weighed(person, programme, record, course, on)
    refuse_faults(check_reason(reason, is_needed=short))
    acceptance = Acceptance(
        public_id=public_id,
        programme_id=programme.id,
        person_id=person.id,
        record=record.value,
        accepted_on=on,
        months=months,
        is_short=short,
        reason=reason,
        recorded_at=at,
        recorded_by=actor.person_id,
    )
    _add(acceptance)
    publish(PrerequisiteAccepted(acceptance_id=acceptance.id, is_short=short, **_told(acceptance, person, actor, at)))
    return acceptance


def _weighed(person: Person, programme: Programme, record: Record, course: Course, on: date) -> tuple[int | None, bool]:
    """Return how many months are recorded, and whether that is less than asked for. Raises AlreadyAccepted."""
    brought = queries.prerequisites_of(person.id, programme.id)
    if record.value in brought.acceptances:
        raise AlreadyAccepted("This has been accepted already. Open the page again to see by whom.")
    rows = brought.of(record)
    months = queries.months_recorded(record, rows, course.starts_on, on)
    return months, not rows or (record is not Record.THERAPY and is_short(course.definition, record, months))


def take_acceptance_back(*, acceptance: Acceptance, actor: Actor, at: datetime) -> None:
    """Say that it is no longer accepted. Raises AcceptanceIsOnesOwn, AlreadyTakenBack."""
    _check_is_anothers(acceptance.person_id, actor)
    _end(acceptance, actor, at)
    publish(AcceptanceTakenBack(acceptance_id=acceptance.id, **_told(acceptance, acceptance.person, actor, at)))


def _let_lapse(row: BroughtAlong | Evidence, record: str, actor: Actor, at: datetime) -> None:
    """End the acceptance that was given when the row stood: it is about what was accepted, not about what comes later."""
    acceptance = queries.prerequisites_of(row.person_id, row.programme_id).acceptances.get(record)
    if acceptance is None or row.recorded_at > acceptance.recorded_at:
        return
    _end(acceptance, actor, at)
    publish(AcceptanceLapsed(acceptance_id=acceptance.id, **_told(acceptance, acceptance.person, actor, at)))


def draft_of_brought(brought: BroughtAlong) -> BroughtDraft:
    """Return what a row says, as the rules look at it."""
    return BroughtDraft(
        record=Record(brought.record),
        from_on=brought.from_on,
        until_on=brought.until_on,
        title=brought.title,
        place=brought.place,
        standing=brought.standing,
        share_percent=brought.share_percent,
    )


def _add(row: Any) -> None:
    db.session.add(row)
    db.session.flush()


def _end(row: Any, actor: Actor, at: datetime) -> None:
    if row.ended_at is not None:
        raise AlreadyTakenBack("This has already been taken back. Open the page again.")
    row.ended_at = at
    row.ended_by = actor.person_id or None


def _told(row: Any, person: Person, actor: Actor, at: datetime) -> dict[str, Any]:
    return {
        "programme_id": row.programme_id,
        "actor_id": actor.person_id or None,
        "at": at,
        "person_id": person.id,
        "person": person.public_id,
    }


def _check_is_anothers(person_id: int, actor: Actor) -> None:
    if person_id == actor.person_id:
        raise AcceptanceIsOnesOwn("Nobody decides about what they bring along themselves. Ask the director.")
