"""Two at once, with real threads and real transactions: one case from two answers, and nothing between the two."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.factories.casework import (
    OPENED_ON,
    draft,
    end,
    make_agreed_case,
    make_clinic,
    make_proposal,
    make_session,
    sign_off,
)
from tests.factories.logbook import AT, WORKED_ON, acting
from tests.factories.people import saved
from tests.volumes import volume
from trainee_app.access import Actor
from trainee_app.cases.models import TrainingCase
from trainee_app.casework import services
from trainee_app.casework.models import CaseAnswer, CasePhase, CaseProposal
from trainee_app.casework.rules import Part, Phase
from trainee_app.cohorts.models import Placement, Trainee
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.logbook.models import LogEntry
from trainee_app.refusals import Refusal

ROUNDS = volume(ci=4, full=40)
TODAY = AT.date()


@pytest.fixture
def clinic(app: Flask):
    with saved(app):
        return make_clinic()


def answering(proposal_id: int, part: Part, actor: Actor, *, agrees: bool = True) -> Callable[[], str]:
    def act() -> str:
        services.answer_proposal(
            proposal=db.session.get_one(CaseProposal, proposal_id), part=part, agrees=agrees,
            words="" if agrees else "Not now.", actor=actor, on=TODAY, at=AT,
        )  # fmt: skip
        return part.value

    return act


def test_two_answers_at_once_make_one_case(app: Flask, at_once, clinic) -> None:
    actors = {Part.PLACEMENT: acting(clinic.manager), Part.SUPERVISOR: acting(clinic.training.supervisor)}
    for made in range(1, ROUNDS + 1):
        with saved(app):
            proposal_id = make_proposal(clinic).id
        results = at_once(*(answering(proposal_id, part, actor) for part, actor in actors.items()))
        assert results == ["placement", "supervisor"]
        with app.app_context():
            numbers = db.session.scalars(select(TrainingCase.number).order_by(TrainingCase.number)).all()
            assert numbers == list(range(1, made + 1))
            assert db.session.get_one(CaseProposal, proposal_id).state == "agreed"
            db.session.rollback()


def test_a_yes_and_a_no_for_one_part_are_one_answer(app: Flask, at_once, clinic) -> None:
    manager, office = acting(clinic.manager), acting(clinic.training.administrator)
    for _ in range(ROUNDS):
        with saved(app):
            proposal_id = make_proposal(clinic).id
        results = at_once(
            answering(proposal_id, Part.PLACEMENT, manager),
            answering(proposal_id, Part.PLACEMENT, office, agrees=False),
        )
        assert sorted(isinstance(each, Refusal) for each in results) == [False, True]
        with app.app_context():
            answers = select(func.count()).select_from(CaseAnswer).where(CaseAnswer.proposal_id == proposal_id)
            assert db.session.scalar(answers) == 1
            db.session.rollback()


def test_a_proposal_sent_twice_at_once_is_one(app: Flask, at_once, clinic) -> None:
    trainee_id, placement_id, actor = clinic.training.trainee.id, clinic.placement.id, clinic.trainee_actor

    def proposing(name: str) -> Callable[[], str]:
        def act() -> str:
            return services.propose_family(
                trainee=db.session.get_one(Trainee, trainee_id), placement=db.session.get_one(Placement, placement_id),
                draft=draft(), actor=actor, on=TODAY, at=AT, public_id=name,
            ).public_id  # fmt: skip

        return act

    for _ in range(ROUNDS):
        name = new_public_id()
        assert at_once(proposing(name), proposing(name)) == [name, name]


def test_an_ending_and_a_session_after_it_do_not_both_come_to_stand(app: Flask, at_once, clinic) -> None:
    for _ in range(ROUNDS):
        with saved(app):
            case_id = make_agreed_case(clinic).id

        def ending(case_id: int = case_id) -> str:
            end(clinic, db.session.get_one(TrainingCase, case_id), WORKED_ON - timedelta(days=1))
            return "ended"

        def logging(case_id: int = case_id) -> str:
            case = db.session.get_one(TrainingCase, case_id)
            make_session(clinic, case, WORKED_ON, signed=False, activity="assessment", minutes=20 + case.number)
            return "logged"

        results = at_once(ending, logging)
        assert sum(isinstance(each, Refusal) for each in results) == 1
        with app.app_context():
            closed_on = db.session.get_one(TrainingCase, case_id).closed_on
            logged = db.session.scalar(select(func.count()).where(LogEntry.case_id == case_id))
            assert (closed_on is None) == (logged == 1)
            db.session.rollback()


def test_a_phase_signed_twice_at_once_is_signed_once(app: Flask, at_once, clinic) -> None:
    for _ in range(ROUNDS):
        with saved(app):
            case = make_agreed_case(clinic)
            case_id = case.id
            make_session(clinic, case, OPENED_ON, minutes=20 + case.number)

        def signing(case_id: int = case_id) -> str:
            sign_off(clinic, db.session.get_one(TrainingCase, case_id), Phase.EARLY, TODAY)
            return "signed"

        results = at_once(signing, signing)
        assert [isinstance(each, Refusal) for each in results].count(True) == 1
        with app.app_context():
            assert db.session.scalar(select(func.count()).where(CasePhase.case_id == case_id)) == 1
            db.session.rollback()
