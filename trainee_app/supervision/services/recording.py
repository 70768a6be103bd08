"""Recording a session for everybody present and signing it, in one act and one transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from trainee_app.access import Actor
from trainee_app.casework.services import Presented, note_presented, settle_presented
from trainee_app.cohorts.queries import definition_of_cohort, hold_records
from trainee_app.credentials.queries import registration_printed
from trainee_app.db import db
from trainee_app.events import publish
from trainee_app.logbook.rules import Content, Details
from trainee_app.logbook.rules import Standing as LogStanding
from trainee_app.logbook.services import CarriedEntry, TakenEntry, carry_entries, sign_carried
from trainee_app.people.models import Person as PersonRow
from trainee_app.programmes.models import Programme
from trainee_app.programmes.rules import share_of_case
from trainee_app.signatures.rules import Act, Document, Meaning, Signer, Slot
from trainee_app.signatures.services import sign
from trainee_app.supervision import queries
from trainee_app.supervision.events import SupervisionRecorded
from trainee_app.supervision.models import SupervisionPresent, SupervisionSession
from trainee_app.supervision.rules import (
    Format,
    Person,
    SessionDraft,
    Setting,
    SignedSession,
    activity_of,
    canonical_bytes,
    check_session,
    document_name,
)
from trainee_app.supervision.services.refusals import SessionFaulty, SessionNameTaken

FIRST_VERSION = 1


def record_session(
    *,
    draft: SessionDraft,
    public_id: str,
    actor: Actor,
    on: date,
    at: datetime,
    method: str,
    strength: str,
    confirmed: Collection[str] = (),
) -> SupervisionSession:
    """Record a session and sign it; it counts at once for everybody present and for the cases presented.

    `public_id` is the name the page gave, so that sending it twice makes one. `on` is the programme's day,
    `confirmed` the warnings that were looked at. Raises SessionFaulty, SessionNameTaken.
    """
    known = recorded_before(draft, public_id, actor=actor)
    if known is not None:
        return known
    setting = checked(draft, actor=actor, on=on, confirmed=confirmed)
    return store(draft, setting, public_id=public_id, actor=actor, at=at, method=method, strength=strength, before={})


def recorded_before(
    draft: SessionDraft, public_id: str, *, actor: Actor, replaces: SupervisionSession | None = None
) -> SupervisionSession | None:
    """Return what the first sending of this very form has recorded, if it was sent before.

    Raises SessionNameTaken if its name stands for a record that says something else.
    """
    known = queries.session_named(public_id)
    if known is None:
        return None
    is_same = (known.supervisor_id, known.replaces_id) == (actor.person_id, replaces.id if replaces else None)
    if not is_same or not _says_the_same(draft, queries.draft_of(known)):
        raise SessionNameTaken
    return known


def _says_the_same(one: SessionDraft, other: SessionDraft) -> bool:
    """Whether two forms say the same, in whatever order the boxes came."""
    return _unordered(one) == _unordered(other)


def _unordered(draft: SessionDraft) -> tuple[object, ...]:
    boxes = (draft.present, draft.presented, draft.video)
    return draft.held_on, draft.format, draft.minutes, *(frozenset(each) for each in boxes)


def checked(
    draft: SessionDraft, *, actor: Actor, on: date, confirmed: Collection[str], but_not: str | None = None
) -> Setting:
    """Hold the records of all who are named and return what the draft was found right against. Raises SessionFaulty."""
    names = set(draft.present)
    hold_records([each.id for each in queries.trainees_to_record(actor) if each.public_id in names])
    setting = queries.setting_of(draft, actor, but_not=but_not)
    violations = check_session(draft, setting, on)
    if any(not (each.is_warning and each.code in confirmed) for each in violations):
        raise SessionFaulty(violations)
    return setting


def store(
    draft: SessionDraft,
    setting: Setting,
    *,
    public_id: str,
    actor: Actor,
    at: datetime,
    method: str,
    strength: str,
    before: Mapping[int, LogStanding],
    replaces: SupervisionSession | None = None,
) -> SupervisionSession:
    """Write what was found right: entries, cases, signature, record. `before`: how it stood in the record it replaces."""
    people = [setting.people[name] for name in draft.present]
    signer = _signer(actor, people, setting, draft)
    document = document_name(public_id)
    taken = carry_entries(document=document, rows=_rows(draft, people, signer, before), actor=actor, at=at)
    note_presented(document=document, presented=(presented := _presented(draft, setting)), actor=actor, at=at)
    session = SupervisionSession(
        public_id=public_id,
        programme_id=people[0].programme_id,
        supervisor_id=actor.person_id,
        held_on=draft.held_on,
        format=draft.format,
        activity=_activity(draft, setting),
        minutes=draft.minutes,
        replaces_id=None if replaces is None else replaces.id,
        recorded_at=at,
    )
    said = _said(session, draft, taken, presented, replaces)
    signed = Document(document, FIRST_VERSION, canonical_bytes(said))
    act = Act(slot=Slot.SUPERVISOR, meaning=Meaning.HELD, at=at, method=method, strength=strength)
    session.signature_id = sign(programme_id=session.programme_id, document=signed, signer=signer, act=act)
    session.content_hash = signed.content_hash
    db.session.add(session)
    db.session.flush()
    _add_present(session, people, taken)
    sign_carried(document=document, signature_id=session.signature_id, actor=actor, at=at)
    settle_presented(document=document, signed_on=actor.on, actor=actor, at=at)
    _tell(session, people, presented, replaces)
    return session


def _activity(draft: SessionDraft, setting: Setting) -> str:
    if setting.definition is None or draft.format is None:
        raise SessionFaulty(())
    return activity_of(setting.definition, draft.format)


def _signer(actor: Actor, people: Sequence[Person], setting: Setting, draft: SessionDraft) -> Signer:
    person = db.session.get_one(PersonRow, actor.person_id)
    printed = registration_printed(person.id, people[0].programme_id, actor.on)
    role = queries.signing_capacity(setting.definition, draft.format) if setting.definition and draft.format else None
    return Signer(person_id=person.id, name=person.name, role=role or "", registration=printed)


def _rows(
    draft: SessionDraft, people: Sequence[Person], signer: Signer, before: Mapping[int, LogStanding]
) -> list[CarriedEntry]:
    """Return what goes into each log: the whole time, and in how large a group; the programme says what it counts."""
    if draft.held_on is None or draft.minutes is None or draft.format is None:
        raise SessionFaulty(())
    details = Details(
        video_reviewed=bool(draft.video),
        with_whom=signer.name,
        group_of=len(people) if draft.format is Format.GROUP else 0,
    )
    rows = []
    for person in people:
        definition = definition_of_cohort(person.cohort_id)
        content = Content(
            worked_on=draft.held_on,
            activity=activity_of(definition, draft.format),
            minutes=draft.minutes,
            details=details,
        )
        rows.append(CarriedEntry(person.trainee_id, content, before.get(person.trainee_id)))
    return rows


def _presented(draft: SessionDraft, setting: Setting) -> list[Presented]:
    share = share_of_case(draft.minutes or 0, len(draft.presented))
    return [
        Presented(
            case_id=setting.cases[name].case_id,
            held_on=draft.held_on or date.min,
            minutes=share,
            video_reviewed=name in draft.video,
        )
        for name in draft.presented
    ]


def _said(
    session: SupervisionSession,
    draft: SessionDraft,
    taken: Sequence[TakenEntry],
    presented: Sequence[Presented],
    replaces: SupervisionSession | None,
) -> SignedSession:
    return SignedSession(
        document=document_name(session.public_id),
        programme=db.session.get_one(Programme, session.programme_id).key,
        supervisor=db.session.get_one(PersonRow, session.supervisor_id).public_id,
        held_on=session.held_on,
        format=session.format,
        activity=session.activity,
        minutes=session.minutes,
        recorded_at=session.recorded_at,
        replaces=None if replaces is None else replaces.public_id,
        present=[(name, each.public_id, each.content_hash) for name, each in zip(draft.present, taken, strict=True)],
        presented=[
            (name, each.minutes, each.video_reviewed) for name, each in zip(draft.presented, presented, strict=True)
        ],
    )


def _add_present(session: SupervisionSession, people: Sequence[Person], taken: Sequence[TakenEntry]) -> None:
    db.session.add_all(
        SupervisionPresent(
            programme_id=session.programme_id, session_id=session.id, trainee_id=person.trainee_id, entry_id=entry.id
        )
        for person, entry in zip(people, taken, strict=True)
    )
    db.session.flush()


def _tell(
    session: SupervisionSession,
    people: Sequence[Person],
    presented: Sequence[Presented],
    replaces: SupervisionSession | None,
) -> None:
    publish(
        SupervisionRecorded(
            programme_id=session.programme_id,
            actor_id=session.supervisor_id,
            at=session.recorded_at,
            session=session.public_id,
            trainee_ids=tuple(sorted(each.trainee_id for each in people)),
            held_on=session.held_on.isoformat(),
            minutes=session.minutes,
            format=session.format,
            cases=len(presented),
            signature=session.signature_id,
            content_hash=session.content_hash,
            replaces="" if replaces is None else replaces.public_id,
        )
    )
