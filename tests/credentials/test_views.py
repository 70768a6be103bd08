"""The pages of the registrations over HTTP."""

from __future__ import annotations

import pytest
import time_machine
from sqlalchemy import func, select

from tests.factories.cohorts import make_registration
from tests.factories.people import give_role, make_person, make_programme, saved, sign_in
from trainee_app.credentials.models import Registration
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.people.rules import Role

TODAY = "2026-11-03 10:00:00+00:00"


class World:
    """Two programmes with an office each; Dr Rees supervises on the first, Marta trains there."""

    def __init__(self) -> None:
        self.programme, self.other = make_programme(), make_programme("other", "Another training")
        names = ("Ines", "Dora", "Dr Rees", "Marta Ellison", "Foreign")
        self.office, self.director, self.rees, self.marta, self.foreign = (make_person(name) for name in names)
        give_role(self.office, self.programme, Role.ADMINISTRATOR)
        give_role(self.director, self.programme, Role.DIRECTOR)
        give_role(self.rees, self.programme, Role.SUPERVISOR)
        give_role(self.marta, self.programme, Role.TRAINEE)
        give_role(self.foreign, self.other, Role.ADMINISTRATOR)


@pytest.fixture
def world(app):
    with time_machine.travel(TODAY, tick=False), saved(app):
        made = World()
    with time_machine.travel(TODAY, tick=False):
        yield made


@pytest.fixture
def office(client, world):
    """The administrator's browser."""
    sign_in(client, world.office)
    return client


def fields(**changes: str) -> dict[str, str]:
    usual = {
        "once": new_public_id(),
        "body": "BPC",
        "number": "10234",
        "valid_from": "2026-04-01",
        "valid_until": "2027-03-31",
    }
    return {**usual, **changes}


def address_of(person) -> str:
    return f"/people/{person.public_id}/registrations"


def count(client):
    with client.application.app_context():
        return db.session.scalar(select(func.count()).select_from(Registration))


def test_the_office_records_a_registration_once_and_its_owner_sees_it(office, world) -> None:
    typed = fields()
    answers = [office.post(address_of(world.rees), data=typed, follow_redirects=True) for _time in range(2)]
    assert all("The registration is recorded." in answer.text for answer in answers)
    assert count(office) == 1
    sign_in(office, world.rees)
    page = office.get(address_of(world.rees)).text
    assert "10234" in page
    assert "Your registrations" in page
    assert "Record it" not in page
    assert "/end" not in page


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"body": " "}, "Write which body"),
        ({"number": ""}, "Write the number"),
        ({"number": "x" * 41}, "Shorten this to 40"),
        ({"valid_until": "2026-03-31"}, "before the first"),
        ({"valid_until": ""}, "Choose the last day"),
        ({"valid_from": "1 4 26"}, "such as 3/10/2026"),
        ({"valid_from": "0026-04-01"}, "Look at the year"),
        ({"programme": "nonsense"}, "Choose one of those"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(office, world, change, says) -> None:
    typed = fields(**change)
    answer = office.post(address_of(world.rees), data=typed)
    assert answer.status_code == 422
    assert says in answer.text
    assert typed["once"] in answer.text
    assert all(typed[name] in answer.text for name in ("body", "number") if typed[name].strip())
    assert count(office) == 0


def test_the_same_registration_again_is_refused_at_its_field(office, world) -> None:
    office.post(address_of(world.rees), data=fields())
    answer = office.post(address_of(world.rees), data=fields())
    assert answer.status_code == 422
    assert "already recorded for some of these days" in answer.text
    assert count(office) == 1


def test_nobody_records_their_own_but_the_director_does_it_for_the_administrator(office, world) -> None:
    own = address_of(world.office)
    assert "Record it" not in office.get(own).text
    assert office.post(own, data=fields()).status_code == 404
    sign_in(office, world.director)
    assert office.post(own, data=fields()).status_code == 302
    assert count(office) == 1


def test_a_trainee_sees_their_own_registrations_and_nobody_elses(client, world, app) -> None:
    with saved(app):
        registration = make_registration(world.marta, world.programme)
    sign_in(client, world.marta, second_factor=False)
    assert registration.number in client.get(address_of(world.marta)).text
    assert client.get(address_of(world.rees)).status_code == 404
    assert client.post(address_of(world.marta), data=fields()).status_code == 404
    assert client.post(f"/registrations/{registration.public_id}/end", data={"ending": "mistake"}).status_code == 404


def test_another_programmes_office_finds_nothing_here(client, world, app) -> None:
    with saved(app):
        registration = make_registration(world.rees, world.programme)
    sign_in(client, world.foreign)
    assert client.get(address_of(world.rees)).status_code == 404
    assert client.post(address_of(world.rees), data=fields()).status_code == 404
    assert client.get(f"/registrations/{registration.public_id}/end").status_code == 404
    assert client.post(f"/registrations/{registration.public_id}/end", data={"ending": "mistake"}).status_code == 404


def test_a_person_on_two_programmes_shows_each_office_only_its_own(client, world, app) -> None:
    with saved(app):
        give_role(world.rees, world.other, Role.SUPERVISOR)
        make_registration(world.rees, world.programme, number="ours-1")
        make_registration(world.rees, world.other, number="theirs-2")
    sign_in(client, world.foreign)
    page = client.get(address_of(world.rees)).text
    assert ("theirs-2" in page, "ours-1" in page) == (True, False)
    forged = fields(programme=world.programme.public_id)
    assert client.post(address_of(world.rees), data=forged).status_code == 422
    sign_in(client, world.rees)
    page = client.get(address_of(world.rees)).text
    assert ("theirs-2" in page, "ours-1" in page) == (True, True)


def test_an_administrator_of_two_programmes_says_for_which_it_is(client, world, app) -> None:
    with saved(app):
        give_role(world.rees, world.other, Role.SUPERVISOR)
        give_role(world.office, world.other, Role.ADMINISTRATOR)
    sign_in(client, world.office)
    assert "Another training" in client.get(address_of(world.rees)).text
    client.post(address_of(world.rees), data=fields(programme=world.programme.public_id))
    with app.app_context():
        assert db.session.scalars(select(Registration)).one().programme_id == world.programme.id


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({}, "Choose one."),
        ({"ending": "early"}, "Choose the last day"),
        ({"ending": "early", "ended_on": "2025-01-01"}, "before it began"),
        ({"ending": "early", "ended_on": "2031-01-01"}, "ends by then anyway"),
        ({"ending": "early", "ended_on": "soon"}, "such as 3/10/2026"),
    ],
)
def test_an_end_that_cannot_be_is_said_at_its_field(office, world, app, typed, says) -> None:
    with saved(app):
        registration = make_registration(world.rees, world.programme)
    answer = office.post(f"/registrations/{registration.public_id}/end", data=typed)
    assert answer.status_code == 422
    assert says in answer.text


def test_a_registration_is_ended_or_taken_back_and_the_list_says_so(office, world, app) -> None:
    with saved(app):
        struck, mistaken = (make_registration(world.rees, world.programme) for _number in range(2))
    assert "Dr Rees" in office.get(f"/registrations/{struck.public_id}/end").text
    office.post(f"/registrations/{struck.public_id}/end", data={"ending": "early", "ended_on": "2026-10-31"})
    office.post(f"/registrations/{mistaken.public_id}/end", data={"ending": "mistake"})
    page = office.get(address_of(world.rees)).text
    assert "31 Oct 2026" in page
    assert "Recorded by mistake" in page
    assert "None of these is valid today (3 November 2026)" in page
    again = office.post(f"/registrations/{struck.public_id}/end", data={"ending": "mistake"})
    assert "already been ended" in again.text
