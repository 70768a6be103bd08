"""Which runs of a daily job there have been."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select

from trainee_app.background.models import JobRun
from trainee_app.db import db


def last_day_done(job: str) -> date | None:
    """Return the latest day before which nothing is owed: the last one run to its end without failing.

    Days are run oldest first and a day that failed holds the later ones back, so the latest is enough.
    """
    statement = select(func.max(JobRun.period)).where(
        JobRun.job == job, JobRun.subject == "", JobRun.ended_at.is_not(None)
    )
    found = db.session.scalar(statement)
    return None if found is None else date.fromisoformat(found)
