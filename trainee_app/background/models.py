"""Which scheduler process may work now, and which job has already run for which period."""

from __future__ import annotations

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trainee_app.db import Base, instant, optional_instant, primary_key


class Lease(Base):
    """The right of one scheduler process to work, until it runs out or is renewed."""

    __tablename__ = "lease"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    holder: Mapped[str] = mapped_column(String(80))
    until: Mapped[instant]


class JobRun(Base):
    """That a job ran for a period and a subject: once each, however many schedulers there are."""

    __tablename__ = "job_run"
    __table_args__ = (UniqueConstraint("job", "period", "subject"),)

    id: Mapped[primary_key]
    job: Mapped[str] = mapped_column(String(60))
    period: Mapped[str] = mapped_column(String(30))
    subject: Mapped[str] = mapped_column(String(60), default="")
    started_at: Mapped[instant]
    ended_at: Mapped[optional_instant]
    failed: Mapped[str] = mapped_column(String(200), default="")
