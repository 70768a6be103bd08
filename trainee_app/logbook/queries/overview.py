"""The log from further off: what waits for its writer, and what waits for whom to sign, in numbers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select

from trainee_app.access import Actor
from trainee_app.cohorts.models import SupervisionAgreement
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


def _covered_by_agreement(_definition: Any, capacity: str) -> ColumnElement[bool]:
    return and_(SupervisionAgreement.capacity == capacity, holds(SupervisionAgreement, LogEntry.worked_on))


def _days(since: date | None, today: date) -> int:
    return 0 if since is None else (today - since).days
