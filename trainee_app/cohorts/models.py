"""Cohorts, their trainees, placements, and who supervises whom from when to when."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trainee_app.db import Base, BigId, big_id, instant, optional_instant, primary_key, public_id
from trainee_app.people.models import Person
from trainee_app.programmes.models import Programme, ProgrammeVersion


class Cohort(Base):
    """An intake that is trained together, from its first to its last day (both included)."""

    __tablename__ = "cohort"
    __table_args__ = (
        UniqueConstraint("programme_id", "name"),
        CheckConstraint("ends_on > starts_on", name="ends_after_it_starts"),
    )

    id: Mapped[primary_key]
    public_id: Mapped[public_id]
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    name: Mapped[str] = mapped_column(String(120))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    recorded_at: Mapped[instant]
    recorded_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))

    programme: Mapped[Programme] = relationship()


class VersionPin(Base):
    """The programme version under which a cohort is judged; a fact row, ended when the cohort is moved."""

    __tablename__ = "version_pin"
    __table_args__ = (
        # A cohort is judged under one version at a time.
        Index(
            "uq_version_pin_in_force",
            "cohort_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[primary_key]
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    cohort_id: Mapped[big_id] = mapped_column(ForeignKey("cohort.id"))
    programme_version_id: Mapped[big_id] = mapped_column(ForeignKey("programme_version.id"))
    recorded_at: Mapped[instant]
    recorded_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    ended_at: Mapped[optional_instant]
    reason: Mapped[str] = mapped_column(String(1000), default="", server_default=text("''"))

    programme_version: Mapped[ProgrammeVersion] = relationship()


class ProgrammeDraft(Base):
    """The next version of a programme's rules while it is written: edited, proposed by one person, agreed by another.

    `state` moves from "open" to "proposed" and back, and ends as "published" or "discarded"; what is proposed does not
    change until it is taken back. `edition` counts the changes, so that nobody writes over what they have not seen.
    `follows` is the number of the version that was the latest when the draft was begun.
    """

    __tablename__ = "programme_draft"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'proposed', 'published', 'discarded')", name="state"),
        CheckConstraint(
            "state = 'open' OR state = 'discarded' OR proposed_by IS NOT NULL", name="proposed_by_somebody"
        ),
        CheckConstraint(
            "state <> 'published' OR (agreed_by IS NOT NULL AND published_version_id IS NOT NULL)",
            name="agreed_by_somebody",
        ),
        CheckConstraint("agreed_by IS NULL OR agreed_by <> proposed_by", name="agreed_by_another"),
        Index("ix_programme_draft_programme_id", "programme_id"),
    )

    id: Mapped[primary_key]
    public_id: Mapped[public_id]
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    based_on_id: Mapped[big_id] = mapped_column(ForeignKey("programme_version.id"))
    follows: Mapped[int] = mapped_column(Integer)
    definition: Mapped[str] = mapped_column(Text)
    edition: Mapped[int] = mapped_column(Integer, default=1)
    state: Mapped[str] = mapped_column(String(12), default="open")
    begun_by: Mapped[big_id] = mapped_column(ForeignKey("person.id"))
    begun_at: Mapped[instant]
    changed_by: Mapped[big_id] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[instant]
    reason: Mapped[str] = mapped_column(String(1000), default="")
    proposed_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    proposed_at: Mapped[optional_instant]
    agreed_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    agreed_at: Mapped[optional_instant]
    published_version_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("programme_version.id"))

    programme: Mapped[Programme] = relationship()
    based_on: Mapped[ProgrammeVersion] = relationship(foreign_keys=[based_on_id])
    published_version: Mapped[ProgrammeVersion | None] = relationship(foreign_keys=[published_version_id])
    author: Mapped[Person] = relationship(foreign_keys=[changed_by])
    proposer: Mapped[Person | None] = relationship(foreign_keys=[proposed_by])
    agreer: Mapped[Person | None] = relationship(foreign_keys=[agreed_by])


class Trainee(Base):
    """A person's membership of a cohort: the training record is theirs."""

    __tablename__ = "trainee"
    __table_args__ = (UniqueConstraint("cohort_id", "person_id"), Index("ix_trainee_person_id", "person_id"))

    id: Mapped[primary_key]
    public_id: Mapped[public_id]
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    cohort_id: Mapped[big_id] = mapped_column(ForeignKey("cohort.id"))
    person_id: Mapped[big_id] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[instant]
    recorded_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))

    cohort: Mapped[Cohort] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])


class Placement(Base):
    """Where a trainee sees families, from a day to a day (both included; None = until ended). A fact row."""

    __tablename__ = "placement"
    __table_args__ = (CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_it_starts"),)

    id: Mapped[primary_key]
    public_id: Mapped[public_id]
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    trainee_id: Mapped[big_id] = mapped_column(ForeignKey("trainee.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    recorded_at: Mapped[instant]
    recorded_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    ended_at: Mapped[optional_instant]
    ended_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))

    trainee: Mapped[Trainee] = relationship()


class SupervisionAgreement(Base):
    """Who signs for a trainee, from a day to a day (both included; None = until ended). A fact row.

    `capacity` is "supervisor" (client work and supervision) or "tutor" (teaching and self-directed
    study): it says which activities the agreement lets its holder sign.
    """

    __tablename__ = "supervision_agreement"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_it_starts"),
        CheckConstraint("capacity IN ('supervisor', 'tutor')", name="capacity"),
        Index("ix_supervision_agreement_supervisor_id_trainee_id", "supervisor_id", "trainee_id"),
        Index("ix_supervision_agreement_trainee_id", "trainee_id"),
    )

    id: Mapped[primary_key]
    public_id: Mapped[public_id]
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    trainee_id: Mapped[big_id] = mapped_column(ForeignKey("trainee.id"))
    supervisor_id: Mapped[big_id] = mapped_column(ForeignKey("person.id"))
    capacity: Mapped[str] = mapped_column(String(20), default="supervisor")
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    recorded_at: Mapped[instant]
    recorded_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    ended_at: Mapped[optional_instant]
    ended_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))

    trainee: Mapped[Trainee] = relationship()
    supervisor: Mapped[Person] = relationship(foreign_keys=[supervisor_id])


class AgreementWord(Base):
    """That one of the two whom a supervision agreement is about has agreed to it. Insert-only.

    The office records an agreement; trainee and supervisor each say yes on their own page.
    """

    __tablename__ = "agreement_word"
    __table_args__ = (UniqueConstraint("agreement_id", "person_id"),)

    id: Mapped[primary_key]
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    agreement_id: Mapped[big_id] = mapped_column(ForeignKey("supervision_agreement.id"))
    person_id: Mapped[big_id] = mapped_column(ForeignKey("person.id"))
    agreed_at: Mapped[instant]

    person: Mapped[Person] = relationship()


class PlacementAgreement(Base):
    """What a placement has signed for a trainee's work there, from a day to a day (both included). A fact row.

    `covers_cases`: its indemnity covers training cases. `manager_id`: who answers for the service here, where they
    have an account. A row that is ended on its first day never held.
    """

    __tablename__ = "placement_agreement"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_it_starts"),
        Index("ix_placement_agreement_placement_id", "placement_id"),
    )

    id: Mapped[primary_key]
    public_id: Mapped[public_id]
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    placement_id: Mapped[big_id] = mapped_column(ForeignKey("placement.id"))
    signatory_name: Mapped[str] = mapped_column(String(200))
    signatory_role: Mapped[str] = mapped_column(String(120))
    agreed_on: Mapped[date]
    covers_cases: Mapped[bool]
    manager_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    recorded_at: Mapped[instant]
    recorded_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    ended_at: Mapped[optional_instant]
    ended_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))

    placement: Mapped[Placement] = relationship()
    manager: Mapped[Person | None] = relationship(foreign_keys=[manager_id])


class TrainingBreak(Base):
    """Time away (intermission) or time added (extension), decided by the director. A fact row, taken back whole.

    Both days are included; `days` is how many there are, and by so many the expected end moves. The targets
    stay. The reason is for the director only.
    """

    __tablename__ = "training_break"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="ends_after_it_starts"),
        CheckConstraint("days > 0", name="days_are_some"),
        CheckConstraint("kind IN ('intermission', 'extension')", name="kind"),
        Index("ix_training_break_trainee_id", "trainee_id"),
    )

    id: Mapped[primary_key]
    public_id: Mapped[public_id]
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    trainee_id: Mapped[big_id] = mapped_column(ForeignKey("trainee.id"))
    kind: Mapped[str] = mapped_column(String(20))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    days: Mapped[int]
    decided_on: Mapped[date]
    decided_by: Mapped[big_id] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(String(1000))
    recorded_at: Mapped[instant]
    recorded_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    ended_at: Mapped[optional_instant]
    ended_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))

    trainee: Mapped[Trainee] = relationship()
    decider: Mapped[Person] = relationship(foreign_keys=[decided_by])
