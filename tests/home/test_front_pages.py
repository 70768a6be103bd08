"""What waits for whom, on the front page of each: selection, and a placement's answer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories.admissions import Selection, make_selection
from tests.factories.casework import answer, end, make_agreed_case, make_clinic, make_proposal
from tests.factories.logbook import make_training
from tests.factories.people import saved, sign_in
from tests.factories.teaching import make_date
from trainee_app import clock
from trainee_app.admissions.models import Interview
from trainee_app.cases.models import TrainingCase
from trainee_app.casework.models import CaseProposal
from trainee_app.casework.rules import Part
from trainee_app.db import db
from trainee_app.people.models import Person


@pytest.fixture
def selection(app: Flask) -> Selection:
    with saved(app):
        return make_selection(clock.today("Europe/London"), clock.now())


def front(client: FlaskClient, who: Person) -> str:
    sign_in(client, who)
    return client.get("/").text


def test_a_proposed_decision_waits_on_the_page_of_who_decides(
    app: Flask, client: FlaskClient, selection: Selection
) -> None:
    with saved(app):
        decision = selection.proposed(selection.scored())
    for who in (selection.director, selection.board):
        page = front(client, who)
        assert "One decision about applicants to make" in page
        assert selection.applicant.name in page
        assert f"/decisions/{decision.public_id}" in client.get("/selection").text
    assert "to make" not in front(client, selection.office)
    assert "to-decide" not in client.get("/selection").text


def test_a_director_who_holds_an_interview_is_told_to_score_it(
    app: Flask, client: FlaskClient, selection: Selection
) -> None:
    with saved(app):
        _application, interview = selection.invited()
    assert "One interview to score" in front(client, selection.director)
    assert "to score" not in front(client, selection.board)
    with saved(app):
        selection.score(db.session.get_one(Interview, interview.id), selection.director)
    assert "to score" not in front(client, selection.director)


def test_an_accepted_place_waits_on_the_page_of_the_office_until_it_is_enrolled(
    app: Flask, client: FlaskClient, selection: Selection
) -> None:
    with saved(app):
        application = selection.accepted()
    page = front(client, selection.office)
    assert "One accepted place to enrol" in page
    assert f"/applications/{application.public_id}/enrol" in client.get("/selection").text


def test_a_placement_manager_is_told_of_families_that_wait_for_their_answer(app: Flask, client: FlaskClient) -> None:
    with saved(app):
        clinic = make_clinic()
        proposal = make_proposal(clinic)
    page = front(client, clinic.manager)
    assert "One family proposed waits for your answer" in page
    assert "One notice to read" in page
    assert "Nothing asks for you today" not in page
    with saved(app):
        answer(clinic, db.session.get_one(CaseProposal, proposal.id), Part.PLACEMENT)
    assert "Nothing asks for you today" in front(client, clinic.manager)


def test_a_case_that_ended_today_leaves_nothing_to_come(app: Flask, client: FlaskClient) -> None:
    with saved(app):
        clinic = make_clinic()
        case = make_agreed_case(clinic)
        code, trainee = case.code, clinic.training.trainee.public_id
        marta = clinic.training.trainee.person
    assert f"{code}" in front(client, marta)
    assert "30 sessions left" in client.get("/").text
    with saved(app):
        today = clock.today("Europe/London")
        end(clinic, db.session.get_one(TrainingCase, case.id), today, at=clock.now())
    page = front(client, marta)
    assert "sessions left" not in page
    assert "No case open" in page
    sign_in(client, clinic.training.supervisor)
    before = client.get(f"/trainees/{trainee}/before-supervision").text
    assert "Ended" in before
    assert "Next to sign off" not in before
    assert "Sessions left" not in before


def test_the_office_sees_the_dates_ahead(app: Flask, client: FlaskClient, selection: Selection) -> None:
    with saved(app):
        training = make_training(selection.programme)
        week, later = (selection.on + timedelta(days=days) for days in (7, 60))
        teaching = make_date(training, held_on=week, title="Ghosts in the nursery")
        make_date(training, held_on=later, title="Much later")
        selection.invited(held_on=selection.on + timedelta(days=3))
    page = front(client, selection.office)
    assert "Dates ahead" in page
    assert page.index(f"Interview with {selection.applicant.name}") < page.index("Ghosts in the nursery")
    assert f"/teaching/{teaching.public_id}" in page
    assert "Much later" not in page
    assert "Dates ahead" not in front(client, selection.board)
