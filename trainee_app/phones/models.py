"""Phones that trainees have enrolled to write drafts on."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trainee_app.cohorts.models import Trainee
from trainee_app.db import Base, big_id, instant, optional_instant, primary_key, public_id
from trainee_app.people.models import Person


class PhoneEnrolment(Base):
    """A trainee's phone, by the name that they gave it. Only the hash of its token is here.

    `used_on` is the last day on which it asked for something. A phone is revoked for a reason of `rules.Why`, once.
    """

    __tablename__ = "phone_enrolment"
    __table_args__ = (
        CheckConstraint(
            "revoked_why IN ('own', 'replaced', 'password', 'signed_out', 'second_factor', 'restored')",
            name="why",
        ),
        CheckConstraint("(revoked_at IS NULL) = (revoked_why IS NULL)", name="revoked_for_a_reason"),
    )

    id: Mapped[primary_key]
    public_id: Mapped[public_id]
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    trainee_id: Mapped[big_id] = mapped_column(ForeignKey("trainee.id"))
    person_id: Mapped[big_id] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    enrolled_at: Mapped[instant]
    expires_at: Mapped[instant]
    used_on: Mapped[date | None]
    revoked_at: Mapped[optional_instant]
    revoked_why: Mapped[str | None] = mapped_column(String(20))

    trainee: Mapped[Trainee] = relationship()
    person: Mapped[Person] = relationship()
