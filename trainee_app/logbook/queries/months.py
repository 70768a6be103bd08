"""Logs by the month: what is logged, and what is stated to be nothing."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import func, select

from trainee_app.db import db
from trainee_app.logbook.models import LogEntry, QuietMonth
from trainee_app.logbook.queries.totals import month_of
from trainee_app.logbook.rules import SHOWN_TO_OTHERS, State
from trainee_app.programmes.rules.dates import month_end


def quiet_months_of(trainee_ids: Collection[int], since: date | None = None) -> dict[int, dict[date, datetime]]:
    """Return the months in which these trainees say that there was nothing to log, with when they said so."""
    statement = select(QuietMonth.trainee_id, QuietMonth.month, QuietMonth.stated_at).where(
        QuietMonth.trainee_id.in_(trainee_ids), QuietMonth.ended_at.is_(None)
    )
    if since is not None:
        statement = statement.where(QuietMonth.month >= since)
    found: dict[int, dict[date, datetime]] = {}
    for trainee_id, month, stated_at in db.session.execute(statement):
        found.setdefault(trainee_id, {})[month] = stated_at
    return found


def logged_by_month(
    trainee_ids: Collection[int], first: date, last: date, *, with_drafts: bool = False
) -> dict[int, dict[date, tuple[int, int]]]:
    """Return how many entries each trainee has in each month, and their minutes; drafts too only for their writer."""
    month = month_of(LogEntry.worked_on).label("month")
    state = LogEntry.state != State.DISCARDED if with_drafts else LogEntry.state.in_(sorted(SHOWN_TO_OTHERS))
    statement = (
        select(LogEntry.trainee_id, month, func.count(), func.sum(LogEntry.minutes))
        .where(LogEntry.trainee_id.in_(trainee_ids), LogEntry.worked_on.between(first, month_end(last)), state)
        .group_by(LogEntry.trainee_id, "month")
    )
    found: dict[int, dict[date, tuple[int, int]]] = {}
    for trainee_id, on, entries, minutes in db.session.execute(statement):
        found.setdefault(trainee_id, {})[on] = (entries, int(minutes))
    return found


def quiet_month(trainee_id: int, month: date) -> QuietMonth | None:
    """Return the statement in force, if there is one."""
    found: QuietMonth | None = db.session.scalar(
        select(QuietMonth).where(
            QuietMonth.trainee_id == trainee_id, QuietMonth.month == month, QuietMonth.ended_at.is_(None)
        )
    )
    return found
