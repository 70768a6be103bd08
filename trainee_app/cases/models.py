"""What a training case is called and whose it is. No family is named: no field could hold one."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trainee_app.cohorts.models import Placement, Trainee
from trainee_app.db import Base, BigId, big_id, instant, optional_instant, primary_key, public_id


class TrainingCase(Base):
    """A family that a trainee works with, by its code and age band, open from a day to a day (both included).

    `code` is random and tells nothing; it stands on pages, never in an address or a log. `number` counts the
    trainee's cases in the order in which they were agreed. Only `closed_on` is ever written later:
    when the case ends, and when an ending is taken back.
    """

    __tablename__ = "training_case"
    __table_args__ = (
        UniqueConstraint("code"),
        UniqueConstraint("trainee_id", "number"),
        CheckConstraint("kind IN ('parent_infant', 'group')", name="kind"),
        CheckConstraint("closed_on IS NULL OR closed_on >= opened_on", name="closes_after_it_opens"),
    )

    id: Mapped[primary_key]
    public_id: Mapped[public_id]
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    trainee_id: Mapped[big_id] = mapped_column(ForeignKey("trainee.id"))
    number: Mapped[int] = mapped_column(Integer)
    code: Mapped[str] = mapped_column(String(30))
    kind: Mapped[str] = mapped_column(String(20))
    age_band: Mapped[str] = mapped_column(String(20))
    placement_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("placement.id"))
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]
    recorded_at: Mapped[instant]

    trainee: Mapped[Trainee] = relationship()
    placement: Mapped[Placement | None] = relationship()


class CaseConsent(Base):
    """What the family agreed to, from when; withdrawn, it is ended and stays. `scope` says for what (video).

    It stands here and not with the casework, because the log asks whether the family agreed to be seen on a day.
    """

    __tablename__ = "case_consent"
    __table_args__ = (
        CheckConstraint("kind IN ('seen', 'discussed', 'video')", name="kind"),
        CheckConstraint("withdrawn_on IS NULL OR withdrawn_on >= given_on", name="withdrawn_after_given"),
        Index("ix_case_consent_case_id", "case_id"),
    )

    id: Mapped[primary_key]
    public_id: Mapped[public_id]
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    case_id: Mapped[big_id] = mapped_column(ForeignKey("training_case.id"))
    kind: Mapped[str] = mapped_column(String(12))
    scope: Mapped[str] = mapped_column(String(40))
    given_on: Mapped[date]
    withdrawn_on: Mapped[date | None]
    recorded_by: Mapped[big_id] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[instant]
    ended_at: Mapped[optional_instant]

    case: Mapped[TrainingCase] = relationship()
