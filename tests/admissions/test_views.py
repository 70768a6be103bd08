"""The pages of selection, as each of the people meets them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories.admissions import Selection, acting, make_selection
from tests.factories.cohorts import make_cohort
from tests.factories.people import saved, sign_in
from trainee_app import clock
from trainee_app.admissions import queries, services
from trainee_app.admissions.models import Application
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.people.models import Person

UNDECIDED = ["registration", "experience", "personal_therapy"]


@pytest.fixture
def selection(app: Flask) -> Selection:
    with saved(app):
        return make_selection(clock.today("Europe/London"), clock.now())


def get(client: FlaskClient, who: Person, address: str, status: int = 200) -> str:
    sign_in(client, who)
    answer = client.get(address)
    assert answer.status_code == status
    return answer.text


def post(client: FlaskClient, who: Person, address: str, status: int = 302, **fields: Any) -> str:
    sign_in(client, who)
    answer = client.post(address, data=fields)
    assert answer.status_code == status
    return answer.text


def stage(app: Flask, public_id: str) -> str | None:
    with app.app_context():
        found = queries.named(Application, public_id)
        assert found is not None
        return found.stage


def seen(page: str) -> str:
    found = re.search(r'name="seen"[^>]*value="([^"]*)"', page)
    assert found is not None
    return found[1]


def test_two_windows_with_an_application_lose_nothing(client: FlaskClient, selection: Selection) -> None:
    who = selection.applicant
    post(client, who, f"/intakes/{selection.intake.public_id}/apply")
    address = "/applications/" + get(client, who, "/").split("/applications/")[1].split('"')[0]
    begun = seen(get(client, who, address))
    post(client, selection.office, address, seen=begun, statement="By the office.", access_to_cases="", decision="save")
    typed: dict[str, Any] = {"statement": "By the applicant.", "access_to_cases": "", "decision": "save"}
    stale = post(client, who, address, 409, seen=begun, **typed)
    assert "saved since your page was shown" in stale
    assert "By the applicant." in stale
    assert "By the office." in stale
    assert "By the office." in get(client, who, address)
    post(client, who, address, seen=seen(stale), **typed)
    assert "By the applicant." in get(client, who, address)


def test_an_offer_accepted_by_two_clicks_is_accepted_and_says_so_twice(
    app: Flask, client: FlaskClient, selection: Selection
) -> None:
    with saved(app):
        application, offer = selection.offered()
    for _ in range(2):
        post(client, selection.applicant, f"/offers/{offer.public_id}", answer="accept")
    assert stage(app, application.public_id) == "accepted"
    post(client, selection.applicant, f"/offers/{offer.public_id}", 409, answer="decline")


def test_an_applicant_begins_saves_and_hands_in(app: Flask, client: FlaskClient, selection: Selection) -> None:
    who = selection.applicant
    assert "Begin the application" in get(client, who, "/")
    post(client, who, f"/intakes/{selection.intake.public_id}/apply")
    post(client, who, f"/intakes/{selection.intake.public_id}/apply")
    page = get(client, who, "/")
    assert "Begun, not handed in" in page
    assert "Why you want to train" in page
    address = "/applications/" + page.split("/applications/")[1].split('"')[0]
    post(client, who, address, statement="So far.", access_to_cases="", decision="save")
    assert "So far." in get(client, who, address)
    shown = seen(get(client, who, address))
    refused = post(client, who, address, 422, seen=shown, statement="So far.", access_to_cases="", decision="hand_in")
    assert "Say where you could see families" in refused
    assert "So far." in refused
    post(client, who, address, seen=shown, statement="Because.", access_to_cases="Not yet.", decision="hand_in")
    assert stage(app, address.rpartition("/")[2]) == "applied"
    post(client, who, address, 409, statement="Other.", access_to_cases="", decision="save")
    assert "The course office reads it next" in get(client, who, "/")


def test_the_office_opens_an_intake_and_records_somebody(app: Flask, client: FlaskClient, selection: Selection) -> None:
    office, on = selection.office, selection.on
    with saved(app):
        cohort = make_cohort(selection.programme, "Another", on + timedelta(days=700), on + timedelta(days=1300))
    assert "Cohorts without an intake" in get(client, office, "/selection")
    days: dict[str, Any] = {"opens_on": on.isoformat(), "closes_on": on.isoformat()}
    assert "how many places" in post(client, office, f"/cohorts/{cohort.public_id}/intake", 422, **days)
    post(client, office, f"/cohorts/{cohort.public_id}/intake", **days, places="8")
    post(client, office, f"/cohorts/{cohort.public_id}/intake", 409, **days, places="9")
    assert "Another" in get(client, office, "/selection")
    address = f"/intakes/{selection.intake.public_id}"
    fields: dict[str, Any] = {
        "opens_on": on.isoformat(),
        "closes_on": (on - timedelta(days=1)).isoformat(),
        "places": "12",
    }
    assert "It closes before it opens" in post(client, office, f"{address}/change", 422, **fields)
    fields["closes_on"] = (on + timedelta(days=5)).isoformat()
    post(client, office, f"{address}/change", **fields)
    once = new_public_id()
    somebody: dict[str, Any] = {"once": once, "name": "Nora Newby", "email": "nora@example.org"}
    post(client, office, f"{address}/applicants/new", **somebody)
    post(client, office, f"{address}/applicants/new", **somebody)
    assert get(client, office, address).count("Nora Newby") == 1
    again: dict[str, Any] = {**somebody, "once": new_public_id()}
    assert "has an application to this intake already" in post(
        client, office, f"{address}/applicants/new", 422, **again
    )


def test_the_screening_shows_each_prerequisite_with_its_sentence_and_therapy_to_the_office_alone(
    app: Flask, client: FlaskClient, selection: Selection
) -> None:
    with saved(app):
        selection.screened()
    address = f"/intakes/{selection.intake.public_id}"
    page = get(client, selection.office, address)
    for words in ("Priya Applegarth", "Missing", "Nothing is recorded", "Personal therapy", "Observation"):
        assert words in page
    page = get(client, selection.board, address)
    assert "Priya Applegarth" in page
    assert "Personal therapy" not in page
    get(client, selection.tutor, address, 404)
    get(client, selection.applicant, address, 404)


def test_the_applicant_reads_what_is_meant_for_them_and_never_a_score(
    app: Flask, client: FlaskClient, selection: Selection
) -> None:
    with saved(app):
        application, _ = selection.offered(conditions="Finish the observation course.")
    address = f"/applications/{application.public_id}"
    own = get(client, selection.applicant, address)
    assert "We were glad to meet you." in own
    assert "Finish the observation course." in own
    for words in ("Both interviewers agree.", "of 5", "Warm and thoughtful", "Decision"):
        assert words not in own
    course = get(client, selection.board, address)
    for words in ("Both interviewers agree.", "4 of 5", "3 of 5", "Warm and thoughtful"):
        assert words in course
    interviewer = get(client, selection.tutor, address)
    assert "Both interviewers agree." not in interviewer
    assert "Personal psychoanalytic" not in interviewer
    other = selection.director
    with saved(app):
        stranger = selection.another()
    get(client, stranger, address, 404)
    assert other.name in interviewer


def test_interview_score_decision_answer_and_enrolment_by_their_pages(
    app: Flask, client: FlaskClient, selection: Selection
) -> None:
    with saved(app):
        application = selection.applied()
    name, on = application.public_id, selection.on
    post(client, selection.office, f"/applications/{name}/screen")
    post(client, selection.office, f"/applications/{name}/screen", 409)
    interview: dict[str, Any] = {
        "once": new_public_id(), "held_on": on.isoformat(), "starts_at": "9.30", "place": "By video",
        "first": selection.director.public_id, "second": selection.director.public_id,
    }  # fmt: skip
    page = post(client, selection.office, f"/applications/{name}/interview", 422, **interview)
    assert "Two different people score an interview" in page
    interview["second"] = selection.tutor.public_id
    post(client, selection.office, f"/applications/{name}/interview", **interview)
    score_page = f"/interviews/{interview['once']}/score"
    get(client, selection.board, score_page, 404)
    assert "Choose a score" in post(client, selection.tutor, score_page, 422, note="Warm.")
    for who in (selection.tutor, selection.director):
        post(client, who, score_page, once=new_public_id(), score="4", note="Warm.")
    post(client, selection.tutor, score_page, 409, once=new_public_id(), score="1", note="Other.")
    _decide_and_enrol(app, client, selection, name)


def _decide_and_enrol(app: Flask, client: FlaskClient, selection: Selection, name: str) -> None:
    on = selection.on
    decision: dict[str, Any] = {
        "once": new_public_id(),
        "outcome": "offer",
        "reason": "Why.",
        "told": "Welcome.",
        "conditions": "",
    }
    assert "Choose the last day" in post(client, selection.office, f"/applications/{name}/decision", 422, **decision)
    decision["answer_by"] = on.isoformat()
    post(client, selection.office, f"/applications/{name}/decision", **decision)
    decide = f"/decisions/{decision['once']}"
    get(client, selection.office, decide, 404)
    post(client, selection.board, decide, verdict="agree")
    post(client, selection.director, decide, 409, verdict="not")
    own = get(client, selection.applicant, f"/applications/{name}")
    offer = "/offers/" + own.split("/offers/")[1].split('"')[0]
    post(client, selection.applicant, offer, answer="accept")
    post(client, selection.applicant, offer, answer="accept")
    assert "was accepted already" in post(client, selection.applicant, offer, 409, answer="decline")
    page = post(client, selection.office, f"/applications/{name}/enrol", 422, although="experience")
    assert "Neither met nor accepted: " in page
    assert re.search(r'<input[^>]*checked[^>]*value="experience"', page)
    assert stage(app, name) == "accepted"
    post(client, selection.office, f"/applications/{name}/enrol", although=UNDECIDED)
    assert stage(app, name) == "enrolled"
    post(client, selection.office, f"/applications/{name}/enrol")


def test_conditions_are_ticked_before_somebody_is_enrolled(
    app: Flask, client: FlaskClient, selection: Selection
) -> None:
    with saved(app):
        application, offer = selection.offered(conditions="Finish the observation course.")
        services.answer_offer(
            offer=offer, accept=True, actor=acting(selection.applicant, selection.on), on=selection.on, at=selection.at
        )
    address = f"/applications/{application.public_id}/enrol"
    assert "Tick this once" in post(client, selection.office, address, 422)
    post(client, selection.office, address, conditions_met="y", although=UNDECIDED)
    assert stage(app, application.public_id) == "enrolled"


def test_an_offer_withdrawn_or_past_its_day_is_a_polite_conflict(
    app: Flask, client: FlaskClient, selection: Selection
) -> None:
    with saved(app):
        _, withdrawn = selection.offered()
        _, lapsed = selection.offered(selection.another())
        db.session.execute(
            db.text("DROP TRIGGER offer_is_answered_once")
            if db.engine.dialect.name == "sqlite"
            else db.text("DROP TRIGGER offer_is_answered_once ON offer")
        )
        lapsed.answer_by = selection.on - timedelta(days=1)
    post(client, selection.office, f"/offers/{withdrawn.public_id}/withdraw")
    page = post(client, selection.applicant, f"/offers/{withdrawn.public_id}", 409, answer="accept")
    assert "has been withdrawn" in page
    page = post(client, selection.office, f"/offers/{lapsed.public_id}", 409, answer="accept")
    assert "could be accepted until" in page
    assert "has passed" in get(client, selection.office, f"/offers/{lapsed.public_id}")


def test_a_place_that_was_accepted_can_be_given_back(app: Flask, client: FlaskClient, selection: Selection) -> None:
    with saved(app):
        application = selection.accepted()
        offer = queries.standing_offer(application.id)
        assert offer is not None
    assert "Give the place back" in get(client, selection.applicant, f"/offers/{offer.public_id}")
    post(client, selection.applicant, f"/offers/{offer.public_id}/give-back")
    assert stage(app, application.public_id) == "offer_declined"
    post(client, selection.applicant, f"/offers/{offer.public_id}/give-back", 409)


def test_the_list_of_intakes_names_interviews_to_score(app: Flask, client: FlaskClient, selection: Selection) -> None:
    with saved(app):
        selection.invited()
    page = get(client, selection.director, "/selection")
    assert "Interviews for you to score" in page
    assert selection.cohort.name in page
    page = get(client, selection.tutor, "/selection")
    assert "Interviews for you to score" in page
    assert "/intakes/" not in page
    get(client, selection.applicant, "/selection", 404)
