"""What stands in a stretch of days: a week, a month."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from trainee_app.db import db
from trainee_app.logbook.models import LogEntry
from trainee_app.logbook.rules import State


def entries_between(trainee_id: int, first: date, last: date) -> list[LogEntry]:
    """Return the trainee's entries of these days, the first one first, without what is discarded or void."""
    statement = (
        select(LogEntry)
        .where(
            LogEntry.trainee_id == trainee_id,
            LogEntry.worked_on.between(first, last),
            LogEntry.state.not_in([State.DISCARDED, State.VOID]),
        )
        .order_by(LogEntry.worked_on, LogEntry.id)
    )
    return list(db.session.scalars(statement))
