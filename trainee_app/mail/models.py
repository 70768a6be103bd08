"""The outbox: mail that is to leave once the work it speaks of is committed."""

from __future__ import annotations

from sqlalchemy import Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from trainee_app.db import Base, BigId, instant, optional_instant, primary_key, public_id


class OutboxMessage(Base):
    """One mail to one person. `kind` chooses who composes it from `params` (JSON of ids) when it leaves.

    Nothing confidential stands here: a link's token is made when the mail leaves.
    """

    __tablename__ = "outbox_message"
    __table_args__ = (
        Index(
            "ix_outbox_message_waiting", "send_after",
            sqlite_where=text("sent_at IS NULL AND given_up_at IS NULL"),
            postgresql_where=text("sent_at IS NULL AND given_up_at IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[primary_key]
    public_id: Mapped[public_id]
    kind: Mapped[str] = mapped_column(String(40))
    person_id: Mapped[int] = mapped_column(BigId)
    params: Mapped[str] = mapped_column(Text)
    made_at: Mapped[instant]
    send_after: Mapped[instant]
    tries: Mapped[int] = mapped_column(Integer, default=0)
    last_error: Mapped[str] = mapped_column(String(200), default="")
    sent_at: Mapped[optional_instant]
    given_up_at: Mapped[optional_instant]
