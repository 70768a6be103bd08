"""Waivers over HTTP: proposed, decided, shown on the standing by whom and to whom."""

from __future__ import annotations

import pytest
import time_machine
from sqlalchemy import select

from tests.factories.cohorts import make_agreement, make_cohort, make_trainee
from tests.factories.people import give_role, make_person, make_programme, saved, sign_in
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.people.rules import Role
from trainee_app.readiness.models import WaiverRecord

TODAY = "2026-11-03 10:00:00+00:00"
WHY = "Ten years in the same work"


class World:
    """Marta is supervised by Dr Rees; Ines keeps the office, Dora directs."""

    def __init__(self) -> None:
        self.programme = make_programme()
        self.ines, self.dora, self.rees = (make_person(name) for name in ("Ines", "Dora Director", "Dr Rees"))
        self.ellison = make_person("Marta Ellison")
        self.marta = make_trainee(make_cohort(self.programme), self.ellison)
        for person, role in (
            (self.ines, Role.ADMINISTRATOR),
            (self.dora, Role.DIRECTOR),
            (self.ellison, Role.TRAINEE),
        ):
            give_role(person, self.programme, role)
        make_agreement(self.marta, self.rees)
        self.waivers = f"/trainees/{self.marta.public_id}/waivers"
        self.standing = f"/trainees/{self.marta.public_id}/standing"

    def proposed(self, **changes: str) -> dict[str, str]:
        usual = {
            "once": new_public_id(),
            "requirement": "clinical",
            "kind": "equivalence",
            "reason": WHY,
            "evidence": "A letter",
            "conditions": "",
            "expires_on": "2027-02-01",
        }
        return {**usual, **changes}


@pytest.fixture
def world(app):
    with time_machine.travel(TODAY, tick=False), saved(app):
        made = World()
    with time_machine.travel(TODAY, tick=False):
        yield made


def only(client) -> WaiverRecord:
    with client.application.app_context():
        found = db.session.scalars(select(WaiverRecord)).one()
        db.session.expunge_all()
        return found


def test_a_waiver_goes_from_the_office_to_the_director_and_onto_the_standing(client, world) -> None:
    sign_in(client, world.ines)
    fields = world.proposed()
    answers = [client.post(world.waivers, data=fields) for _time in range(2)]
    assert [answer.location for answer in answers] == [world.waivers] * 2
    decide = f"/waivers/{only(client).public_id}/decide"
    assert client.get(decide).status_code == 404
    assert "waived" not in client.get(world.standing).text.lower().split('id="clinical"')[1].split("</summary>")[0]
    sign_in(client, world.dora)
    assert WHY in client.get(decide).text
    assert client.post(decide, data={}).status_code == 422
    assert client.post(decide, data={"decision": "grant"}).location == world.waivers
    late = client.post(decide, data={"decision": "refuse"})
    assert (late.status_code, "This has been decided already" in late.text) == (409, True)
    assert only(client).decision == "granted"
    said = "decided by Dora Director on 3 November 2026; it holds until 1 February 2027."
    for who, reads_why in ((world.dora, True), (world.ellison, True), (world.rees, False)):
        sign_in(client, who)
        page = client.get(world.standing).text
        assert said in page
        assert (world.waivers in page) is reads_why
        assert (client.get(world.waivers).status_code == 200) is reads_why


@pytest.mark.parametrize(("ends_on", "status"), [("2027-09-30", 200), ("soon", 302), ("", 302), ("9999-12-31", 302)])
def test_another_end_is_looked_at_before_anybody_decides(client, world, ends_on, status) -> None:
    sign_in(client, world.dora)
    answer = client.get(f"{world.standing}/with-another-end?ends_on={ends_on}")
    assert answer.status_code == status
    if status == 200:
        assert "If the training ended on 30 September 2027" in answer.text
        assert "Today the expected end is 5 April 2027" in answer.text
        assert "What would change" in answer.text


def test_an_ended_one_is_shown_as_ended_and_ended_once(client, world) -> None:
    sign_in(client, world.ines)
    client.post(world.waivers, data=world.proposed())
    address = f"/waivers/{only(client).public_id}/end"
    assert f'action="{address}"' not in client.get(world.waivers).text
    asked = client.get(address).text
    assert "This cannot be undone" in asked
    assert f'action="{address}"' in asked
    assert [client.post(address).status_code for _time in range(2)] == [302, 409]
    assert "It has ended already" in client.get(address).text
    page = client.get(world.waivers).text
    assert "Ended" in page
    assert "Take it back" not in page


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"requirement": ""}, "Choose the requirement"),
        ({"requirement": "nothing"}, "Choose one of those"),
        ({"kind": "gift"}, "Choose one of those"),
        ({"reason": " "}, "Say why"),
        ({"reason": "x" * 1001}, "Shorten this"),
        ({"evidence": ""}, "Say on what evidence"),
        ({"expires_on": "2026-11-02"}, "That day has passed"),
        ({"expires_on": "soon"}, "such as 3/10/2026"),
    ],
)
def test_what_is_wrong_with_a_proposal_is_said_and_what_was_typed_is_kept(client, world, change, says) -> None:
    sign_in(client, world.ines)
    fields = world.proposed(**change)
    answer = client.post(world.waivers, data=fields)
    assert answer.status_code == 422
    assert says in answer.text
    assert fields["once"] in answer.text
    assert "reason" in change or WHY in answer.text
    with client.application.app_context():
        assert db.session.scalars(select(WaiverRecord)).all() == []


@pytest.mark.parametrize(("expires_on", "is_told"), [("2026-11-03", True), ("2026-12-01", True), ("2026-12-02", False)])
def test_the_office_hears_four_weeks_before_a_waiver_ends(client, world, expires_on, is_told) -> None:
    sign_in(client, world.ines)
    assert client.post(world.waivers, data=world.proposed(expires_on=expires_on)).status_code == 302
    waiver = only(client)
    assert "A waiver for Marta Ellison holds until" not in client.get("/").text
    sign_in(client, world.dora)
    assert client.post(f"/waivers/{waiver.public_id}/decide", data={"decision": "grant"}).status_code == 302
    sign_in(client, world.ines)
    assert ("A waiver for Marta Ellison holds until" in client.get("/").text) is is_told


def test_a_director_with_nothing_to_decide_is_told_so_and_nobody_else_finds_the_page(client, world) -> None:
    sign_in(client, world.dora)
    answer = client.get("/waivers")
    assert answer.status_code == 200
    assert "Nothing to decide" in answer.text
    sign_in(client, world.ines)
    assert client.get("/waivers").status_code == 404
