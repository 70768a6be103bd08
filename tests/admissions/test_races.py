"""Two at once, with real threads and real transactions on both engines: one answer, one step, one trainee."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.factories.admissions import Selection, acting, make_selection
from tests.factories.people import saved
from tests.volumes import volume
from trainee_app.admissions import queries, services
from trainee_app.admissions.models import (
    Application,
    ApplicationStep,
    Interview,
    InterviewScore,
    Offer,
    SelectionDecision,
)
from trainee_app.cohorts.models import Trainee
from trainee_app.db import db
from trainee_app.refusals import Conflict

ROUNDS = volume(ci=4, full=40)


@pytest.fixture
def selection(app: Flask) -> Selection:
    with saved(app):
        return make_selection()


def answering(offer_id: int, selection: Selection, who: Any, *, accept: bool = True) -> Callable[[], str]:
    def act() -> str:
        offer = db.session.get_one(Offer, offer_id)
        services.answer_offer(offer=offer, accept=accept, actor=acting(who), on=selection.on, at=selection.at)
        return "accepted" if accept else "declined"

    return act


def steps_to(application_id: int, stage: str) -> int:
    found = select(func.count(ApplicationStep.id)).where(
        ApplicationStep.application_id == application_id, ApplicationStep.stage_after == stage
    )
    return db.session.scalar(found) or 0


def test_an_offer_accepted_twice_at_once_is_accepted_once(app: Flask, at_once, selection: Selection) -> None:
    for number in range(ROUNDS):
        with saved(app):
            person = selection.another(f"Applicant {number}")
            application, offer = selection.offered(person)
        results = at_once(answering(offer.id, selection, person), answering(offer.id, selection, selection.office))
        assert sorted(str(type(each).__name__) for each in results) == ["OfferIsAnswered", "str"]
        with app.app_context():
            assert steps_to(application.id, "accepted") == 1
            assert db.session.get_one(Application, application.id).stage == "accepted"
            db.session.rollback()


def test_an_offer_answered_while_it_is_withdrawn_is_one_of_the_two(app: Flask, at_once, selection: Selection) -> None:
    seen = set()
    for number in range(ROUNDS):
        with saved(app):
            person = selection.another(f"Applicant {number}")
            application, offer = selection.offered(person)

        def withdraw(offer_id: int = offer.id) -> str:
            offer = db.session.get_one(Offer, offer_id)
            services.withdraw_offer(offer=offer, actor=acting(selection.office), at=selection.at)
            return "withdrawn"

        results = at_once(answering(offer.id, selection, person), withdraw)
        assert sum(isinstance(each, Conflict) for each in results) == 1
        with app.app_context():
            stands = db.session.get_one(Offer, offer.id)
            stage = db.session.get_one(Application, application.id).stage
            assert (stands.answer == "accepted", stands.withdrawn_at is not None, stage) in {
                (True, False, "accepted"),
                (False, True, "interview"),
            }
            seen.add(stage)
            db.session.rollback()
    assert seen


def test_enrolled_twice_at_once_is_one_trainee(app: Flask, at_once, selection: Selection) -> None:
    for number in range(ROUNDS):
        with saved(app):
            application = selection.accepted(selection.another(f"Applicant {number}"))

        def enrol(application_id: int = application.id, by: str = "office") -> int:
            trainee = services.enrol_applicant(
                application=db.session.get_one(Application, application_id),
                although=("registration", "experience", "personal_therapy"),
                actor=acting(getattr(selection, by)),
                on=selection.on,
                at=selection.at,
            )
            return trainee.id

        first, second = at_once(enrol, lambda: enrol(by="director"))
        assert first == second
        with app.app_context():
            of_person = select(func.count(Trainee.id)).where(Trainee.person_id == application.person_id)
            assert db.session.scalar(of_person) == 1
            db.session.rollback()


def test_two_who_decide_at_once_decide_once(app: Flask, at_once, selection: Selection) -> None:
    for number in range(ROUNDS):
        with saved(app):
            application = selection.scored(selection.another(f"Applicant {number}"))
            decision = selection.proposed(application)

        def deciding(who: Any, agree: bool, decision_id: int = decision.id) -> Callable[[], bool]:
            def act() -> bool:
                services.decide(
                    decision=db.session.get_one(SelectionDecision, decision_id),
                    agree=agree,
                    actor=acting(who),
                    on=selection.on,
                    at=selection.at,
                )
                return agree

            return act

        results = at_once(deciding(selection.board, agree=True), deciding(selection.director, agree=False))
        assert sum(isinstance(each, services.DecisionIsMade) for each in results) == 1
        with app.app_context():
            offered = queries.standing_offer(application.id) is not None
            assert offered is (True in results)
            db.session.rollback()


def test_both_interviewers_score_at_once(app: Flask, at_once, selection: Selection) -> None:
    with saved(app):
        _, interview = selection.invited()

    def scoring(who: Any, score: int) -> Callable[[], None]:
        def act() -> None:
            selection.score(db.session.get_one(Interview, interview.id), who, score)

        return act

    assert at_once(scoring(selection.director, 5), scoring(selection.tutor, 2)) == [None, None]
    with app.app_context():
        assert set(db.session.scalars(select(InterviewScore.score))) == {5, 2}
        db.session.rollback()
