"""Which letters wait."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from trainee_app.db import db
from trainee_app.mail.models import OutboxMessage


def next_due(at: datetime) -> OutboxMessage | None:
    """Return the letter that has been due longest, held against other senders until the transaction ends.

    PostgreSQL passes over the rows that others hold; on SQLite there is only one writer at a time.
    """
    statement = (
        select(OutboxMessage)
        .where(OutboxMessage.sent_at.is_(None), OutboxMessage.given_up_at.is_(None), OutboxMessage.send_after <= at)
        .order_by(OutboxMessage.send_after, OutboxMessage.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return db.session.scalar(statement)


def waiting_letters() -> int:
    """Return how many letters are neither sent nor given up."""
    statement = select(func.count()).where(OutboxMessage.sent_at.is_(None), OutboxMessage.given_up_at.is_(None))
    return db.session.scalar(statement) or 0
