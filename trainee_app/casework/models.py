"""The life of a case: proposal, plan, consents, marks along the way, phases, supervision of it, ending.

Rows are inserted and stand; what changes later is said by another row. No free text about a family has a place
here: what can be chosen is chosen, and the few lines of words are checked for identifiers.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trainee_app.cases.models import TrainingCase
from trainee_app.cohorts.models import Placement, Trainee
from trainee_app.db import Base, BigId, big_id, instant, optional_instant, primary_key, public_id
from trainee_app.people.models import Person
from trainee_app.signatures.models import Signature


class CaseProposal(Base):
    """A family proposed by the trainee, until placement and supervisor have both agreed.

    `carers` are keys of a list, in one line. `responsibility` is a role in the placement. Settled once
    (agreed, declined, withdrawn); agreed, it has become a case.
    """

    __tablename__ = "case_proposal"
    __table_args__ = (
        CheckConstraint("state IN ('proposed', 'agreed', 'declined', 'withdrawn')", name="state"),
        CheckConstraint("(state = 'agreed') = (case_id IS NOT NULL)", name="agreed_is_a_case"),
        CheckConstraint("agreed_sessions IS NOT NULL OR agreed_end_on IS NOT NULL", name="has_an_end"),
        Index("ix_case_proposal_trainee_id", "trainee_id"),
    )

    id: Mapped[primary_key]
    public_id: Mapped[public_id]
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    trainee_id: Mapped[big_id] = mapped_column(ForeignKey("trainee.id"))
    placement_id: Mapped[big_id] = mapped_column(ForeignKey("placement.id"))
    kind: Mapped[str] = mapped_column(String(20))
    age_band: Mapped[str] = mapped_column(String(20))
    carers: Mapped[str] = mapped_column(String(120))
    seen_agreed_on: Mapped[date]
    discussed_agreed_on: Mapped[date]
    responsibility: Mapped[str] = mapped_column(String(120))
    agreed_sessions: Mapped[int | None] = mapped_column(Integer)
    agreed_end_on: Mapped[date | None]
    last_allowed_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(12), default="proposed")
    case_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("training_case.id"))
    proposed_at: Mapped[instant]
    settled_at: Mapped[optional_instant]

    trainee: Mapped[Trainee] = relationship()
    placement: Mapped[Placement] = relationship()
    case: Mapped[TrainingCase | None] = relationship()


class CaseAnswer(Base):
    """What placement or supervisor said to a proposal. Insert-only. `on_word_of`: the office recorded it for them."""

    __tablename__ = "case_answer"
    __table_args__ = (
        UniqueConstraint("proposal_id", "part"),
        CheckConstraint("part IN ('placement', 'supervisor')", name="part"),
    )

    id: Mapped[primary_key]
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    proposal_id: Mapped[big_id] = mapped_column(ForeignKey("case_proposal.id"))
    part: Mapped[str] = mapped_column(String(12))
    agrees: Mapped[bool] = mapped_column(Boolean)
    words: Mapped[str] = mapped_column(String(1000))
    on_word_of: Mapped[str] = mapped_column(String(200))
    answered_by: Mapped[big_id] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[instant]

    proposal: Mapped[CaseProposal] = relationship()
    person: Mapped[Person] = relationship()


class CasePlan(Base):
    """How long the work is agreed for; the latest row holds. Insert-only.

    `last_allowed_on`: the last session the service allows. `ending_agreed_on`: when the ending was agreed with
    the family. `review_on`: when it is looked at next.
    """

    __tablename__ = "case_plan"
    __table_args__ = (Index("ix_case_plan_case_id", "case_id", "id"),)

    id: Mapped[primary_key]
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    case_id: Mapped[big_id] = mapped_column(ForeignKey("training_case.id"))
    agreed_sessions: Mapped[int | None] = mapped_column(Integer)
    agreed_end_on: Mapped[date | None]
    last_allowed_on: Mapped[date | None]
    review_on: Mapped[date | None]
    ending_agreed_on: Mapped[date | None]
    responsibility: Mapped[str] = mapped_column(String(120))
    recorded_by: Mapped[big_id] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[instant]


class CaseMark(Base):
    """Something that happened on a day: a review, an assessment by name, a safeguarding step (its date alone). Insert-only."""

    __tablename__ = "case_mark"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('review', 'assessment', 'recorded', 'destroyed', 'feedback', 'told_lead', 'told_supervisor')",
            name="kind",
        ),
        Index("ix_case_mark_case_id", "case_id"),
    )

    id: Mapped[primary_key]
    public_id: Mapped[public_id]
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    case_id: Mapped[big_id] = mapped_column(ForeignKey("training_case.id"))
    kind: Mapped[str] = mapped_column(String(20))
    what: Mapped[str] = mapped_column(String(40))
    on: Mapped[date]
    recorded_by: Mapped[big_id] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[instant]


class CasePhase(Base):
    """A phase that the supervisor has signed off; `canonical` is what was signed. Never changed; may become void.

    Of the rows that stand there is one for each phase; one that is void stays, with its signature and the reason.
    """

    __tablename__ = "case_phase"
    __table_args__ = (
        CheckConstraint("phase IN ('early', 'middle', 'final')", name="phase"),
        CheckConstraint("(voided_at IS NULL) = (voided_by IS NULL)", name="void_is_whole"),
        Index(
            "uq_case_phase_standing",
            "case_id",
            "phase",
            unique=True,
            sqlite_where=text("voided_at IS NULL"),
            postgresql_where=text("voided_at IS NULL"),
        ),
    )

    id: Mapped[primary_key]
    public_id: Mapped[public_id]
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    case_id: Mapped[big_id] = mapped_column(ForeignKey("training_case.id"))
    phase: Mapped[str] = mapped_column(String(10))
    completed_on: Mapped[date]
    signature_id: Mapped[big_id] = mapped_column(ForeignKey("signature.id"))
    canonical: Mapped[bytes] = mapped_column(LargeBinary)
    content_hash: Mapped[str] = mapped_column(String(64))
    recorded_at: Mapped[instant]
    voided_at: Mapped[optional_instant]
    voided_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    void_reason: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))

    case: Mapped[TrainingCase] = relationship()
    signature: Mapped[Signature] = relationship()


class CaseEnding(Base):
    """How a case ended; taken back, it stays, with the reason. `feedback_received`: the parents were heard, no more."""

    __tablename__ = "case_ending"
    __table_args__ = (
        CheckConstraint("(voided_at IS NULL) = (voided_by IS NULL)", name="void_is_whole"),
        Index(
            "uq_case_ending_standing",
            "case_id",
            unique=True,
            sqlite_where=text("voided_at IS NULL"),
            postgresql_where=text("voided_at IS NULL"),
        ),
    )

    id: Mapped[primary_key]
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    case_id: Mapped[big_id] = mapped_column(ForeignKey("training_case.id"))
    kind: Mapped[str] = mapped_column(String(30))
    ended_on: Mapped[date]
    feedback_received: Mapped[bool] = mapped_column(Boolean)
    recorded_by: Mapped[big_id] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[instant]
    voided_at: Mapped[optional_instant]
    voided_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    void_reason: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))


class CasePresented(Base):
    """That a case was presented in a supervision session (`document`), and the share of time it received there.

    `state` is that of the document: waiting, signed, void.
    """

    __tablename__ = "case_presented"
    __table_args__ = (
        UniqueConstraint("case_id", "document"),
        CheckConstraint("state IN ('waiting', 'signed', 'void')", name="state"),
        CheckConstraint("minutes >= 0", name="minutes_are_some"),
        Index("ix_case_presented_document", "document"),
    )

    id: Mapped[primary_key]
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    case_id: Mapped[big_id] = mapped_column(ForeignKey("training_case.id"))
    document: Mapped[str] = mapped_column(String(60))
    held_on: Mapped[date]
    minutes: Mapped[int] = mapped_column(Integer)
    video_reviewed: Mapped[bool] = mapped_column(Boolean)
    state: Mapped[str] = mapped_column(String(10))
    signed_on: Mapped[date | None]
    recorded_at: Mapped[instant]
