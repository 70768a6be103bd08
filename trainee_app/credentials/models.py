"""What a person may show: registrations with a professional body."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trainee_app.db import Base, BigId, big_id, instant, optional_instant, primary_key, public_id
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
