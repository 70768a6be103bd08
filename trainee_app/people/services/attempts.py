"""Counting tries, for all processes together, so that guessing gets nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete

from trainee_app.db import db
from trainee_app.db.edge import short_transaction
from trainee_app.people.models import Attempt
from trainee_app.people.rules.limits import Tried


def begin_attempt(*, tried: Tried, subjects: Sequence[str], at: datetime) -> list[int]:
    """Count a try before it is judged and return the ids under which it is counted.

    It is committed at once, in a transaction of its own (the request's must have ended): a hundred
    tries sent at the same instant see each other, and no more than the limit are judged.
    """
    with short_transaction() as session:
        rows = [Attempt(kind=tried, subject=subject, at=at) for subject in subjects]
        session.add_all(rows)
        session.flush()
        return [row.id for row in rows]


def withdraw_attempt(*, attempt_ids: Sequence[int]) -> None:
    """Take a try back that was not judged, so that knocking on a closed door does not keep it closed."""
    with short_transaction() as session:
        session.execute(delete(Attempt).where(Attempt.id.in_(attempt_ids)))


def forget_attempts(*, tried: Tried, subject: str, attempt_ids: Sequence[int]) -> None:
    """After a success, forget the person's failed tries and that this one was counted."""
    db.session.execute(delete(Attempt).where(Attempt.kind == tried, Attempt.subject == subject))
    db.session.execute(delete(Attempt).where(Attempt.id.in_(attempt_ids)))


def forget_old_attempts(*, before: datetime) -> None:
    """Forget tries that no limit looks at any more."""
    db.session.execute(delete(Attempt).where(Attempt.at < before))
