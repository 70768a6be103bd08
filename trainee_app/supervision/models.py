"""Supervision sessions: one record, signed in the act, for everybody who was present."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trainee_app.cohorts.models import Trainee
from trainee_app.db import Base, BigId, big_id, instant, optional_instant, primary_key, public_id
from trainee_app.logbook.models import LogEntry
from trainee_app.people.models import Person
from trainee_app.programmes.models import Programme
from trainee_app.signatures.models import Signature


class SupervisionSession(Base):
    """One session, individual or group, as its supervisor recorded and signed it. Never changed; may become void.

    "supervision:PUBLIC_ID" is the document: its signature covers the entries of all who were present.
    `activity` is the programme's for this format. `replaces_id` is the record whose place this one takes. The cases
    that were presented stand with the room of the casework, under the same document.
    """

    __tablename__ = "supervision_session"
    __table_args__ = (
        UniqueConstraint("replaces_id"),
        CheckConstraint("format IN ('individual', 'group')", name="format"),
        CheckConstraint("minutes BETWEEN 1 AND 1440", name="minutes_of_a_day"),
        CheckConstraint("(voided_at IS NULL) = (voided_by IS NULL)", name="void_is_whole"),
        Index("ix_supervision_session_supervisor_id_held_on", "supervisor_id", "held_on"),
        Index("ix_supervision_session_programme_id", "programme_id"),
    )

    id: Mapped[primary_key]
    public_id: Mapped[public_id]
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    supervisor_id: Mapped[big_id] = mapped_column(ForeignKey("person.id"))
    held_on: Mapped[date]
    format: Mapped[str] = mapped_column(String(12))
    activity: Mapped[str] = mapped_column(String(40))
    minutes: Mapped[int] = mapped_column(Integer)
    content_hash: Mapped[str] = mapped_column(String(64))
    signature_id: Mapped[big_id] = mapped_column(ForeignKey("signature.id"))
    replaces_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("supervision_session.id"))
    recorded_at: Mapped[instant]
    voided_at: Mapped[optional_instant]
    voided_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    void_reason: Mapped[str] = mapped_column(Text, default="")

    programme: Mapped[Programme] = relationship()
    supervisor: Mapped[Person] = relationship(foreign_keys=[supervisor_id])
    signature: Mapped[Signature] = relationship()


class SupervisionPresent(Base):
    """A trainee who was present, and the entry that the session put into their log. Insert-only."""

    __tablename__ = "supervision_present"
    __table_args__ = (
        UniqueConstraint("session_id", "trainee_id"),
        UniqueConstraint("entry_id"),
        Index("ix_supervision_present_trainee_id", "trainee_id"),
    )

    id: Mapped[primary_key]
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    session_id: Mapped[big_id] = mapped_column(ForeignKey("supervision_session.id"))
    trainee_id: Mapped[big_id] = mapped_column(ForeignKey("trainee.id"))
    entry_id: Mapped[big_id] = mapped_column(ForeignKey("log_entry.id"))

    session: Mapped[SupervisionSession] = relationship()
    trainee: Mapped[Trainee] = relationship()
    entry: Mapped[LogEntry] = relationship()
