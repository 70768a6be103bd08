"""Taking the lease; claiming that a job runs for a period and a subject, once, whoever asks; tasks people ask for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, and_, case, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from trainee_app.background.models import JobRun, Lease, Task
from trainee_app.background.rules import DEAD_AFTER, LONGEST_LEASE, MOST_TRIES, RETRY_AFTER, TaskState
from trainee_app.db import Base, db
from trainee_app.db.edge import short_transaction

_LONGEST_REASON = 200
_LONGEST_SENTENCE = 300


def take_lease(*, name: str, holder: str, lasting: timedelta, at: datetime) -> bool:
    """Take or renew the right to work for `lasting`; False while somebody else has it."""
    free = or_(Lease.holder == holder, Lease.until <= at, Lease.until > at + LONGEST_LEASE)
    renewed = _count(update(Lease).where(Lease.name == name, free).values(holder=holder, until=at + lasting))
    if renewed:
        return True
    row = {"name": name, "holder": holder, "until": at + lasting}
    return _is_inserted(Lease, row)


def give_lease_back(*, name: str, holder: str, at: datetime) -> None:
    """End one's own lease, so that the next process need not wait for it to run out."""
    _count(update(Lease).where(Lease.name == name, Lease.holder == holder).values(until=at))


def claim_run(*, job: str, period: str, subject: str = "", at: datetime) -> bool:
    """Claim that `job` runs for `period` and `subject`; False if it already has, or does.

    For work done in the caller's transaction (a reminder to one person): both are committed together.
    """
    row = {"job": job, "period": period, "subject": subject, "started_at": at, "failed": ""}
    return _is_inserted(JobRun, row)


def begin_run(*, job: str, period: str, at: datetime) -> int | None:
    """Claim a run by the holder of the lease, and return its id.

    A run that was begun and not ended belongs to a process that is dead, and is taken over; one that failed
    is taken up again after a while. None if it is done, or must wait.
    """
    if not claim_run(job=job, period=period, at=at) and not _take_up_again(job, period, at):
        return None
    return db.session.scalar(select(JobRun.id).where(JobRun.job == job, JobRun.period == period, JobRun.subject == ""))


def _take_up_again(job: str, period: str, at: datetime) -> bool:
    may = or_(JobRun.failed == "", JobRun.started_at <= at - RETRY_AFTER)
    own = (JobRun.job == job, JobRun.period == period, JobRun.subject == "", JobRun.ended_at.is_(None))
    return bool(_count(update(JobRun).where(*own, may).values(started_at=at, failed="")))


def end_run(*, run_id: int, at: datetime) -> None:
    """Note that the run came to its end."""
    _count(update(JobRun).where(JobRun.id == run_id).values(ended_at=at))


def fail_run(*, run_id: int, reason: str) -> None:
    """Note why the run failed; it is taken up again."""
    _count(update(JobRun).where(JobRun.id == run_id).values(failed=reason[:_LONGEST_REASON]))


def _is_inserted(model: type[Base], row: Mapping[str, object]) -> bool:
    """Insert the row unless its key is there already; say whether it was inserted."""
    on_sqlite = db.session.get_bind().dialect.name == "sqlite"
    insert = (sqlite_insert if on_sqlite else postgresql_insert)(model)
    # The number of rows is not told for every insert, what it returns is.
    key = next(iter(model.__table__.primary_key))
    return db.session.scalar(insert.values(row).on_conflict_do_nothing().returning(key)) is not None


def _count(statement: Any) -> int:
    return cast("CursorResult[Any]", db.session.execute(statement)).rowcount


def ask_task(*, kind: str, subject: str, total: int, asked_by: int, at: datetime) -> None:
    """Ask for something to be done in the background; asking again changes nothing while it waits or is being done."""
    row = {"kind": kind, "subject": subject, "asked_by": asked_by, "asked_at": at, "total": total}
    row |= {"state": TaskState.WAITING, "done": 0, "tries": 0, "failed": ""}
    if not _is_inserted(Task, row):
        has_ended = Task.state.in_((TaskState.DONE, TaskState.FAILED))
        ended = (Task.kind == kind, Task.subject == subject, has_ended)
        _count(update(Task).where(*ended).values(**row, touched_at=None, ended_at=None))


def begin_next_task(*, at: datetime) -> tuple[int, str, str] | None:
    """Take the oldest task that waits, or whose process is dead; return its id, kind and subject. None if none does.

    One whose processes have died too often is left to `give_up_on_the_dead`.
    """
    free = or_(Task.state == TaskState.WAITING, and_(_is_dead(at), Task.tries < MOST_TRIES))
    found = db.session.execute(select(Task.id, Task.kind, Task.subject).where(free).order_by(Task.id).limit(1)).first()
    if found is None:
        return None
    begun = update(Task).where(Task.id == found.id, free)
    taken = _count(begun.values(state=TaskState.RUNNING, touched_at=at, done=0, tries=Task.tries + 1))
    return (found.id, found.kind, found.subject) if taken else None


def give_up_on_the_dead(*, reason: str, at: datetime) -> list[tuple[str, str]]:
    """End as failed the tasks whose every try has died; return the kind and subject of each."""
    lost = update(Task).where(_is_dead(at), Task.tries >= MOST_TRIES)
    failed = lost.values(state=TaskState.FAILED, failed=reason[:_LONGEST_SENTENCE], ended_at=at)
    return [(each.kind, each.subject) for each in db.session.execute(failed.returning(Task.kind, Task.subject))]


def _is_dead(at: datetime) -> ColumnElement[bool]:
    return and_(Task.state == TaskState.RUNNING, Task.touched_at <= at - DEAD_AFTER)


def note_progress(*, task_id: int, done: int, at: datetime) -> None:
    """Note how far a task has come, in a transaction of its own: whoever performs it may have been reading."""
    with short_transaction() as session:
        session.execute(update(Task).where(Task.id == task_id).values(done=done, touched_at=at))


def end_task(*, task_id: int, at: datetime) -> None:
    """Note that a task came to its end."""
    values = {"state": TaskState.DONE, "done": Task.total, "touched_at": at, "ended_at": at}
    _count(update(Task).where(Task.id == task_id).values(**values))


def fail_task(*, task_id: int, reason: str, may_try_again: bool, at: datetime) -> bool:
    """Note why a task failed: a sentence for whoever asked. It waits for another try, or rests; say whether it rests."""
    again = and_(Task.tries < MOST_TRIES, literal(may_try_again))
    values = {"state": case((again, TaskState.WAITING.value), else_=TaskState.FAILED.value), "touched_at": at}
    _count(update(Task).where(Task.id == task_id).values(**values, failed=reason[:_LONGEST_SENTENCE], ended_at=at))
    return db.session.scalar(select(Task.state).where(Task.id == task_id)) == TaskState.FAILED
