"""Every SELECT about signing for somebody who is away or gone: reminders, and proposals to countersign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, exists, func, or_, select, tuple_
from sqlalchemy.orm import aliased

from trainee_app.access import Actor, scope
from trainee_app.away.models import Absence, SigningReminder
from trainee_app.away.queries import accepted, waiting_for
from trainee_app.cohorts.models import SupervisionAgreement
from trainee_app.cohorts.queries import is_own_record
from trainee_app.db import db
from trainee_app.logbook.models import EntryVersion, LogEntry
from trainee_app.logbook.queries import Awaiting
from trainee_app.logbook.rules import Seen
from trainee_app.people.queries import holds_role
from trainee_app.people.rules import Role
from trainee_app.programmes.rules import Method

_agreement = aliased(SupervisionAgreement)


@dataclass(frozen=True, slots=True)
class Proposed:
    """A version that a proposal binds, and whether whoever looks may open its entry."""

    entry: LogEntry
    version: EntryVersion
    is_readable: bool


def last_reminded_at(person_id: int, trainee_id: int) -> datetime | None:
    """Return when the person was last reminded of what waits of the trainee."""
    statement = select(func.max(SigningReminder.made_at)).where(
        SigningReminder.person_id == person_id, SigningReminder.trainee_id == trainee_id
    )
    return db.session.scalar(statement)


def reaching_to(agreement: SupervisionAgreement, on: date) -> date:
    """Return the day as of which somebody gone is judged: the last of their agreement, or today."""
    return on if agreement.ends_on is None else min(agreement.ends_on, on)


def waiting_in_absence(agreement: SupervisionAgreement, on: date) -> list[Awaiting]:
    """Return what waits for the supervisor of an agreement, however long they are gone, and may be countersigned."""
    day = reaching_to(agreement, on)
    waiting = waiting_for(agreement.supervisor_id, agreement.programme_id, day, agreement.trainee_id)
    return accepted(waiting, Method.ABSENCE)


def absences_to_decide(actor: Actor) -> list[Absence]:
    """Return the proposals to countersign that wait for the actor, the oldest first."""
    statement = scope("absence.countersign", actor).where(Absence.decision.is_(None))
    return list(db.session.scalars(statement.order_by(Absence.id)))


def absences_of(trainee_id: int) -> list[Absence]:
    """Return the proposals about a trainee's entries, the latest first."""
    statement = select(Absence).where(Absence.trainee_id == trainee_id).order_by(Absence.id.desc())
    return list(db.session.scalars(statement))


def absence_named(public_id: str) -> Absence | None:
    """Return the proposal of that public name."""
    return db.session.scalar(select(Absence).where(Absence.public_id == public_id))


def may_propose_absence(actor: Actor) -> ColumnElement[bool]:
    """Condition on agreements: the actor is administrator or director of the programme."""
    return holds_role(actor, SupervisionAgreement.programme_id, Role.ADMINISTRATOR, Role.DIRECTOR)


def is_own_agreement(actor: Actor) -> ColumnElement[bool]:
    """Condition on agreements: the record is the actor's, or the actor is its supervisor, who signs instead."""
    return or_(
        is_own_record(actor, SupervisionAgreement.trainee_id), SupervisionAgreement.supervisor_id == actor.person_id
    )


def decides_absence(actor: Actor) -> ColumnElement[bool]:
    """Condition on proposals: the actor is director or board member of the programme."""
    return holds_role(actor, Absence.programme_id, Role.DIRECTOR, Role.BOARD_MEMBER)


def reads_absence(actor: Actor) -> ColumnElement[bool]:
    """Condition on proposals: it is about the actor's record, or the actor runs or decides on the programme."""
    return or_(
        is_own_record(actor, Absence.trainee_id),
        holds_role(actor, Absence.programme_id, Role.ADMINISTRATOR, Role.DIRECTOR, Role.BOARD_MEMBER),
    )


def proposed_it(actor: Actor) -> ColumnElement[bool]:
    """Condition on proposals: the actor proposed it."""
    return Absence.proposed_by == actor.person_id


def is_about_own_record(actor: Actor) -> ColumnElement[bool]:
    """Condition on proposals: the record is the actor's."""
    return is_own_record(actor, Absence.trainee_id)


def is_own_absence(actor: Actor) -> ColumnElement[bool]:
    """Condition on proposals: the actor is the supervisor in whose absence it would be signed."""
    return exists().where(_agreement.id == Absence.agreement_id, _agreement.supervisor_id == actor.person_id)


def versions_proposed(bound: Sequence[Seen], actor: Actor) -> list[Proposed]:
    """Return the versions that a proposal binds, whatever counts now, the earliest first."""
    statement = (
        select(LogEntry, EntryVersion)
        .join(EntryVersion, EntryVersion.entry_id == LogEntry.id)
        .where(tuple_(LogEntry.public_id, EntryVersion.number).in_([(each.entry, each.version) for each in bound]))
        .order_by(EntryVersion.worked_on, LogEntry.id)
    )
    rows = db.session.execute(statement).all()
    named = LogEntry.id.in_([entry.id for entry, _ in rows])
    readable = {each.id for each in db.session.scalars(scope("entry.read", actor).where(named))}
    return [Proposed(entry, version, entry.id in readable) for entry, version in rows]
