"""Taking the lease, and claiming that a job runs for a period and a subject: once, whoever asks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, or_, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from trainee_app.background.models import JobRun, Lease
from trainee_app.background.rules import LONGEST_LEASE, RETRY_AFTER
from trainee_app.db import Base, db

_LONGEST_REASON = 200


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
