"""The pages of the cohorts over HTTP: who may, what is kept when something is wrong, what a repeat does."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from sqlalchemy import func, select

from tests.factories.cohorts import (
    make_agreement,
    make_cohort,
    make_placement,
    make_registration,
    make_trainee,
    make_version,
)
from tests.factories.people import give_role, make_person, make_programme, saved, sign_in
from trainee_app.cohorts.models import Cohort, Placement, SupervisionAgreement, Trainee
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.people.models import Person, RoleHeld
from trainee_app.people.rules import Role

TODAY = "2026-11-03 10:00:00+00:00"


class World:
    """Two programmes, each with an office and a cohort; Marta and Dr Rees are on the first."""

    def __init__(self) -> None:
        self.programme, self.other = make_programme(), make_programme("other", "Another training")
        make_version(self.programme)
        self.cohort, self.foreign = make_cohort(self.programme), make_cohort(self.other, "Foreign cohort")
        self.office, self.director, self.rees = (make_person(name) for name in ("Ines", "Dora Director", "Dr Rees"))
        self.ellison, self.alien = make_person("Marta Ellison"), make_person("Stranger")
        self.marta, self.stranger = make_trainee(self.cohort, self.ellison), make_trainee(self.foreign, self.alien)
        self.idris = make_trainee(self.cohort, make_person("Idris Bello"))
        give_role(self.office, self.programme, Role.ADMINISTRATOR)
        give_role(self.director, self.programme, Role.DIRECTOR)
        give_role(self.rees, self.programme, Role.SUPERVISOR)
        give_role(self.ellison, self.programme, Role.TRAINEE)


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


def count(client, model):
    with client.application.app_context():
        return db.session.scalar(select(func.count()).select_from(model))


def only(client, model):
    with client.application.app_context():
        return db.session.scalars(select(model)).one()


def agreement_fields(world, **changes) -> dict[str, str]:
    usual = {
        "agreement-once": new_public_id(),
        "agreement-supervisor": world.rees.public_id,
        "agreement-capacity": "supervisor",
        "agreement-starts_on": "2025-10-01",
        "agreement-ends_on": "",
    }
    return {**usual, **{f"agreement-{name}": value for name, value in changes.items()}}


def test_an_administrator_sees_the_cohorts_of_their_own_programme(office, world) -> None:
    page = office.get("/cohorts").text
    assert "Cohort 2025" in page
    assert "Foreign cohort" not in page


def test_a_cohort_is_made_once_however_often_it_is_sent(office, world) -> None:
    assert 'name="once"' in office.get("/cohorts/new").text
    fields = {"once": new_public_id(), "name": "Cohort 2027", "starts_on": "2027-10-01", "ends_on": "2029-04-05"}
    answers = [office.post("/cohorts/new", data=fields) for _time in range(2)]
    assert answers[0].location == answers[1].location == f"/cohorts/{fields['once']}/people"
    assert count(office, Cohort) == 3
    assert "Nobody is in this cohort yet" in office.get(answers[0].location).text


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"name": ""}, "Give the cohort a name"),
        ({"name": "  \x00 "}, "Give the cohort a name"),
        ({"name": "x" * 121}, "Shorten the name"),
        ({"name": "cohort 2025"}, "a cohort of this name"),
        ({"ends_on": "2027-01-01"}, "must come after the first"),
        ({"ends_on": "soon"}, "such as 3/10/2026"),
        ({"ends_on": "   "}, "Choose the cohort’s last day"),
        ({"starts_on": "0027-10-01"}, "Look at the year"),
        ({"programme": "nonsense"}, "Choose one of those"),
    ],
)
def test_what_is_wrong_with_a_cohort_is_said_and_what_was_typed_is_kept(office, world, change, says) -> None:
    fields = {"once": new_public_id(), "name": "Cohort 2027", "starts_on": "2027-10-01", "ends_on": "2029-04-05"}
    answer = office.post("/cohorts/new", data={**fields, **change})
    assert answer.status_code == 422
    assert says in answer.text
    assert fields["once"] in answer.text
    assert "Cohort 2027" in answer.text or "name" in change
    assert count(office, Cohort) == 2


def test_the_people_page_shows_who_signs_and_which_supervisor_lacks_a_registration(office, world, app) -> None:
    with saved(app):
        anna = make_person("Anna Tutor")
        make_agreement(world.marta, world.rees)
        make_agreement(world.marta, anna, capacity="tutor")
        make_placement(world.marta)
    page = office.get(f"/cohorts/{world.cohort.public_id}/people").text
    assert "Marta Ellison" in page
    assert "Northside Infant Team" in page
    assert page.index("Anna Tutor") < page.index("Dr Rees")
    assert page.count("No valid registration") == 1


def test_the_people_page_is_paged_a_to_z(office, world, app) -> None:
    with saved(app):
        for number in range(60):
            make_trainee(world.cohort, make_person(f"Trainee {number:02}"))
    first = office.get(f"/cohorts/{world.cohort.public_id}/people").text
    assert ("Trainee 47" in first, "Trainee 48" in first) == (True, False)
    address = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    second = office.get(address).text
    assert ("Trainee 47" in second, "Trainee 48" in second, "Trainee 59" in second) == (False, True, True)
    nonsense = ("after=x&id=nonsense", "after=%00&id=1", "after=x&id=-1", f"after=x&id={10**30}", "after=&id=1")
    answers = [office.get(f"/cohorts/{world.cohort.public_id}/people?{each}") for each in nonsense]
    assert [answer.status_code for answer in answers] == [200] * 5


def test_an_address_that_names_nothing_is_not_found(office, world) -> None:
    names = ("%00", "x" * 500, "%F0%9F%8D%BC", "'; --")
    answers = [
        office.get(f"/{what}") for name in names for what in (f"cohorts/{name}/people", f"trainees/{name}/arrangements")
    ]
    assert {answer.status_code for answer in answers} == {404}


def test_somebody_new_is_invited_once_and_becomes_a_trainee(office, world) -> None:
    address = f"/cohorts/{world.cohort.public_id}/trainees/new"
    fields = {"once": new_public_id(), "person": "", "name": " Noor  Aziz ", "email": "Noor@Example.org"}
    answers = [office.post(address, data=fields) for _time in range(2)]
    assert answers[0].location == answers[1].location == f"/trainees/{fields['once']}/arrangements"
    with office.application.app_context():
        noor = db.session.scalars(select(Person).where(Person.email == "noor@example.org")).one()
        role = db.session.scalars(select(RoleHeld).where(RoleHeld.person_id == noor.id)).one()
    assert (noor.name, role.role, role.programme_id) == ("Noor Aziz", "trainee", world.programme.id)
    assert role.starts_on == date(2025, 10, 1)
    assert "Noor Aziz" in office.get(answers[0].location).text


def test_somebody_known_by_that_address_stays_the_same_person(office, world) -> None:
    fields = {"once": new_public_id(), "name": "M. Stranger", "email": world.alien.email.upper()}
    answer = office.post(f"/cohorts/{world.cohort.public_id}/trainees/new", data=fields, follow_redirects=True)
    assert "Stranger is in Cohort 2025" in answer.text
    assert "M. Stranger" not in answer.text


def test_somebody_of_the_programme_is_chosen(office, world) -> None:
    address = f"/cohorts/{world.cohort.public_id}/trainees/new"
    assert "Stranger" not in office.get(address).text
    answer = office.post(address, data={"once": new_public_id(), "person": world.director.public_id, "name": ""})
    assert answer.status_code == 302
    assert count(office, Trainee) == 4


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({}, ["Write the name", "Write the e-mail address"]),
        ({"name": "Idris"}, ["Write the e-mail address"]),
        ({"name": "Idris", "email": "not an address"}, ["Look at the address again"]),
        ({"name": "Idris", "email": "x" * 250 + "@example.org"}, ["longer than an e-mail address"]),
        ({"name": "x" * 201, "email": "idris@example.org"}, ["Shorten the name"]),
        ({"person": "director", "name": "Idris"}, ["not both"]),
        ({"person": "marta"}, ["Choose one of those"]),
        ({"person": "office"}, ["Choose one of those"]),
        ({"name": "Marta", "email": "marta"}, ["is a trainee of Cohort 2025 already"]),
        ({"name": "Ines", "email": "office"}, ["Nobody makes themselves a trainee"]),
    ],
)
def test_what_is_wrong_with_a_new_trainee_is_said_and_nothing_is_stored(office, world, fields, says) -> None:
    people = {"director": world.director, "marta": world.ellison, "office": world.office}
    typed = dict(fields)
    if typed.get("person") in people:
        typed["person"] = people[typed["person"]].public_id
    if typed.get("email") in people:
        typed["email"] = people[typed["email"]].email
    before = (count(office, Trainee), count(office, Person), count(office, RoleHeld))
    answer = office.post(f"/cohorts/{world.cohort.public_id}/trainees/new", data={"once": new_public_id(), **typed})
    assert answer.status_code == 422
    for sentence in says:
        assert sentence in answer.text
    assert all(value in answer.text for name, value in typed.items() if name != "person")
    assert (count(office, Trainee), count(office, Person), count(office, RoleHeld)) == before


def test_an_agreement_is_recorded_once_with_a_word_about_the_registration(office, world) -> None:
    address = f"/trainees/{world.marta.public_id}/arrangements"
    fields = agreement_fields(world)
    answers = [office.post(address, data=fields, follow_redirects=True) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert "No registration of Dr Rees that is valid today" in answers[0].text
    agreement = only(office, SupervisionAgreement)
    assert (agreement.public_id, agreement.ends_on) == (fields["agreement-once"], None)


def test_a_registered_supervisor_gets_no_warning(office, world, app) -> None:
    with saved(app):
        make_registration(world.rees, world.programme)
    address = f"/trainees/{world.marta.public_id}/arrangements"
    answer = office.post(address, data=agreement_fields(world), follow_redirects=True)
    assert "The agreement is recorded." in answer.text
    assert "registration of Dr Rees" not in answer.text
    assert "No valid registration" not in answer.text


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"supervisor": ""}, "Choose who signs."),
        ({"supervisor": "marta"}, "Choose one of those"),
        ({"supervisor": "director"}, "Choose one of those"),
        ({"capacity": "owner"}, "Choose one of those"),
        ({"starts_on": ""}, "Choose the first day."),
        ({"starts_on": "31/02/2026"}, "such as 3/10/2026"),
        ({"starts_on": "0026-01-01"}, "Look at the year"),
        ({"starts_on": "2027-04-06"}, "after the cohort’s last day"),
        ({"starts_on": "2026-01-02", "ends_on": "2026-01-01"}, "before the first"),
    ],
)
def test_what_is_wrong_with_an_agreement_is_said_and_the_other_form_stays_empty(office, world, change, says) -> None:
    people = {"marta": world.ellison, "director": world.director}
    typed = {name: people[value].public_id if value in people else value for name, value in change.items()}
    answer = office.post(f"/trainees/{world.marta.public_id}/arrangements", data=agreement_fields(world, **typed))
    assert answer.status_code == 422
    assert says in answer.text
    assert answer.text.count("aria-invalid") == answer.text.count('aria-invalid="true"') > 0
    assert "Write the name of the service" not in answer.text
    assert count(office, SupervisionAgreement) == 0


def test_an_administrator_cannot_name_themselves_by_a_forged_choice(client, world, app) -> None:
    with saved(app):
        give_role(world.office, world.programme, Role.SUPERVISOR)
    sign_in(client, world.office)
    page = client.post(
        f"/trainees/{world.marta.public_id}/arrangements",
        data=agreement_fields(world, supervisor=world.office.public_id),
    )
    assert page.status_code == 422
    assert count(client, SupervisionAgreement) == 0


def test_a_placement_is_recorded_and_one_that_is_wrong_is_not(office, world) -> None:
    address = f"/trainees/{world.marta.public_id}/arrangements"
    fields = {
        "placement-once": new_public_id(),
        "placement-name": "Northside Infant Team",
        "placement-starts_on": "2025-10-01",
    }
    assert office.post(address, data={**fields, "placement-name": " "}).status_code == 422
    assert office.post(address, data=fields).status_code == 302
    assert office.post(address, data=fields).status_code == 302
    again = office.post(address, data={**fields, "placement-once": new_public_id()})
    assert again.status_code == 422
    assert "already recorded" in again.text
    assert "Northside Infant Team" in again.text
    assert only(office, Placement).public_id == fields["placement-once"]


def test_an_agreement_and_a_placement_are_ended(office, world, app) -> None:
    with saved(app):
        agreement, placement = make_agreement(world.marta, world.rees), make_placement(world.marta)
    for address in (f"/agreements/{agreement.public_id}/end", f"/placements/{placement.public_id}/end"):
        assert "Marta Ellison" in office.get(address).text
        for wrong, says in (
            ({"ending": "day", "ends_on": ""}, "Choose the last day."),
            ({"ending": "day", "ends_on": "2025-09-30"}, "Choose a day after the first one"),
            ({"ending": "other", "ends_on": "2026-01-01"}, "Choose one of those"),
        ):
            answer = office.post(address, data=wrong)
            assert answer.status_code == 422
            assert says in answer.text
        assert office.post(address, data={"ending": "day", "ends_on": "2026-06-30"}).status_code == 302
        assert "has already been ended" in office.post(address, data={"ending": "mistake"}).text
    assert only(office, SupervisionAgreement).ends_on == only(office, Placement).ends_on == date(2026, 6, 30)
    assert "30 Jun 2026" in office.get(f"/trainees/{world.marta.public_id}/arrangements").text


def test_what_was_recorded_by_mistake_says_so(office, world, app) -> None:
    with saved(app):
        agreement, placement = make_agreement(world.marta, world.rees), make_placement(world.marta)
    office.post(f"/agreements/{agreement.public_id}/end", data={"ending": "mistake"})
    office.post(f"/placements/{placement.public_id}/end", data={"ending": "mistake"})
    page = office.get(f"/trainees/{world.marta.public_id}/arrangements").text
    assert page.count("Recorded by mistake") == 2
    assert office.get(f"/cohorts/{world.cohort.public_id}/people").text.count("Nobody yet") == 2


def test_a_trainee_reads_their_own_arrangements_and_changes_nothing(client, world, app) -> None:
    with saved(app):
        agreement, placement = make_agreement(world.marta, world.rees), make_placement(world.marta)
    sign_in(client, world.ellison, second_factor=False)
    address = f"/trainees/{world.marta.public_id}/arrangements"
    page = client.get(address)
    assert "Dr Rees" in page.text
    assert "Record the agreement" not in page.text
    refused = [
        client.post(address, data=agreement_fields(world)),
        client.post(f"/agreements/{agreement.public_id}/end", data={"ending": "mistake"}),
        client.post(f"/placements/{placement.public_id}/end", data={"ending": "mistake"}),
        client.get(f"/trainees/{world.stranger.public_id}/arrangements"),
        client.get(f"/trainees/{world.idris.public_id}/arrangements"),
        client.get("/cohorts"),
        client.get("/cohorts/new"),
        client.get(f"/cohorts/{world.cohort.public_id}/people"),
    ]
    assert [answer.status_code for answer in refused] == [404] * 8


def test_an_administrator_who_is_a_trainee_changes_nothing_about_themselves(client, world, app) -> None:
    with saved(app):
        own = make_trainee(world.cohort, world.office)
        agreement = make_agreement(own, world.rees)
    sign_in(client, world.office)
    address = f"/trainees/{own.public_id}/arrangements"
    assert client.get(address).status_code == 200
    assert client.post(address, data=agreement_fields(world)).status_code == 404
    assert client.post(f"/agreements/{agreement.public_id}/end", data={"ending": "mistake"}).status_code == 404


def test_a_supervisor_sees_the_arrangements_of_their_own_trainees_while_they_are_theirs(client, world, app) -> None:
    address = f"/trainees/{world.marta.public_id}/arrangements"
    sign_in(client, world.rees)
    assert client.get(address).status_code == 404
    with saved(app):
        make_agreement(world.marta, world.rees)
    assert "Record the agreement" not in client.get(address).text
    assert client.get(address).status_code == 200
    with time_machine.travel(TODAY, tick=False):
        sign_in(client, world.rees, second_factor=False)
        assert client.get(address).status_code == 404


def test_another_programmes_office_finds_nothing_here(client, world, app) -> None:
    with saved(app):
        foreign_office = make_person("Foreign office")
        give_role(foreign_office, world.other, Role.ADMINISTRATOR)
        agreement, placement = make_agreement(world.marta, world.rees), make_placement(world.marta)
    sign_in(client, foreign_office)
    assert "Cohort 2025" not in client.get("/cohorts").text
    addresses = [
        f"/cohorts/{world.cohort.public_id}/people",
        f"/cohorts/{world.cohort.public_id}/trainees/new",
        f"/trainees/{world.marta.public_id}/arrangements",
        f"/agreements/{agreement.public_id}/end",
        f"/placements/{placement.public_id}/end",
    ]
    assert [client.get(address).status_code for address in addresses] == [404] * 5
    assert [client.post(address, data={"ending": "mistake"}).status_code for address in addresses[1:]] == [404] * 4
    forged = {"once": new_public_id(), "programme": world.programme.public_id, "name": "Cohort 2027"}
    answer = client.post("/cohorts/new", data={**forged, "starts_on": "2027-10-01", "ends_on": "2029-04-05"})
    assert answer.status_code == 422
    assert count(client, Cohort) == 2


def test_without_a_second_factor_the_office_is_closed(client, world) -> None:
    sign_in(client, world.office, second_factor=False)
    addresses = ["/cohorts", "/cohorts/new", f"/cohorts/{world.cohort.public_id}/people"]
    assert [client.get(address).status_code for address in addresses] == [404] * 3


def test_a_used_form_sent_again_for_somebody_else_stores_nothing_of_them(office, world) -> None:
    address = f"/cohorts/{world.cohort.public_id}/trainees/new"
    fields = {"once": new_public_id(), "name": "Noor Aziz", "email": "noor@example.org"}
    assert office.post(address, data=fields).status_code == 302
    before = (count(office, Trainee), count(office, Person), count(office, RoleHeld))
    answer = office.post(address, data={**fields, "name": "Sam Osei", "email": "sam@example.org"})
    assert answer.status_code == 422
    assert "already used for something else" in answer.text
    assert (count(office, Trainee), count(office, Person), count(office, RoleHeld)) == before
