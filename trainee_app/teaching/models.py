"""The timetable of a cohort, and the registers that credit everybody who was there."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trainee_app.cohorts.models import Cohort, Trainee
from trainee_app.db import Base, BigId, big_id, instant, optional_instant, primary_key, public_id
from trainee_app.logbook.models import LogEntry
from trainee_app.people.models import Person
from trainee_app.signatures.models import Signature


class TeachingDate(Base):
    """A seminar or teaching day of a cohort, on a day, led by a tutor. A fact row: cancelled, never edited.

    `starts_at_minute` counts from local midnight; None: not said. `series` is what it belongs to, "" if nothing.
    """

    __tablename__ = "teaching_date"
    __table_args__ = (
        CheckConstraint("minutes BETWEEN 1 AND 1440", name="minutes_of_a_day"),
        CheckConstraint("starts_at_minute BETWEEN 0 AND 1439", name="start_within_the_day"),
        CheckConstraint("(cancelled_at IS NULL) = (cancelled_by IS NULL)", name="cancelled_is_whole"),
        Index("ix_teaching_date_cohort_id_held_on", "cohort_id", "held_on"),
        Index("ix_teaching_date_leader_id_held_on", "leader_id", "held_on"),
    )

    id: Mapped[primary_key]
    public_id: Mapped[public_id]
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    cohort_id: Mapped[big_id] = mapped_column(ForeignKey("cohort.id"))
    title: Mapped[str] = mapped_column(String(200))
    series: Mapped[str] = mapped_column(String(120), default="")
    activity: Mapped[str] = mapped_column(String(40))
    held_on: Mapped[date]
    starts_at_minute: Mapped[int | None] = mapped_column(Integer)
    minutes: Mapped[int] = mapped_column(Integer)
    leader_id: Mapped[big_id] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[instant]
    recorded_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    cancelled_at: Mapped[optional_instant]
    cancelled_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))

    cohort: Mapped[Cohort] = relationship()
    leader: Mapped[Person] = relationship(foreign_keys=[leader_id])


class TeachingRegister(Base):
    """Who was there, as the leader recorded and signed it in one act. Never changed; may become void.

    "register:PUBLIC_ID" is the document: its signature covers the entries of all it marks as having been there.
    """

    __tablename__ = "teaching_register"
    __table_args__ = (
        UniqueConstraint("replaces_id"),
        CheckConstraint("(voided_at IS NULL) = (voided_by IS NULL)", name="void_is_whole"),
        # A date has one register that counts.
        Index(
            "uq_teaching_register_in_force",
            "date_id",
            unique=True,
            sqlite_where=text("voided_at IS NULL"),
            postgresql_where=text("voided_at IS NULL"),
        ),
    )

    id: Mapped[primary_key]
    public_id: Mapped[public_id]
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    date_id: Mapped[big_id] = mapped_column(ForeignKey("teaching_date.id"))
    leader_id: Mapped[big_id] = mapped_column(ForeignKey("person.id"))
    content_hash: Mapped[str] = mapped_column(String(64))
    signature_id: Mapped[big_id] = mapped_column(ForeignKey("signature.id"))
    replaces_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("teaching_register.id"))
    recorded_at: Mapped[instant]
    voided_at: Mapped[optional_instant]
    voided_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    void_reason: Mapped[str] = mapped_column(Text, default="")

    date: Mapped[TeachingDate] = relationship()
    leader: Mapped[Person] = relationship(foreign_keys=[leader_id])
    signature: Mapped[Signature] = relationship()


class RegisterMark(Base):
    """What a register says of one trainee, and the entry it put into their log; none for who was absent. Insert-only."""

    __tablename__ = "register_mark"
    __table_args__ = (
        UniqueConstraint("register_id", "trainee_id"),
        UniqueConstraint("entry_id"),
        CheckConstraint("mark IN ('present', 'left_early', 'absent', 'made_up')", name="mark"),
        CheckConstraint("minutes BETWEEN 0 AND 1440", name="minutes_of_a_day"),
        CheckConstraint("(mark = 'absent') = (entry_id IS NULL)", name="absent_has_no_entry"),
        Index("ix_register_mark_trainee_id", "trainee_id"),
    )

    id: Mapped[primary_key]
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    register_id: Mapped[big_id] = mapped_column(ForeignKey("teaching_register.id"))
    trainee_id: Mapped[big_id] = mapped_column(ForeignKey("trainee.id"))
    mark: Mapped[str] = mapped_column(String(12))
    minutes: Mapped[int] = mapped_column(Integer)
    entry_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("log_entry.id"))

    register: Mapped[TeachingRegister] = relationship()
    trainee: Mapped[Trainee] = relationship()
    entry: Mapped[LogEntry | None] = relationship()
