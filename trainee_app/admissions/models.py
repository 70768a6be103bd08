"""Intakes, applications and their steps, interviews and scores, decisions, offers."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trainee_app.cohorts.models import Cohort, Trainee
from trainee_app.db import Base, BigId, big_id, instant, optional_instant, primary_key, public_id
from trainee_app.people.models import Person

_STAGES = (
    "'applied','screening','interview','offered','waiting_list','not_offered','offer_declined','accepted','enrolled'"
)


class Intake(Base):
    """When people may apply for a cohort (both days included), and for how many places.

    All three are empty where an office's record says only who applied. Earlier dates stand in the trail.
    """

    __tablename__ = "intake"
    __table_args__ = (
        UniqueConstraint("cohort_id"),
        CheckConstraint("(opens_on IS NULL) = (closes_on IS NULL)", name="both_days_or_none"),
        CheckConstraint("closes_on IS NULL OR closes_on >= opens_on", name="closes_after_it_opens"),
        CheckConstraint("places IS NULL OR places > 0", name="places_are_some"),
    )

    id: Mapped[primary_key]
    public_id: Mapped[public_id]
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    cohort_id: Mapped[big_id] = mapped_column(ForeignKey("cohort.id"))
    opens_on: Mapped[date | None]
    closes_on: Mapped[date | None]
    places: Mapped[int | None]
    recorded_at: Mapped[instant]
    recorded_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))

    cohort: Mapped[Cohort] = relationship()


class Application(Base):
    """One person's application to one intake. Without a stage until it is handed in; what was written stands then.

    `stage` follows from the steps. `trainee_id`: the membership that enrolment made of it.
    """

    __tablename__ = "application"
    __table_args__ = (
        UniqueConstraint("intake_id", "person_id"),
        CheckConstraint(f"stage IS NULL OR stage IN ({_STAGES})", name="stage"),
        CheckConstraint("(trainee_id IS NULL) OR stage = 'enrolled'", name="trainee_is_enrolled"),
        Index("ix_application_person_id", "person_id"),
    )

    id: Mapped[primary_key]
    public_id: Mapped[public_id]
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    intake_id: Mapped[big_id] = mapped_column(ForeignKey("intake.id"))
    person_id: Mapped[big_id] = mapped_column(ForeignKey("person.id"))
    stage: Mapped[str | None] = mapped_column(String(20))
    statement: Mapped[str] = mapped_column(Text, default="")
    access_to_cases: Mapped[str] = mapped_column(Text, default="")
    saved_at: Mapped[optional_instant]
    trainee_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("trainee.id"))
    recorded_at: Mapped[instant]
    recorded_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))

    intake: Mapped[Intake] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    trainee: Mapped[Trainee | None] = relationship()


class ApplicationStep(Base):
    """A move of an application from one stage to the next. Insert-only.

    `number` counts an application's steps from 1: of two who move it at once only one has the number.
    `source`: "page", or "office workbook" where the office's record says how it ended.
    """

    __tablename__ = "application_step"
    __table_args__ = (
        UniqueConstraint("application_id", "number"),
        CheckConstraint(f"stage_after IN ({_STAGES})", name="stage_after"),
        CheckConstraint("source IN ('page', 'office workbook')", name="source"),
    )

    id: Mapped[primary_key]
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    application_id: Mapped[big_id] = mapped_column(ForeignKey("application.id"))
    number: Mapped[int]
    stage_before: Mapped[str | None] = mapped_column(String(20))
    stage_after: Mapped[str] = mapped_column(String(20))
    source: Mapped[str] = mapped_column(String(20), default="page")
    actor_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    at: Mapped[instant]

    actor: Mapped[Person | None] = relationship()


class Interview(Base):
    """An interview on a day, at a local time, in a place, held by two. A fact row: ended, and another one arranged.

    Time, place and interviewers are empty where an office's record names only the day.
    """

    __tablename__ = "interview"
    __table_args__ = (
        CheckConstraint("first_id IS NULL OR first_id <> second_id", name="two_people"),
        CheckConstraint("(first_id IS NULL) = (second_id IS NULL)", name="both_or_none"),
        Index(
            "uq_interview_standing",
            "application_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[primary_key]
    public_id: Mapped[public_id]
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    application_id: Mapped[big_id] = mapped_column(ForeignKey("application.id"))
    held_on: Mapped[date]
    starts_at: Mapped[str] = mapped_column(String(5), default="")
    place: Mapped[str] = mapped_column(String(300), default="")
    first_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    second_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    recorded_at: Mapped[instant]
    recorded_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    ended_at: Mapped[optional_instant]
    ended_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))

    application: Mapped[Application] = relationship()
    first: Mapped[Person | None] = relationship(foreign_keys=[first_id])
    second: Mapped[Person | None] = relationship(foreign_keys=[second_id])


class InterviewScore(Base):
    """What one of the two gave, 1 to 5, and why. Insert-only; the applicant never sees it."""

    __tablename__ = "interview_score"
    __table_args__ = (
        UniqueConstraint("interview_id", "person_id"),
        CheckConstraint("score BETWEEN 1 AND 5", name="score"),
    )

    id: Mapped[primary_key]
    public_id: Mapped[public_id]
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    interview_id: Mapped[big_id] = mapped_column(ForeignKey("interview.id"))
    person_id: Mapped[big_id] = mapped_column(ForeignKey("person.id"))
    score: Mapped[int]
    note: Mapped[str] = mapped_column(String(2000))
    at: Mapped[instant]

    person: Mapped[Person] = relationship()


class SelectionDecision(Base):
    """What the course decides about an application: proposed by one, agreed to by another. What was proposed stands.

    `reason` is for the course, `told` for the applicant. `verdict` is empty while it waits, then "agreed" or "not_agreed".
    """

    __tablename__ = "selection_decision"
    __table_args__ = (
        CheckConstraint("outcome IN ('offer', 'waiting_list', 'no_offer')", name="outcome"),
        CheckConstraint("verdict IN ('', 'agreed', 'not_agreed')", name="verdict"),
        CheckConstraint("(verdict = '') = (decided_by IS NULL)", name="decided_by_somebody"),
        CheckConstraint("decided_by IS NULL OR decided_by <> proposed_by", name="decided_by_another"),
        CheckConstraint("(outcome = 'offer') = (answer_by IS NOT NULL)", name="an_offer_has_its_day"),
        Index(
            "uq_selection_decision_waiting",
            "application_id",
            unique=True,
            sqlite_where=text("verdict = '' AND ended_at IS NULL"),
            postgresql_where=text("verdict = '' AND ended_at IS NULL"),
        ),
    )

    id: Mapped[primary_key]
    public_id: Mapped[public_id]
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    application_id: Mapped[big_id] = mapped_column(ForeignKey("application.id"))
    outcome: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(2000))
    told: Mapped[str] = mapped_column(String(1000))
    conditions: Mapped[str] = mapped_column(String(1000), default="")
    answer_by: Mapped[date | None]
    proposed_by: Mapped[big_id] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[instant]
    verdict: Mapped[str] = mapped_column(String(20), default="")
    decided_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    decided_at: Mapped[optional_instant]
    ended_at: Mapped[optional_instant]
    ended_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))

    application: Mapped[Application] = relationship()
    proposer: Mapped[Person] = relationship(foreign_keys=[proposed_by])
    decider: Mapped[Person | None] = relationship(foreign_keys=[decided_by])


class Offer(Base):
    """A place offered, to be answered by a day (included). Answered once, or withdrawn.

    `on_word`: the office recorded the answer on the applicant's word.
    """

    __tablename__ = "offer"
    __table_args__ = (
        UniqueConstraint("decision_id"),
        CheckConstraint("answer IN ('', 'accepted', 'declined')", name="answer"),
        CheckConstraint("(answer = '') = (answered_at IS NULL)", name="answered_at_some_time"),
        CheckConstraint("answer = '' OR withdrawn_at IS NULL", name="answered_or_withdrawn"),
        Index(
            "uq_offer_standing",
            "application_id",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )

    id: Mapped[primary_key]
    public_id: Mapped[public_id]
    programme_id: Mapped[big_id] = mapped_column(ForeignKey("programme.id"))
    application_id: Mapped[big_id] = mapped_column(ForeignKey("application.id"))
    decision_id: Mapped[big_id] = mapped_column(ForeignKey("selection_decision.id"))
    answer_by: Mapped[date]
    conditions: Mapped[str] = mapped_column(String(1000))
    made_at: Mapped[instant]
    answer: Mapped[str] = mapped_column(String(10), default="")
    answered_at: Mapped[optional_instant]
    answered_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    on_word: Mapped[bool] = mapped_column(default=False)
    withdrawn_at: Mapped[optional_instant]
    withdrawn_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))

    application: Mapped[Application] = relationship()
