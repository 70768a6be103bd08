"""The trail's tables: the lines, and the head of each chain."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trainee_app.db import Base, BigId, instant, primary_key

INSTALLATION_CHAIN = 0


class TrailHead(Base):
    """The last line of a chain. `chain` is a programme's id, or 0 for the installation's own."""

    __tablename__ = "trail_head"

    chain: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(Integer)
    hash: Mapped[str] = mapped_column(String(64))


class TrailLine(Base):
    """One event as it was told: numbered within its chain and bound to the line before it by HMAC.

    `subject` names what it is about ("entry:PUBLIC_ID"), so that one thing's history can be found.
    """

    __tablename__ = "trail_line"
    __table_args__ = (UniqueConstraint("chain", "seq"), Index("ix_trail_line_subject", "subject", "id"))

    id: Mapped[primary_key]
    chain: Mapped[int] = mapped_column(BigId, ForeignKey("trail_head.chain"))
    seq: Mapped[int] = mapped_column(Integer)
    event: Mapped[str] = mapped_column(String(80))
    version: Mapped[int] = mapped_column(Integer)
    actor_id: Mapped[int | None] = mapped_column(BigId)
    at: Mapped[instant]
    payload: Mapped[str] = mapped_column(Text)
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(60), default="")


class Reading(Base):
    """That somebody opened somebody else's case material: who, what, when."""

    __tablename__ = "reading"
    __table_args__ = (Index("ix_reading_subject_at", "subject", "at"),)

    id: Mapped[primary_key]
    programme_id: Mapped[int] = mapped_column(BigId)
    person_id: Mapped[int] = mapped_column(BigId)
    subject: Mapped[str] = mapped_column(String(60))
    at: Mapped[instant]
