"""Which scheduler process may work now, which job has run for which period, and what people asked to be done."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trainee_app.db import Base, big_id, instant, optional_instant, primary_key


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


class Task(Base):
    """Work that a person asked for and does not wait for: brought in, drawn up, sent as a whole.

    `subject` names what it is done to, and is asked for once per `kind`. `done` of `total` is how far it has come,
    in whatever it counts. `touched_at`: when it last came on; whoever runs it and dies stops touching it.
    """

    __tablename__ = "task"
    __table_args__ = (
        UniqueConstraint("kind", "subject"),
        CheckConstraint("state IN ('waiting','running','done','failed')", name="state"),
        Index("ix_task_state", "state", "id"),
    )

    id: Mapped[primary_key]
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(60))
    asked_by: Mapped[big_id]
    asked_at: Mapped[instant]
    state: Mapped[str] = mapped_column(String(10))
    done: Mapped[int] = mapped_column(Integer)
    total: Mapped[int] = mapped_column(Integer)
    tries: Mapped[int] = mapped_column(Integer)
    touched_at: Mapped[optional_instant]
    ended_at: Mapped[optional_instant]
    failed: Mapped[str] = mapped_column(String(300))
