"""A person's standing as last evaluated, and the ready flag."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trainee_app.cohorts.models import Trainee
from trainee_app.db import Base, BigId, big_id, instant, optional_instant, primary_key, public_id
from trainee_app.people.models import Person


class Standing(Base):
    """How a trainee stands on one requirement on `as_of`. Codes and parameters; the sentence is made when shown.

    Rewritten in the transaction that changes a counted fact, and at the turn of the day. `unit`
    says what `figure`, `target` and `awaiting` count; `periods` is JSON for rules judged by period.
    """

    __tablename__ = "standing"

    trainee_id: Mapped[int] = mapped_column(BigId, ForeignKey("trainee.id"), primary_key=True)
    requirement: Mapped[str] = mapped_column(String(60), primary_key=True)
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    programme_version_id: Mapped[big_id] = mapped_column(ForeignKey("programme_version.id"))
    as_of: Mapped[date]
    state: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(60))
    params: Mapped[str] = mapped_column(Text)
    figure: Mapped[int | None] = mapped_column(Integer)
    target: Mapped[int | None] = mapped_column(Integer)
    recorded: Mapped[int | None] = mapped_column(Integer)
    awaiting: Mapped[int] = mapped_column(Integer, default=0)
    unit: Mapped[str] = mapped_column(String(12))
    last_on: Mapped[date | None]
    projected_on: Mapped[date | None]
    periods: Mapped[str] = mapped_column(Text, default="[]")


class StandingHeadline(Base):
    """A trainee's standing in one line: the latest requirement (`deciding`) decides it.

    `state` is the state that asks most of somebody, for the filters of a list.
    """

    __tablename__ = "standing_headline"

    trainee_id: Mapped[int] = mapped_column(BigId, ForeignKey("trainee.id"), primary_key=True)
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    programme_version_id: Mapped[big_id] = mapped_column(ForeignKey("programme_version.id"))
    as_of: Mapped[date]
    state: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(60))
    deciding: Mapped[str | None] = mapped_column(String(60))
    params: Mapped[str] = mapped_column(Text)
    projected_on: Mapped[date | None]
    ready: Mapped[bool] = mapped_column(Boolean, default=False)
    facts_hash: Mapped[str] = mapped_column(String(64))

    trainee: Mapped[Trainee] = relationship()


class ReadyFlag(Base):
    """That a trainee was found ready, under which version and on which facts; ended when it no longer holds.

    The system flags readiness and never awards.
    """

    __tablename__ = "ready_flag"
    __table_args__ = (
        Index(
            "uq_ready_flag_in_force",
            "trainee_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[primary_key]
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    trainee_id: Mapped[big_id] = mapped_column(ForeignKey("trainee.id"))
    programme_version_id: Mapped[big_id] = mapped_column(ForeignKey("programme_version.id"))
    facts_hash: Mapped[str] = mapped_column(String(64))
    flagged_at: Mapped[instant]
    ended_at: Mapped[optional_instant]


class WaiverRecord(Base):
    """That a requirement is not asked of a trainee, or is met by something else: proposed by one, decided by another.

    `decision` is empty while it waits, then "granted" or "refused". It holds from the day of the decision to
    `expires_on` (included), unless it is ended. What was proposed never changes.
    """

    __tablename__ = "waiver"
    __table_args__ = (
        CheckConstraint("kind IN ('waiver', 'equivalence')", name="kind"),
        CheckConstraint("decision IN ('', 'granted', 'refused')", name="decision"),
        CheckConstraint("(decision = '') = (decided_by IS NULL)", name="decided_by_somebody"),
        CheckConstraint("decided_by IS NULL OR decided_by <> proposed_by", name="decided_by_another"),
        Index("ix_waiver_trainee_id", "trainee_id"),
    )

    id: Mapped[primary_key]
    public_id: Mapped[public_id]
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    trainee_id: Mapped[big_id] = mapped_column(ForeignKey("trainee.id"))
    requirement: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(String(1000))
    evidence: Mapped[str] = mapped_column(String(500))
    conditions: Mapped[str] = mapped_column(String(500))
    expires_on: Mapped[date | None]
    proposed_by: Mapped[big_id] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[instant]
    decision: Mapped[str] = mapped_column(String(10), default="")
    decided_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    decided_at: Mapped[optional_instant]
    decided_on: Mapped[date | None]
    ended_at: Mapped[optional_instant]
    ended_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))

    trainee: Mapped[Trainee] = relationship()
    proposer: Mapped[Person] = relationship(foreign_keys=[proposed_by])
    decider: Mapped[Person | None] = relationship(foreign_keys=[decided_by])
