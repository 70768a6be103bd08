"""Breaks are recorded and taken back; the expected end moves with them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from trainee_app.access import Actor
from trainee_app.cohorts import queries
from trainee_app.cohorts.events import BreakRecorded, BreakTakenBack
from trainee_app.cohorts.models import Trainee, TrainingBreak
from trainee_app.cohorts.rules import BreakDraft, Span, check_break
from trainee_app.cohorts.services.repeats import check_not_oneself, id_of, made_before
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.events import publish
from trainee_app.people.models import Person
from trainee_app.refusals import Conflict, refuse_faults

_OWN_RECORD = "Nobody decides about a break of their own. Ask the director."


class BreakAlreadyTakenBack(Conflict):
    """The break was taken back before."""


def record_break(
    *,
    trainee: Trainee,
    draft: BreakDraft,
    decider: Person,
    actor: Actor | None,
    on: date,
    at: datetime,
    public_id: str | None = None,
) -> TrainingBreak:
    """Record a break that the director (`decider`) has decided; a repeat returns what the first one made.

    Raises RecordIsOnesOwn, FieldsAreFaulty, FormWasUsedBefore.
    """
    check_not_oneself(trainee.person_id, actor, _OWN_RECORD)
    name = public_id or new_public_id()
    existing = made_before(TrainingBreak, name, trainee_id=trainee.id)
    if existing is not None:
        return existing
    queries.hold_records([trainee.id])
    insist_on_break(trainee, draft, on)
    found = TrainingBreak(
        public_id=name,
        programme_id=trainee.programme_id,
        trainee_id=trainee.id,
        kind=draft.kind,
        starts_on=draft.starts_on,
        ends_on=draft.ends_on,
        days=draft.days,
        decided_on=draft.decided_on,
        decided_by=decider.id,
        reason=draft.reason,
        recorded_at=at,
        recorded_by=id_of(actor),
    )
    db.session.add(found)
    db.session.flush()
    publish(BreakRecorded(**_said(found, trainee, actor, at), kind=found.kind, person_id=decider.id))
    return found


def insist_on_break(trainee: Trainee, draft: BreakDraft, on: date) -> None:
    """Raises FieldsAreFaulty with all that is wrong with the break, before it is recorded."""
    ends_on = queries.ends_on_of([trainee.id])[trainee.id]
    course = Span(trainee.cohort.starts_on, ends_on)
    refuse_faults(check_break(draft, course, queries.intermissions_of(trainee.id), on))


def take_break_back(*, training_break: TrainingBreak, actor: Actor | None, at: datetime) -> None:
    """Say that a break did not take place, or was recorded by mistake. Raises RecordIsOnesOwn, BreakAlreadyTakenBack."""
    check_not_oneself(training_break.trainee.person_id, actor, _OWN_RECORD)
    if training_break.ended_at is not None:
        raise BreakAlreadyTakenBack("This break has already been taken back.")
    training_break.ended_at = at
    training_break.ended_by = id_of(actor)
    publish(BreakTakenBack(**_said(training_break, training_break.trainee, actor, at)))


def _said(found: TrainingBreak, trainee: Trainee, actor: Actor | None, at: datetime) -> dict[str, Any]:
    return {
        "programme_id": found.programme_id,
        "actor_id": id_of(actor),
        "at": at,
        "trainee_id": trainee.id,
        "trainee": trainee.public_id,
        "break_id": found.id,
        "starts_on": found.starts_on,
        "ends_on": found.ends_on,
        "days": found.days,
    }
