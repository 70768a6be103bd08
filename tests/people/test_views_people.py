"""The people of a programme: who sees them, who changes what they are to it, and when that takes effect."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.factories.people import (
    PASSWORD,
    confirm,
    give_account,
    give_role,
    make_person,
    make_programme,
    saved,
    sign_in,
)
from tests.people.pages import letters, told, who_asks
from trainee_app import clock
from trainee_app.db import db
from trainee_app.people.models import Person, RoleHeld
from trainee_app.people.rules import Role
from trainee_app.programmes.models import Programme


@pytest.fixture
def programme(app: Flask) -> Programme:
    with saved(app):
        return make_programme()


@pytest.fixture
def anna(app: Flask, programme: Programme) -> Person:
    """The administrator."""
    with saved(app):
        anna = make_person("Anna Okafor", "anna@example.org", PASSWORD)
        give_role(anna, programme, Role.ADMINISTRATOR)
        return anna


@pytest.fixture
def marta(app: Flask, programme: Programme) -> Person:
    with saved(app):
        marta = make_person("Marta Ellison", "marta@example.org", PASSWORD)
        give_role(marta, programme, Role.TRAINEE)
        return marta


@pytest.fixture
def office(client: FlaskClient, anna: Person) -> FlaskClient:
    sign_in(client, anna)
    return client


def invite(client: FlaskClient, on: Programme, /, **typed: str):
    form = {
        "name": "Dr Rees", "email": "rees@example.org", "role": "supervisor",
        "programme": on.public_id, "starts_on": "2026-11-02", "once": "abcdefghij123456",
    }  # fmt: skip
    return client.post("/people/new", data={**form, **typed})


def roles_of(app: Flask, person_id: int) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(RoleHeld.role).where(RoleHeld.person_id == person_id)))


def number_of_people(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Person)) or 0


def test_an_administrator_invites_somebody_with_a_role(app, office, programme) -> None:
    answer = invite(office, programme)
    assert answer.status_code == 303
    page = office.get(answer.location)
    assert "an invitation is on its way" in page.text
    assert "Supervisor" in page.text
    (letter,) = letters(app)
    assert letter.to == "rees@example.org"
    assert {"PersonRecorded", "RoleGranted", "PersonInvited"} <= set(told(app))


def test_an_address_known_here_adds_a_role_to_the_person_instead_of_a_second_person(
    app, office, programme, marta
) -> None:
    before = number_of_people(app)
    answer = invite(office, programme, name="M. Ellison", email=" Marta@Example.org ", role="tutor")
    assert answer.location == f"/people/{marta.public_id}"
    assert number_of_people(app) == before
    assert "The name stays Marta Ellison" in office.get(answer.location).text
    assert roles_of(app, marta.id) == ["trainee", "tutor"]
    assert [each.subject for each in letters(app)] == ["You are tutor on Parent-infant psychotherapy"]


def test_sending_the_form_twice_makes_one_person(app, office, programme) -> None:
    first, second = invite(office, programme), invite(office, programme)
    assert first.location == second.location
    assert len(letters(app)) == 1


def test_somebody_without_an_address_is_recorded_and_signs_on_paper(app, office, programme) -> None:
    answer = invite(office, programme, email="")
    assert "signs on paper" in office.get(answer.location).text
    assert letters(app) == []


@pytest.mark.parametrize(
    ("typed", "at_field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"email": "rees at example"}, "email"),
        ({"email": "rees@example.org\nBcc: x@example.org"}, "email"),
        ({"starts_on": "yesterday"}, "starts_on"),
        ({"starts_on": ""}, "starts_on"),
        ({"ends_on": "2026-11-01"}, "ends_on"),
        ({"role": "king"}, "role"),
        ({"programme": "another"}, "programme"),
    ],
)
def test_what_cannot_be_read_is_told_at_its_field_and_the_rest_is_kept(
    app, office, programme, typed: dict[str, str], at_field: str
) -> None:
    before = number_of_people(app)
    page = invite(office, programme, **typed)
    assert page.status_code == 422
    assert f'id="{at_field}-error"' in page.text
    if at_field != "name":
        assert 'value="Dr Rees"' in page.text
    assert number_of_people(app) == before


def test_nobody_gives_themselves_a_role(app, office, programme, anna) -> None:
    assert invite(office, programme, email="anna@example.org", role="director").status_code == 409
    form = {"role": "director", "programme": programme.public_id, "starts_on": "2026-11-02"}
    assert office.post(f"/people/{anna.public_id}/roles", data=form).status_code == 404
    assert roles_of(app, anna.id) == ["administrator"]


def test_nobody_ends_a_role_of_their_own(app, office, anna) -> None:
    with app.app_context():
        held = db.session.scalar(select(RoleHeld.public_id).where(RoleHeld.person_id == anna.id))
    assert office.post(f"/people/roles/{held}/end").status_code == 404
    assert "Nobody changes their own roles" in office.get(f"/people/{anna.public_id}").text


def test_a_role_is_given_and_told_by_mail(app, office, programme, marta) -> None:
    form = {"role": "tutor", "programme": programme.public_id, "starts_on": "2 November 2026"}
    assert office.post(f"/people/{marta.public_id}/roles", data=form).status_code == 303
    assert roles_of(app, marta.id) == ["trainee", "tutor"]
    assert office.post(f"/people/{marta.public_id}/roles", data=form).status_code == 409
    assert len(letters(app)) == 1


def test_a_role_cannot_be_given_on_a_programme_that_is_somebody_else_s(app, office, marta) -> None:
    with saved(app):
        other = make_programme("other", "Another training")
    form = {"role": "tutor", "programme": other.public_id, "starts_on": "2026-11-02"}
    assert office.post(f"/people/{marta.public_id}/roles", data=form).status_code == 422
    assert roles_of(app, marta.id) == ["trainee"]


def end_link(office: FlaskClient, person: Person) -> str:
    found = re.search(r"/people/roles/[\w-]+/end", office.get(f"/people/{person.public_id}").text)
    assert found
    return found[0]


@pytest.mark.parametrize("days_ago", [0, 1, 400])
def test_a_role_that_is_ended_opens_nothing_from_the_next_request_on(
    app, office, programme, marta, days_ago: int
) -> None:
    with saved(app):
        director = make_person("Dora Blum", "dora@example.org", PASSWORD)
        give_role(director, programme, Role.DIRECTOR, starts_on=clock.today() - timedelta(days=days_ago))
    theirs = app.test_client()
    sign_in(theirs, director)
    assert theirs.get("/people").status_code == 200
    link = end_link(office, director)
    assert office.post(link).status_code == 303
    assert theirs.get("/people").status_code == 404
    assert who_asks(theirs) == director.id
    assert office.post(link).status_code == 409


def test_a_role_that_has_not_begun_opens_nothing(app, client, programme) -> None:
    with saved(app):
        later = make_person("Dora Blum")
        give_role(later, programme, Role.DIRECTOR, starts_on=clock.today() + timedelta(days=1))
    sign_in(client, later)
    assert client.get("/people").status_code == 404


def test_people_of_another_programme_are_not_there(app, office, marta) -> None:
    with saved(app):
        other = make_programme("other", "Another training")
        stranger = make_person("Strange Name", "stranger@example.org", PASSWORD)
        give_role(stranger, other, Role.SUPERVISOR)
        give_role(marta, other, Role.TUTOR)
    listed = office.get("/people").text
    assert "Marta Ellison" in listed
    assert "Strange Name" not in listed
    assert "tutor" not in listed
    assert office.get(f"/people/{stranger.public_id}").status_code == 404
    for what in ("invitation", "invitation/revoke", "sessions/end", "second-factor/remove", "roles"):
        confirm(office)
        assert office.post(f"/people/{stranger.public_id}/{what}").status_code == 404


@pytest.mark.parametrize("role", [Role.TRAINEE, Role.SUPERVISOR, Role.TUTOR, Role.EXAMINER, Role.BOARD_MEMBER])
def test_those_who_do_not_run_the_programme_see_no_list(app, client, programme, marta, role: Role) -> None:
    with saved(app):
        somebody = make_person("Somebody Else")
        give_role(somebody, programme, role)
    sign_in(client, somebody)
    assert client.get("/people").status_code == 404
    assert client.get("/people/new").status_code == 404
    assert client.get(f"/people/{marta.public_id}").status_code == 404


def test_a_data_protection_officer_reads_and_changes_nothing(app, client, programme, marta) -> None:
    with saved(app):
        officer = make_person("Dana Privé")
        give_role(officer, programme, Role.DATA_PROTECTION_OFFICER)
    sign_in(client, officer)
    assert "Marta Ellison" in client.get("/people").text
    page = client.get(f"/people/{marta.public_id}").text
    assert "Give another role" not in page
    assert "End now" not in page
    assert client.get("/people/new").status_code == 404
    assert client.post(f"/people/{marta.public_id}/sessions/end").status_code == 404


def test_the_list_finds_by_part_of_a_name_and_takes_signs_literally(app, office, marta) -> None:
    assert "Marta Ellison" in office.get("/people?q=ELLI").text
    assert "Nobody of that name" in office.get("/people?q=%25").text


def test_an_administrator_signs_somebody_out_everywhere(app, office, marta) -> None:
    theirs = app.test_client()
    sign_in(theirs, marta)
    assert office.post(f"/people/{marta.public_id}/sessions/end").status_code == 303
    assert who_asks(theirs) == 0


def test_an_administrator_sends_an_invitation_again_and_revokes_it(app, office, programme) -> None:
    location = invite(office, programme).location
    letters(app)
    assert office.post(f"{location}/invitation").status_code == 303
    assert len(letters(app)) == 1
    assert "good until" in office.get(location).text
    assert office.post(f"{location}/invitation/revoke").status_code == 303
    assert "no invitation is open" in office.get(location).text


def test_whoever_has_an_account_cannot_be_invited_again(app, office, marta) -> None:
    assert office.post(f"/people/{marta.public_id}/invitation").status_code == 409


def test_removing_a_second_factor_asks_again_who_it_is(app, office, marta) -> None:
    page = office.post(f"/people/{marta.public_id}/second-factor/remove")
    assert page.status_code == 401
    confirm(office)
    assert office.post(f"/people/{marta.public_id}/second-factor/remove").status_code == 303
    assert [each.subject for each in letters(app)] == ["Your second factor was removed"]


def test_a_person_s_page_asks_the_database_as_often_for_many_as_for_one(app, office, programme, marta) -> None:
    from sqlalchemy import event

    def statements(path: str) -> int:
        asked: list[str] = []
        with app.app_context():
            engine = db.engine

        def note(_connection, _cursor, statement, *_rest) -> None:
            asked.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        try:
            assert office.get(path).status_code == 200
        finally:
            event.remove(engine, "before_cursor_execute", note)
        return len(asked)

    few = statements("/people")
    with saved(app):
        for number in range(30):
            person = make_person(f"Person {number}")
            give_role(person, programme, Role.TRAINEE)
            give_account(person, None)
    assert statements("/people") == few
