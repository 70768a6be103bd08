"""The log from further off: what waits for its writer, and what waits for whom to sign, in numbers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import aliased

from trainee_app.access import Actor
from trainee_app.cohorts.models import SupervisionAgreement, Trainee
from trainee_app.cohorts.queries import holds, is_own_record
from trainee_app.db import db
from trainee_app.logbook.models import LogEntry
from trainee_app.logbook.queries.conditions import awaits_signature, in_capacity, may_decide
from trainee_app.logbook.queries.entries import comments_on_returned
from trainee_app.logbook.rules import State
from trainee_app.people.models import Person

_MOST_OPEN = 5


@dataclass(frozen=True, slots=True)
class OpenLine:
    """An entry that waits for its writer; `comment` is what was said when it was returned."""

    public_id: str
    activity: str
    worked_on: date
    state: str
    comment: str


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """How many entries wait, and for how many days the oldest has. `name` is who is to sign, where that is asked."""

    name: str
    number: int
    oldest_days: int


_UNFINISHED = (State.RETURNED, State.WITHDRAWN, State.DRAFT)
_state: Any = func.coalesce(LogEntry.pending_state, LogEntry.state)
# Asked by every trainee's front page, so put together once.
_OPEN = (
    select(LogEntry.id, LogEntry.public_id, LogEntry.activity, LogEntry.worked_on, _state)
    .where(
        LogEntry.trainee_id == bindparam("trainee_id"),
        or_(LogEntry.state.in_(_UNFINISHED), LogEntry.pending_state.in_(_UNFINISHED)),
    )
    .order_by((_state == State.RETURNED).desc(), LogEntry.worked_on.desc(), LogEntry.id.desc())
    .limit(_MOST_OPEN)
)


def open_entries(trainee_id: int) -> list[OpenLine]:
    """Return what a trainee has not finished: returned first, then taken back, then drafts; a few, the newest."""
    rows = db.session.execute(_OPEN, {"trainee_id": trainee_id}).all()
    comments = comments_on_returned([row[0] for row in rows]) if rows else {}
    return [OpenLine(row[1], row[2], row[3], row[4], comments.get(row[0], "")) for row in rows]


def waiting_by_trainee(actor: Actor, today: date) -> dict[int, WaitingLine]:
    """Return how much of each trainee's waits for the actor, by trainee."""
    statement = (
        select(LogEntry.trainee_id, func.count(), func.min(LogEntry.submitted_on))
        .where(may_decide(actor), ~is_own_record(actor, LogEntry.trainee_id))
        .group_by(LogEntry.trainee_id)
    )
    return {row[0]: WaitingLine("", row[1], _days(row[2], today)) for row in db.session.execute(statement)}


def waiting_by_signer(programme_ids: Collection[int], before: date, today: date) -> list[WaitingLine]:
    """Return who is to sign how much that was handed in before a day, on these programmes, the longest waiting first."""
    covers = in_capacity(LogEntry.activity, _covered_by_agreement)
    statement = (
        select(Person.name, func.count(), func.min(LogEntry.submitted_on))
        .select_from(LogEntry)
        .join(SupervisionAgreement, and_(SupervisionAgreement.trainee_id == LogEntry.trainee_id, covers))
        .join(Person, Person.id == SupervisionAgreement.supervisor_id)
        .where(LogEntry.programme_id.in_(programme_ids), awaits_signature(), LogEntry.submitted_on < before)
        .group_by(Person.id, Person.name)
        .order_by(func.min(LogEntry.submitted_on), Person.name)
    )
    return [WaitingLine(row[0], row[1], _days(row[2], today)) for row in db.session.execute(statement)]


@dataclass(frozen=True, slots=True)
class KeptWaiting:
    """What of one trainee waits for one signer: how many entries, how many of them for long, and since when.

    `signer` is empty where nobody is entitled to sign it.
    """

    signer: str
    signer_email: str
    trainee: str
    trainee_public_id: str
    entries: int
    long: int
    since_on: date | None


def kept_waiting(cohort_id: int, before: date) -> list[KeptWaiting]:
    """Return what of a cohort waits for whom, the longest waiting first; `long`: handed in before that day.

    What two may sign stands with both. What no agreement covers comes with no signer.
    """
    covers = in_capacity(LogEntry.activity, _covered_by_agreement)
    owner = aliased(Person)
    statement = (
        select(
            func.coalesce(Person.name, ""),
            func.coalesce(Person.email, ""),
            owner.name,
            Trainee.public_id,
            func.count(),
            func.sum(case((LogEntry.submitted_on < before, 1), else_=0)),
            func.min(LogEntry.submitted_on),
        )
        .select_from(LogEntry)
        .join(Trainee, Trainee.id == LogEntry.trainee_id)
        .join(owner, owner.id == Trainee.person_id)
        .outerjoin(SupervisionAgreement, and_(SupervisionAgreement.trainee_id == LogEntry.trainee_id, covers))
        .outerjoin(Person, Person.id == SupervisionAgreement.supervisor_id)
        .where(Trainee.cohort_id == cohort_id, awaits_signature())
        .group_by(Person.id, Person.name, Person.email, owner.id, owner.name, Trainee.public_id)
        .order_by(func.min(LogEntry.submitted_on), owner.name)
    )
    rows: Any = db.session.execute(statement)
    return [KeptWaiting(*row) for row in rows]


def _covered_by_agreement(_definition: Any, capacity: str) -> ColumnElement[bool]:
    return and_(SupervisionAgreement.capacity == capacity, holds(SupervisionAgreement, LogEntry.worked_on))


def _days(since: date | None, today: date) -> int:
    return 0 if since is None else (today - since).days
