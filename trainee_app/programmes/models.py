"""Programmes and their published versions."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trainee_app.db import Base, big_id, instant, primary_key, public_id


class Programme(Base):
    """A training, such as parent-infant psychotherapy. `zone` decides its local day."""

    __tablename__ = "programme"

    id: Mapped[primary_key]
    public_id: Mapped[public_id]
    key: Mapped[str] = mapped_column(String(40), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    zone: Mapped[str] = mapped_column(String(60))


class ProgrammeVersion(Base):
    """The programme's rules as published once, in the words of the definition file; never changed afterwards."""

    __tablename__ = "programme_version"
    __table_args__ = (UniqueConstraint("programme_id", "number"),)

    id: Mapped[primary_key]
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    number: Mapped[int] = mapped_column(Integer)
    # Twenty kilobytes that almost no page needs: `queries.definition_of` reads them once per process.
    definition: Mapped[str] = mapped_column(Text, deferred=True)
    sha256: Mapped[str] = mapped_column(String(64))
    published_on: Mapped[date]
    recorded_at: Mapped[instant]

    programme: Mapped[Programme] = relationship()
