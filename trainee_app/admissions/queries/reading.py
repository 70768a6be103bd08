"""Intakes, applications and what hangs on them, read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from trainee_app.access import Actor, scope
from trainee_app.admissions.models import (
    Application,
    ApplicationStep,
    Intake,
    Interview,
    InterviewScore,
    Offer,
    SelectionDecision,
)
from trainee_app.admissions.rules import Stage
from trainee_app.cohorts.models import Cohort
from trainee_app.cohorts.queries import definition_of_cohort
from trainee_app.credentials.queries import facts_prerequisites, facts_registrations
from trainee_app.credentials.rules import Course, Verdict, prerequisites_asked, verdict_of
from trainee_app.db import Base, db
from trainee_app.people.models import Person, RoleHeld
from trainee_app.people.queries import role_in_force
from trainee_app.people.rules import Role
from trainee_app.programmes.rules import Facts, Finding, Prerequisite, Requirement, evaluate
from trainee_app.programmes.rules.requirements import Stage as DueBy

_Row = TypeVar("_Row", bound=Base)
INTERVIEWERS = (Role.ADMINISTRATOR, Role.DIRECTOR, Role.TUTOR, Role.SUPERVISOR, Role.BOARD_MEMBER)


@dataclass(frozen=True, slots=True)
class Screened:
    """An application in the screening table: its findings in the order of what the programme asks for."""

    application: Application
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Whole:
    """An application with everything that stands about it."""

    application: Application
    steps: Sequence[ApplicationStep]
    interview: Interview | None
    decisions: Sequence[SelectionDecision]
    offer: Offer | None

    @property
    def waiting_decision(self) -> SelectionDecision | None:
        """What somebody has proposed and nobody has answered."""
        return next((each for each in self.decisions if not each.verdict and each.ended_at is None), None)

    @property
    def last_decision(self) -> SelectionDecision | None:
        """The last that two people agreed to."""
        return next((each for each in self.decisions if each.verdict == "agreed"), None)


def named(model: type[_Row], public_id: str) -> _Row | None:
    """Return the row of that public name, whoever asks."""
    identity: Any = model
    found: _Row | None = db.session.scalar(select(model).where(identity.public_id == public_id))
    return found


def intakes(actor: Actor) -> list[Intake]:
    """Return the intakes that the actor may look at, the latest course first."""
    statement = (
        scope("intake.read", actor)
        .join(Cohort, Cohort.id == Intake.cohort_id)
        .options(joinedload(Intake.cohort))
        .order_by(Cohort.starts_on.desc(), Intake.id.desc())
    )
    return list(db.session.scalars(statement))


def intakes_to_apply_to(actor: Actor) -> list[Intake]:
    """Return the open intakes to which the actor may apply and has not, the first to close first."""
    begun = select(Application.intake_id).where(Application.person_id == actor.person_id)
    statement = (
        scope("intake.apply", actor)
        .where(Intake.id.not_in(begun))
        .options(joinedload(Intake.cohort))
        .order_by(Intake.closes_on, Intake.id)
    )
    return list(db.session.scalars(statement))


def cohorts_without_intake(actor: Actor) -> list[Cohort]:
    """Return the cohorts for which the actor may make an intake, the latest first."""
    statement = (
        scope("intake.make", actor)
        .where(Cohort.id.not_in(select(Intake.cohort_id)))
        .order_by(Cohort.starts_on.desc(), Cohort.id)
    )
    return list(db.session.scalars(statement))


def intake_of(cohort_id: int) -> Intake | None:
    """Return the cohort's intake."""
    return db.session.scalar(select(Intake).where(Intake.cohort_id == cohort_id))


def stages_of(intake_ids: Collection[int]) -> dict[int, Counter[str]]:
    """Return how many applications of each intake stand at which stage; begun ones under ""."""
    statement = (
        select(Application.intake_id, Application.stage, func.count())
        .where(Application.intake_id.in_(intake_ids))
        .group_by(Application.intake_id, Application.stage)
    )
    found: dict[int, Counter[str]] = {intake_id: Counter() for intake_id in intake_ids}
    for intake_id, stage, number in db.session.execute(statement):
        found[intake_id][stage or ""] += number
    return found


def applications_of(person_id: int) -> list[Application]:
    """Return a person's applications, the latest first."""
    statement = (
        select(Application)
        .where(Application.person_id == person_id)
        .options(joinedload(Application.intake).joinedload(Intake.cohort))
        .order_by(Application.id.desc())
    )
    return list(db.session.scalars(statement))


def applicant_emails(cohort_id: int) -> frozenset[str]:
    """Return the addresses of everybody who has applied to the cohort."""
    statement = (
        select(Person.email)
        .join(Application, Application.person_id == Person.id)
        .join(Intake, Intake.id == Application.intake_id)
        .where(Intake.cohort_id == cohort_id, Person.email.is_not(None))
    )
    return frozenset(email for email in db.session.scalars(statement) if email)


def whole(application: Application) -> Whole:
    """Return the application with everything that stands about it."""
    of = application.id
    return Whole(
        application,
        list(
            db.session.scalars(
                select(ApplicationStep)
                .where(ApplicationStep.application_id == of)
                .options(joinedload(ApplicationStep.actor))
                .order_by(ApplicationStep.number)
            )
        ),
        standing_interview(of),
        list(
            db.session.scalars(
                select(SelectionDecision)
                .where(SelectionDecision.application_id == of)
                .options(joinedload(SelectionDecision.proposer), joinedload(SelectionDecision.decider))
                .order_by(SelectionDecision.id.desc())
            )
        ),
        standing_offer(of),
    )


def standing_interview(application_id: int) -> Interview | None:
    """Return the interview that is arranged."""
    statement = (
        select(Interview)
        .where(Interview.application_id == application_id, Interview.ended_at.is_(None))
        .options(joinedload(Interview.first), joinedload(Interview.second))
    )
    return db.session.scalar(statement)


def standing_offer(application_id: int) -> Offer | None:
    """Return the offer that was made and not withdrawn."""
    return db.session.scalar(select(Offer).where(Offer.application_id == application_id, Offer.withdrawn_at.is_(None)))


def waiting_decision(application_id: int) -> SelectionDecision | None:
    """Return the decision that somebody has proposed and nobody has answered."""
    return db.session.scalar(
        select(SelectionDecision).where(
            SelectionDecision.application_id == application_id,
            SelectionDecision.verdict == "",
            SelectionDecision.ended_at.is_(None),
        )
    )


def score_of(interview_id: int, person_id: int) -> InterviewScore | None:
    """Return what that person gave."""
    return db.session.scalar(
        select(InterviewScore).where(InterviewScore.interview_id == interview_id, InterviewScore.person_id == person_id)
    )


def scores_seen(interview_id: int, actor: Actor) -> list[InterviewScore]:
    """Return the scores of an interview that the actor may see, the first given first."""
    statement = (
        scope("score.read", actor)
        .where(InterviewScore.interview_id == interview_id)
        .options(joinedload(InterviewScore.person))
        .order_by(InterviewScore.id)
    )
    return list(db.session.scalars(statement))


def who_has_scored(interview_id: int) -> set[int]:
    """Return who has given a score; what it is stays closed."""
    statement = select(InterviewScore.person_id).where(InterviewScore.interview_id == interview_id)
    return set(db.session.scalars(statement))


def possible_interviewers(programme_id: int, on: date, applicant_id: int) -> list[Person]:
    """Return who may hold an interview on that day, by name; never the applicant."""
    holds = select(RoleHeld.person_id).where(
        RoleHeld.programme_id == programme_id, RoleHeld.role.in_(INTERVIEWERS), role_in_force(on)
    )
    statement = select(Person).where(Person.id.in_(holds), Person.id != applicant_id).order_by(Person.name, Person.id)
    return list(db.session.scalars(statement))


def to_score(actor: Actor) -> list[Interview]:
    """Return the interviews that the actor holds or has held and has not scored, the earliest first.

    What was moved has ended, and another one stands instead; once the course has decided, nobody waits for a score.
    """
    given = select(InterviewScore.interview_id).where(InterviewScore.person_id == actor.person_id)
    statement = (
        scope("interview.score", actor)
        .join(Application, Application.id == Interview.application_id)
        .where(Interview.id.not_in(given), Interview.ended_at.is_(None), Application.stage == Stage.INTERVIEW.value)
        .options(joinedload(Interview.application).joinedload(Application.person))
        .order_by(Interview.held_on, Interview.id)
    )
    return list(db.session.scalars(statement))


def to_decide(actor: Actor) -> list[SelectionDecision]:
    """Return the proposed decisions that wait for the actor's word, the longest waiting first."""
    statement = (
        scope("decision.agree", actor)
        .where(SelectionDecision.verdict == "", SelectionDecision.ended_at.is_(None))
        .options(
            joinedload(SelectionDecision.application).joinedload(Application.person),
            joinedload(SelectionDecision.proposer),
        )
        .order_by(SelectionDecision.proposed_at, SelectionDecision.id)
    )
    return list(db.session.scalars(statement))


def to_enrol(actor: Actor) -> list[Application]:
    """Return the applications whose place is accepted and whom the actor may enrol, by name."""
    statement = (
        scope("application.enrol", actor)
        .join(Person, Person.id == Application.person_id)
        .where(Application.stage == Stage.ACCEPTED.value)
        .options(joinedload(Application.person), joinedload(Application.intake).joinedload(Intake.cohort))
        .order_by(Person.name, Application.id)
    )
    return list(db.session.scalars(statement))


def interviews_ahead(actor: Actor, on: date, until: date) -> list[Interview]:
    """Return the interviews arranged from one day to another, of applications that the actor may read."""
    readable = scope("application.read", actor).with_only_columns(Application.id)
    statement = (
        select(Interview)
        .where(
            Interview.application_id.in_(readable), Interview.ended_at.is_(None), Interview.held_on.between(on, until)
        )
        .options(
            joinedload(Interview.application).joinedload(Application.person),
            joinedload(Interview.application).joinedload(Application.intake).joinedload(Intake.cohort),
        )
        .order_by(Interview.held_on, Interview.id)
    )
    return list(db.session.scalars(statement))


def intakes_with_news(actor: Actor) -> list[tuple[Intake, int]]:
    """Return the intakes in which applications wait for the actor to take them into the screening, and how many."""
    waiting = scope("application.screen", actor).where(Application.stage == Stage.APPLIED.value).subquery()
    counted = select(waiting.c.intake_id, func.count(waiting.c.id)).group_by(waiting.c.intake_id)
    numbers = {row[0]: int(row[1]) for row in db.session.execute(counted)}
    return [(intake, numbers[intake.id]) for intake in intakes(actor) if intake.id in numbers]


def applications_seen(intake: Intake, actor: Actor) -> list[Application]:
    """Return the applications of the intake that the actor may read, by name."""
    statement: Select[Any] = (
        scope("application.read", actor)
        .join(Person, Person.id == Application.person_id)
        .where(Application.intake_id == intake.id)
        .options(joinedload(Application.person))
        .order_by(Person.name, Application.id)
    )
    return list(db.session.scalars(statement))


def screening(intake: Intake, applications: Sequence[Application], on: date) -> list[Screened]:
    """Judge the prerequisites of many applicants at once, by the same rule as everything else."""
    asked, cohort = requirements_asked(intake), intake.cohort
    people = [each.person_id for each in applications]
    registrations = facts_registrations(people)
    brought = facts_prerequisites({(each, intake.programme_id): cohort.starts_on for each in people}, on)
    found = []
    for application in applications:
        key = (application.person_id, intake.programme_id)
        facts = Facts(
            starts_on=cohort.starts_on,
            ends_on=cohort.ends_on,
            registrations=registrations.get(key, ()),
            prerequisites=brought.get(key, ()),
        )
        found.append(Screened(application, _judged(asked, facts, on)))
    return found


def _judged(asked: Sequence[Requirement], facts: Facts, on: date) -> tuple[Finding, ...]:
    """Judge what falls due by application or enrolment as due: its stage is reached, whatever the day of the course's start."""
    now = {each.key: each for each in evaluate(asked, facts, on)}
    stages = {DueBy.APPLICATION, DueBy.ENROLMENT}
    due = [each for each in asked if isinstance(each, Prerequisite) and each.due_by in stages]
    now |= {each.key: each for each in evaluate(due, facts, max(on, facts.starts_on))}
    return tuple(now[each.key] for each in asked)


def undecided(application: Application, on: date) -> list[Requirement]:
    """Return what falls due by application or enrolment and is neither met nor accepted by a person.

    Somebody who is short of it is no automatic no (domain, section 1): whoever enrols them decides it, and says so.
    """
    intake = application.intake
    asked = {
        each.key: each for each in requirements_asked(intake) if each.due_by in {DueBy.APPLICATION, DueBy.ENROLMENT}
    }
    (screened,) = screening(intake, [application], on)
    return [
        asked[finding.key]
        for finding in screened.findings
        if finding.key in asked and verdict_of(finding) is not Verdict.MET
    ]


def requirements_asked(intake: Intake) -> tuple[Requirement, ...]:
    """Return what the cohort's version asks people to bring along, in its order."""
    return prerequisites_asked(definition_of_cohort(intake.cohort_id))


def course_of_applicant(person_id: int, programme_id: int, _on: date) -> Course | None:
    """Return the course that somebody applies for on the programme: the latest that has not ended for them."""
    over = (Stage.NOT_OFFERED.value, Stage.OFFER_DECLINED.value)
    statement = (
        select(Cohort)
        .join(Intake, Intake.cohort_id == Cohort.id)
        .join(Application, Application.intake_id == Intake.id)
        .where(
            Application.person_id == person_id,
            Application.programme_id == programme_id,
            (Application.stage.is_(None)) | (Application.stage.not_in(over)),
        )
        .order_by(Cohort.starts_on.desc())
        .limit(1)
    )
    cohort = db.session.scalar(statement)
    return None if cohort is None else Course(cohort.starts_on, cohort.ends_on, definition_of_cohort(cohort.id))
