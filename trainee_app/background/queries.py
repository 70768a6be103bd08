"""Which runs of a daily job there have been, and what people asked to be done."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select

from trainee_app.background.models import JobRun, Task
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


def task_about(kind: str, subject: str) -> Task | None:
    """Return what was asked for about that subject, as it stands now; None if nothing was."""
    found: Task | None = db.session.scalar(select(Task).where(Task.kind == kind, Task.subject == subject))
    return found
