"""Real rows of selection, made by the verbs themselves; added and flushed, never committed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.factories.cohorts import make_cohort
from tests.factories.people import give_role, make_person, make_programme
from trainee_app.access import Actor
from trainee_app.admissions import queries, services
from trainee_app.admissions.models import Application, Intake, Interview, Offer, SelectionDecision
from trainee_app.admissions.rules import (
    Answers,
    DecisionDraft,
    IntakeDraft,
    InterviewDraft,
    Outcome,
)
from trainee_app.cohorts.models import Cohort
from trainee_app.db.tables import new_public_id
from trainee_app.people.models import Person
from trainee_app.people.rules import Role
from trainee_app.programmes.models import Programme

ON = date(2026, 11, 2)
AT = datetime(2026, 11, 2, 10, tzinfo=UTC)
ANSWERS = Answers("I have worked with babies and their families for years.", "The infant team in which I work.")


def acting(person: Person, on: date = ON) -> Actor:
    """Return the person as somebody who acts, with the second factor shown."""
    return Actor(person.id, on, second_factor=True, confirmed=True)


@dataclass
class Selection:
    """A programme that selects, with its people; each verb brings an application on as people would."""

    programme: Programme
    cohort: Cohort
    intake: Intake
    office: Person
    director: Person
    board: Person
    tutor: Person
    applicant: Person
    on: date = ON
    at: datetime = AT

    def begun(self, person: Person | None = None) -> Application:
        """Begin an application."""
        who = acting(person or self.applicant, self.on)
        return services.begin_application(intake=self.intake, actor=who, on=self.on, at=self.at)

    def applied(self, person: Person | None = None) -> Application:
        """Hand one in."""
        application = self.begun(person)
        who = acting(person or self.applicant, self.on)
        services.hand_in(application=application, answers=ANSWERS, seen="", actor=who, on=self.on, at=self.at)
        return application

    def screened(self, person: Person | None = None) -> Application:
        """Take one into the screening."""
        application = self.applied(person)
        services.take_into_screening(application=application, actor=acting(self.office, self.on), at=self.at)
        return application

    def invited(self, person: Person | None = None, held_on: date | None = None) -> tuple[Application, Interview]:
        """Arrange the interview, by director and tutor."""
        application = self.screened(person)
        draft = InterviewDraft(held_on or self.on, "14:30", "By video", self.director.public_id, self.tutor.public_id)
        interview = services.arrange_interview(
            application=application,
            draft=draft,
            public_id=new_public_id(),
            actor=acting(self.office, self.on),
            on=self.on,
            at=self.at,
        )
        return application, interview

    def scored(self, person: Person | None = None) -> Application:
        """Let both score it."""
        application, interview = self.invited(person)
        for scorer, score in ((self.director, 4), (self.tutor, 3)):
            self.score(interview, scorer, score)
        return application

    def score(self, interview: Interview, scorer: Person, score: int = 4, **more: Any) -> None:
        """Give one score."""
        services.give_score(
            interview=interview,
            score=score,
            note=f"Warm and thoughtful, says {scorer.name}.",
            public_id=new_public_id(),
            actor=acting(scorer, self.on),
            on=more.get("on", self.on),
            at=self.at,
        )

    def proposed(self, application: Application, outcome: Outcome = Outcome.OFFER, **more: Any) -> SelectionDecision:
        """Let the administrator propose a decision."""
        is_offer = outcome is Outcome.OFFER
        draft = DecisionDraft(
            outcome,
            "Both interviewers agree.",
            "We were glad to meet you.",
            more.get("conditions", ""),
            more.get("answer_by", self.on + timedelta(days=14)) if is_offer else None,
        )
        return services.propose_decision(
            application=application,
            draft=draft,
            public_id=new_public_id(),
            actor=acting(self.office, self.on),
            on=self.on,
            at=self.at,
        )

    def decided(self, application: Application, outcome: Outcome = Outcome.OFFER, **more: Any) -> None:
        """Let the administrator propose, and the board member agree."""
        decision = self.proposed(application, outcome, **more)
        services.decide(decision=decision, agree=True, actor=acting(self.board, self.on), on=self.on, at=self.at)

    def offered(self, person: Person | None = None, **more: Any) -> tuple[Application, Offer]:
        """Bring an application to its offer."""
        application = self.scored(person)
        self.decided(application, **more)
        offer = queries.standing_offer(application.id)
        assert offer is not None
        return application, offer

    def accepted(self, person: Person | None = None) -> Application:
        """Let the applicant accept."""
        application, offer = self.offered(person)
        who = acting(person or self.applicant, self.on)
        services.answer_offer(offer=offer, accept=True, actor=who, on=self.on, at=self.at)
        return application

    def another(self, name: str = "Sol Winterbourne") -> Person:
        """Somebody else who may apply."""
        person = make_person(name)
        give_role(person, self.programme, Role.APPLICANT)
        return person


def make_selection(on: date = ON, at: datetime = AT, programme: Programme | None = None) -> Selection:
    """Make a programme with an open intake, its office, its deciders, an interviewer and an applicant."""
    programme = programme or make_programme()
    people = {}
    for word, name, role in (
        ("office", "Anna Featherstone", Role.ADMINISTRATOR),
        ("director", "Dora Castlemaine", Role.DIRECTOR),
        ("board", "Boris Lindqvist", Role.BOARD_MEMBER),
        ("tutor", "Tomas Birkenshaw", Role.TUTOR),
        ("applicant", "Priya Applegarth", Role.APPLICANT),
    ):
        people[word] = make_person(name)
        give_role(people[word], programme, role)
    starts_on = on + timedelta(days=330)
    cohort = make_cohort(programme, "Cohort to come", starts_on, starts_on + timedelta(days=546))
    intake = make_intake(cohort, people["office"], on, at)
    return Selection(programme, cohort, intake, **people, on=on, at=at)


def make_intake(cohort: Cohort, office: Person, on: date = ON, at: datetime = AT, **days: int) -> Intake:
    """Open an intake, from 30 days back to 60 days ahead unless `opened` and `closes` say otherwise."""
    draft = IntakeDraft(on - timedelta(days=days.get("opened", 30)), on + timedelta(days=days.get("closes", 60)), 12)
    return services.make_intake(cohort=cohort, draft=draft, actor=acting(office, on), at=at)
