"""The front pages, for whoever comes, and the pages that belong to nobody."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories.cohorts import make_agreement
from tests.factories.logbook import Training, content, make_entry, make_signed_entry, make_training
from tests.factories.people import give_role, make_person, saved, sign_in
from trainee_app import clock
from trainee_app.events import settle
from trainee_app.people.models import Person
from trainee_app.people.rules import Role


def made(app: Flask) -> Training:
    with saved(app):
        training = make_training()
        make_signed_entry(training)
        make_entry(training, content("individual_supervision", 60, worked_on=date(2026, 11, 2)))
        settle()
        training.trainee.person, training.trainee.cohort  # noqa: B018 - read while the session is open
    return training


def test_somebody_who_is_not_signed_in_is_led_to_the_sign_in_page(client: FlaskClient) -> None:
    answer = client.get("/")
    assert answer.status_code == 303
    assert "/sign-in" in answer.headers["Location"]


def test_a_trainee_finds_what_to_do_the_log_and_the_standing(app: Flask, client: FlaskClient) -> None:
    training = made(app)
    sign_in(client, training.trainee.person)
    page = client.get("/").get_data(as_text=True)
    assert "What to do next" in page
    assert "Hours against milestones" in page
    assert "Helen Rees signs client work and supervision" in page
    assert client.get("/standing").headers["Location"].endswith(f"/trainees/{training.trainee.public_id}/standing")


def test_a_trainee_finds_what_the_running_month_still_needs_and_by_when(app: Flask, client: FlaskClient) -> None:
    with saved(app):
        training = make_training()
        today = clock.today("Europe/London")
        at = clock.now()
        make_signed_entry(training, content(worked_on=today), at)
        settle()
        person, public_id = training.trainee.person, training.trainee.public_id
    sign_in(client, person)
    page = client.get("/").get_data(as_text=True)
    assert "Running now" in page
    assert "of client contact" in page
    assert "is 1 h 30 min short; what is held by" in page
    assert f"/trainees/{public_id}/standing#monthly_supervision" in page


def test_a_supervisor_finds_what_waits_and_how_each_trainee_stands(app: Flask, client: FlaskClient) -> None:
    training = made(app)
    sign_in(client, training.supervisor)
    page = client.get("/").get_data(as_text=True)
    assert "One entry waits for you" in page
    assert "Marta Ellison" in page


def test_a_supervisor_without_trainees_is_told_whom_to_ask(app: Flask, client: FlaskClient) -> None:
    training = made(app)
    with saved(app):
        somebody = make_person("Ruth Vance")
        give_role(somebody, training.programme, Role.SUPERVISOR)
    sign_in(client, somebody)
    page = client.get("/").get_data(as_text=True)
    assert "Nothing waits for you" in page
    assert "Marta Ellison" not in page


def test_the_office_finds_its_cohorts_and_who_signs_late(app: Flask, client: FlaskClient) -> None:
    training = made(app)
    sign_in(client, training.administrator)
    page = client.get("/").get_data(as_text=True)
    assert "Cohort 2025" in page
    with app.app_context():
        is_long_ago = clock.today() - date(2026, 11, 4) > timedelta(days=14)
    assert ("unsigned for more than 14 days" in page) is is_long_ago


def test_an_examiner_reads_is_asked_for_nothing_and_not_told_that_all_is_well(app: Flask, client: FlaskClient) -> None:
    training = made(app)
    with saved(app):
        examiner = make_person("Ngaire Tait")
        give_role(examiner, training.programme, Role.EXAMINER)
    sign_in(client, examiner)
    page = client.get("/").get_data(as_text=True)
    assert "What needs doing now" not in page
    assert "Nobody is behind" not in page
    assert "Cohort 2025" in page


def test_the_figures_of_a_front_page_open_to_their_rows(app: Flask, client: FlaskClient) -> None:
    training = made(app)
    trainee = training.trainee.public_id
    sign_in(client, training.supervisor)
    page = client.get("/").get_data(as_text=True)
    assert f'href="/to-sign#trainee-{trainee}"' in page
    assert f'href="/trainees/{trainee}/log"' in page
    sign_in(client, training.administrator)
    assert "?show=" in client.get("/").get_data(as_text=True)


def test_a_former_supervisor_finds_the_log_of_their_own_period(app: Flask, client: FlaskClient) -> None:
    training = made(app)
    with saved(app):
        former = make_person("Judith Marsh")
        give_role(former, training.programme, Role.SUPERVISOR)
        make_agreement(training.trainee, former, starts_on=date(2025, 10, 6), ends_on=date(2026, 2, 22))
    sign_in(client, former)
    page = client.get("/").get_data(as_text=True)
    assert "Whom you supervised before" in page
    assert "until 22 February 2026" in page
    assert client.get(f"/trainees/{training.trainee.public_id}/log").status_code == 200
    sign_in(client, training.supervisor)
    assert "Whom you supervised before" not in client.get("/").get_data(as_text=True)


def test_an_applicant_is_told_when_no_intake_is_open(app: Flask, client: FlaskClient) -> None:
    training = made(app)
    with saved(app):
        applicant = make_person("Dilys Crowe")
        give_role(applicant, training.programme, Role.APPLICANT)
    sign_in(client, applicant)
    page = client.get("/").get_data(as_text=True)
    assert "No intake is open today" in page
    assert "stands in the navigation" not in page


def test_a_persons_page_leads_to_what_is_kept_of_them_as_far_as_one_may_go(app: Flask, client: FlaskClient) -> None:
    training = made(app)
    with saved(app):
        officer = make_person("Ifor Bevan")
        give_role(officer, training.programme, Role.DATA_PROTECTION_OFFICER)
    address, trainee = f"/people/{training.trainee.person.public_id}", training.trainee.public_id
    for somebody, leads in ((training.administrator, True), (officer, False)):
        sign_in(client, somebody)
        page = client.get(address).get_data(as_text=True)
        assert f'href="{address}/history"' in page
        assert f'href="/trainees/{trainee}/history"' in page
        assert (f'href="{address}/registrations"' in page) is leads
        assert (f'href="/trainees/{trainee}/log"' in page) is leads
    sign_in(client, training.trainee.person)
    assert f'href="{address}/registrations"' in client.get("/account").get_data(as_text=True)


def test_somebody_with_several_parts_sees_one_at_a_time(app: Flask, client: FlaskClient) -> None:
    training = made(app)
    with saved(app):
        give_role(training.administrator, training.programme, Role.SUPERVISOR)
    sign_in(client, training.administrator)
    assert "What needs doing now" in client.get("/").get_data(as_text=True)
    supervising = client.get("/?as=supervisor").get_data(as_text=True)
    assert "How yours stand" in supervising
    assert "Your parts" in supervising


def test_somebody_without_a_part_is_told_so(app: Flask, client: FlaskClient) -> None:
    with saved(app):
        somebody: Person = make_person("Nobody Yet")
    sign_in(client, somebody)
    assert "You have no part in a programme at present" in client.get("/").get_data(as_text=True)
    assert client.get("/standing").status_code == 404


@pytest.mark.parametrize("address", ["/concerns", "/privacy", "/components"])
def test_pages_that_belong_to_nobody_are_open_to_all(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 200
