"""Notices that people find in the application, the digests that have left, and who wants none."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from trainee_app.db import Base, BigId, big_id, instant, optional_instant, primary_key, public_id


class Notice(Base):
    """That something concerns a person. What it says is put into words when it is shown.

    `kind` says what happened, `subject` to what ("entry:PUBLIC_ID"), `trainee_id` on whose record; `params` are
    days and numbers as JSON, never words about anybody. `once` names what is told to a person one time only.
    """

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("person_id", "once"),
        Index("ix_notice_person_id_made_at", "person_id", "made_at"),
        Index("ix_notice_subject", "subject"),
        # Counted on every page, for its head.
        Index(
            "ix_notice_unseen",
            "person_id",
            sqlite_where=text("seen_at IS NULL"),
            postgresql_where=text("seen_at IS NULL"),
        ),
    )

    id: Mapped[primary_key]
    public_id: Mapped[public_id]
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    person_id: Mapped[big_id] = mapped_column(ForeignKey("person.id"))
    trainee_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("trainee.id"))
    kind: Mapped[str] = mapped_column(String(30))
    subject: Mapped[str] = mapped_column(String(80))
    params: Mapped[str] = mapped_column(Text, default="{}")
    once: Mapped[str | None] = mapped_column(String(120))
    made_at: Mapped[instant]
    seen_at: Mapped[optional_instant]


class Digest(Base):
    """That a person was written to about a week (`week_on`: its Monday): once, however many schedulers there are."""

    __tablename__ = "digest"
    __table_args__ = (UniqueConstraint("person_id", "week_on"),)

    id: Mapped[primary_key]
    person_id: Mapped[big_id] = mapped_column(ForeignKey("person.id"))
    week_on: Mapped[date]
    notices: Mapped[int] = mapped_column(Integer)
    to_sign: Mapped[int] = mapped_column(Integer)
    posted_at: Mapped[instant]


class DigestChoice(Base):
    """Whether a person wants the weekly letter; who has no row wants it."""

    __tablename__ = "digest_choice"

    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("person.id"), primary_key=True, autoincrement=False)
    wanted: Mapped[bool] = mapped_column(Boolean)
    changed_at: Mapped[instant]
