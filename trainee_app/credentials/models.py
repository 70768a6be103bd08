"""What a person brings along: registrations, posts and courses, evidence for them, and what the course has accepted."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trainee_app.db import Base, BigId, big_id, instant, optional_instant, primary_key, public_id
from trainee_app.files.models import StoredFile
from trainee_app.people.models import Person


class Registration(Base):
    """A registration with a professional body, valid from a day to a day (both included).

    A fact row: ended (`ended_at`, entered by mistake or struck off from `valid_until`), never edited.
    """

    __tablename__ = "registration"
    __table_args__ = (
        CheckConstraint("valid_until >= valid_from", name="ends_after_it_starts"),
        Index("ix_registration_person_id_programme_id", "person_id", "programme_id"),
    )

    id: Mapped[primary_key]
    public_id: Mapped[public_id]
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    person_id: Mapped[big_id] = mapped_column(ForeignKey("person.id"))
    body: Mapped[str] = mapped_column(String(60))
    number: Mapped[str] = mapped_column(String(40))
    valid_from: Mapped[date]
    valid_until: Mapped[date]
    recorded_at: Mapped[instant]
    recorded_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    ended_at: Mapped[optional_instant]
    ended_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    ended_on: Mapped[date | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])

    @property
    def printed(self) -> str:
        """As it stands on what its holder signs."""
        return f"{self.body} {self.number}"


class BroughtAlong(Base):
    """Something brought along: a post (experience), the observation course, or personal therapy.

    Both days are included; `until_on` None: it goes on, or its end is not known yet. Personal therapy has days
    and how it is known, and no words at all. A fact row: taken back (`ended_at`), never edited.
    """

    __tablename__ = "brought_along"
    __table_args__ = (
        CheckConstraint("record IN ('experience', 'infant_observation', 'personal_therapy')", name="record"),
        CheckConstraint("until_on IS NULL OR until_on >= from_on", name="ends_after_it_starts"),
        CheckConstraint(
            "record <> 'personal_therapy' OR (title = '' AND place = '' AND standing IN ('declaration', 'letter'))",
            name="therapy_has_no_words",
        ),
        CheckConstraint(
            "record <> 'infant_observation' OR standing IN ('done', 'running', 'to_start')", name="observation_stands"
        ),
        CheckConstraint(
            "record <> 'experience' OR (share_percent IS NOT NULL AND share_percent BETWEEN 1 AND 100)",
            name="post_has_a_share",
        ),
        Index("ix_brought_along_person_id_programme_id", "person_id", "programme_id"),
    )

    id: Mapped[primary_key]
    public_id: Mapped[public_id]
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    person_id: Mapped[big_id] = mapped_column(ForeignKey("person.id"))
    record: Mapped[str] = mapped_column(String(30))
    title: Mapped[str] = mapped_column(String(120))
    place: Mapped[str] = mapped_column(String(160))
    standing: Mapped[str] = mapped_column(String(20))
    share_percent: Mapped[int | None]
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    recorded_at: Mapped[instant]
    recorded_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    ended_at: Mapped[optional_instant]
    ended_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))

    person: Mapped[Person] = relationship(foreign_keys=[person_id])


class Evidence(Base):
    """A file that shows something: `about` is a prerequisite's record, or "registration". Taken back, never edited."""

    __tablename__ = "evidence"
    __table_args__ = (Index("ix_evidence_person_id_programme_id", "person_id", "programme_id"),)

    id: Mapped[primary_key]
    public_id: Mapped[public_id]
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    person_id: Mapped[big_id] = mapped_column(ForeignKey("person.id"))
    about: Mapped[str] = mapped_column(String(30))
    kind: Mapped[str] = mapped_column(String(20))
    file_id: Mapped[big_id] = mapped_column(ForeignKey("stored_file.id"), unique=True)
    recorded_at: Mapped[instant]
    recorded_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    ended_at: Mapped[optional_instant]
    ended_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    file: Mapped[StoredFile] = relationship()


class Acceptance(Base):
    """The course's word that a prerequisite is accepted. `months` is what was recorded then, None where there are none.

    `is_short`: less was recorded than the programme asks for, and somebody decided to accept it, with a reason.
    One at a time for a person's record; taken back, never edited.
    """

    __tablename__ = "acceptance"
    __table_args__ = (
        CheckConstraint("NOT is_short OR reason <> ''", name="shortfall_has_a_reason"),
        Index("ix_acceptance_person_id_programme_id", "person_id", "programme_id"),
        Index(
            "uq_acceptance_in_force",
            "person_id",
            "programme_id",
            "record",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[primary_key]
    public_id: Mapped[public_id]
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    person_id: Mapped[big_id] = mapped_column(ForeignKey("person.id"))
    record: Mapped[str] = mapped_column(String(30))
    accepted_on: Mapped[date]
    months: Mapped[int | None]
    is_short: Mapped[bool]
    reason: Mapped[str] = mapped_column(String(1000))
    recorded_at: Mapped[instant]
    recorded_by: Mapped[big_id] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[optional_instant]
    ended_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    decider: Mapped[Person] = relationship(foreign_keys=[recorded_by])
