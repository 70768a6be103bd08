"""Breaks, what placements have signed, and "I agree", over HTTP."""

from __future__ import annotations

import pytest
import time_machine
from sqlalchemy import func, select

from tests.factories.cohorts import make_agreement, make_cohort, make_placement, make_trainee
from tests.factories.people import give_role, make_person, make_programme, saved, sign_in
from trainee_app.cohorts.models import AgreementWord, PlacementAgreement, TrainingBreak
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.people.rules import Role

TODAY = "2026-11-03 10:00:00+00:00"
REASON = "Because of her operation"


class World:
    """Marta is supervised by Dr Rees; Ines keeps the office, Dora directs, Paula manages the placement."""

    def __init__(self) -> None:
        self.programme = make_programme()
        self.cohort = make_cohort(self.programme)
        self.ines, self.dora, self.rees = (make_person(name) for name in ("Ines", "Dora Director", "Dr Rees"))
        self.paula, self.ellison = make_person("Paula Manager"), make_person("Marta Ellison")
        self.marta = make_trainee(self.cohort, self.ellison)
        give_role(self.ines, self.programme, Role.ADMINISTRATOR)
        give_role(self.dora, self.programme, Role.DIRECTOR)
        give_role(self.paula, self.programme, Role.PLACEMENT_MANAGER)
        give_role(self.ellison, self.programme, Role.TRAINEE)
        self.agreement = make_agreement(self.marta, self.rees)
        self.placement = make_placement(self.marta)
        self.breaks = f"/trainees/{self.marta.public_id}/breaks"
        self.arrangements = f"/trainees/{self.marta.public_id}/arrangements"
        self.signed = f"/placements/{self.placement.public_id}/agreements"

    def pause(self, **changes: str) -> dict[str, str]:
        usual = {
            "once": new_public_id(),
            "kind": "intermission",
            "starts_on": "2026-12-01",
            "ends_on": "2026-12-31",
            "decider": self.dora.public_id,
            "decided_on": "2026-11-02",
            "reason": REASON,
        }
        return {**usual, **changes}

    def sign(self, **changes: str) -> dict[str, str]:
        usual = {
            "once": new_public_id(),
            "signatory_name": "Ann Lead",
            "signatory_role": "Team lead",
            "agreed_on": "2026-01-01",
            "covers_cases": "y",
            "manager": self.paula.public_id,
            "starts_on": "2026-01-01",
            "ends_on": "",
        }
        return {**usual, **changes}


@pytest.fixture
def world(app):
    with time_machine.travel(TODAY, tick=False), saved(app):
        made = World()
    with time_machine.travel(TODAY, tick=False):
        yield made


@pytest.fixture
def office(client, world):
    """The administrator's browser."""
    sign_in(client, world.ines)
    return client


def count(client, model):
    with client.application.app_context():
        return db.session.scalar(select(func.count()).select_from(model))


def test_the_new_end_is_shown_before_a_break_is_recorded(office, world) -> None:
    fields = world.pause()
    shown = office.post(world.breaks, data={**fields, "decision": "look"})
    assert shown.status_code == 200
    assert "expected to end on 6 May 2027 instead of 5 April 2027" in shown.text
    assert all(value in shown.text for value in (REASON, fields["once"], "Record the break"))
    assert f"{world.marta.public_id}/standing/with-another-end?ends_on=2027-05-06" in shown.text
    assert "What it means for the open cases" in shown.text
    assert "the programme runs to 6 May 2027" in shown.text
    assert count(office, TrainingBreak) == 0
    answers = [office.post(world.breaks, data={**fields, "decision": "record"}) for _time in range(2)]
    assert [answer.location for answer in answers] == [world.breaks, world.breaks]
    assert count(office, TrainingBreak) == 1
    assert "<strong>6 May 2027</strong>; the cohort ends on 5 April 2027" in office.get(world.breaks).text


def test_an_extension_asks_for_the_new_last_day_alone(office, world) -> None:
    fields = world.pause(kind="extension", starts_on="", ends_on="2027-07-01")
    assert "expected to end on 1 July 2027" in office.post(world.breaks, data=fields).text
    office.post(world.breaks, data={**fields, "decision": "record"})
    assert "<strong>1 July 2027</strong>" in office.get(world.breaks).text


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"starts_on": ""}, "Choose the first day away"),
        ({"starts_on": "soon"}, "such as 3/10/2026"),
        ({"ends_on": ""}, "Choose the last day"),
        ({"ends_on": "2026-11-30"}, "The last day is before the first"),
        ({"starts_on": "2025-09-01"}, "before the course begins"),
        ({"starts_on": "2027-04-06", "ends_on": "2027-05-01"}, "choose the extension"),
        ({"kind": "holiday"}, "Choose one of those"),
        ({"kind": "extension", "ends_on": "2027-04-05"}, "not after the expected end"),
        ({"decider": "nobody"}, "Choose one of those"),
        ({"decided_on": "2026-11-04"}, "has been made already"),
        ({"reason": "  "}, "Write why"),
        ({"reason": "x" * 1001}, "Shorten this"),
    ],
)
@pytest.mark.parametrize("decision", ["look", "record"])
def test_what_is_wrong_with_a_break_is_said_and_what_was_typed_is_kept(office, world, change, says, decision) -> None:
    fields = world.pause(**change)
    answer = office.post(world.breaks, data={**fields, "decision": decision})
    assert answer.status_code == 422
    assert says in answer.text
    assert fields["once"] in answer.text
    assert "reason" in change or REASON in answer.text
    assert count(office, TrainingBreak) == 0


def test_days_away_twice_are_refused(office, world) -> None:
    office.post(world.breaks, data=world.pause(starts_on="2026-12-01", ends_on="2026-12-31", decision="record"))
    again = world.pause(starts_on="2026-12-31", ends_on="2027-01-02", decision="record")
    answer = office.post(world.breaks, data=again)
    assert answer.status_code == 422
    assert "recorded already" in answer.text
    assert count(office, TrainingBreak) == 1


def test_the_reason_is_for_directors_alone(office, client, world) -> None:
    office.post(world.breaks, data=world.pause(decision="record"))
    pages = {}
    for who in (world.ines, world.ellison, world.rees, world.dora):
        sign_in(client, who)
        pages[who.name] = client.get(world.breaks).text
    assert all("Intermission" in page for page in pages.values())
    assert {name for name, page in pages.items() if REASON in page} == {"Dora Director"}
    assert {name for name, page in pages.items() if "Take back" in page} == {"Ines", "Dora Director"}


def test_a_break_is_taken_back_once_and_stays_to_be_seen(office, world) -> None:
    office.post(world.breaks, data=world.pause(decision="record"))
    with office.application.app_context():
        name = db.session.scalars(select(TrainingBreak.public_id)).one()
    assert f'href="/breaks/{name}/take-back"' in office.get(world.breaks).text
    asked = office.get(f"/breaks/{name}/take-back").text
    assert "Expected end without it" in asked
    assert "5 April 2027" in asked
    assert "This cannot be undone" in asked
    assert "Moves the end" in office.get(world.breaks).text
    answers = [office.post(f"/breaks/{name}/take-back") for _time in range(2)]
    assert [answer.status_code for answer in answers] == [302, 409]
    assert "already been taken back" in answers[1].text
    page = office.get(world.breaks).text
    assert "Taken back" in page
    assert "<strong>5 April 2027</strong>" in page


def test_both_are_shown_who_has_agreed_and_who_has_not(client, world) -> None:
    address = f"/agreements/{world.agreement.public_id}/agree"
    sign_in(client, world.ines)
    assert "By neither yet" in client.get(world.arrangements).text
    assert client.post(address).status_code == 404
    sign_in(client, world.ellison)
    assert "I agree" in client.get(world.arrangements).text
    for _time in range(2):
        assert "that you agree is recorded" in client.post(address, follow_redirects=True).text
    page = client.get(world.arrangements).text
    assert "By Marta Ellison" in page
    assert "not yet by Dr Rees" in page
    assert "I agree" not in page
    sign_in(client, world.rees)
    client.post(address)
    assert "By both" in client.get(world.arrangements).text
    assert count(client, AgreementWord) == 2


def test_what_was_ended_meanwhile_is_not_agreed_to(client, world) -> None:
    sign_in(client, world.ines)
    client.post(f"/agreements/{world.agreement.public_id}/end", data={"ending": "day", "ends_on": "2026-12-31"})
    sign_in(client, world.ellison)
    assert "I agree" not in client.get(world.arrangements).text
    answer = client.post(f"/agreements/{world.agreement.public_id}/agree")
    assert answer.status_code == 409
    assert "ended since" in answer.text


def test_what_a_placement_has_signed_is_recorded_once(office, world) -> None:
    assert "Nothing recorded" in office.get(world.arrangements).text
    fields = world.sign()
    answers = [office.post(world.signed, data=fields) for _time in range(2)]
    assert [answer.location for answer in answers] == [world.signed, world.signed]
    assert count(office, PlacementAgreement) == 1
    page = office.get(world.signed).text
    assert all(words in page for words in ("Ann Lead, Team lead", 'data-label="Answers here">Paula Manager', "Covered"))
    assert "Covers training cases" in office.get(world.arrangements).text


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"signatory_name": " "}, "Write who signed"),
        ({"signatory_role": ""}, "Write what they are there"),
        ({"agreed_on": "2026-11-04"}, "still to come"),
        ({"agreed_on": "31 June"}, "such as 3/10/2026"),
        ({"ends_on": "2025-12-31"}, "before the first"),
        ({"starts_on": "2024-01-01", "ends_on": "2024-02-01"}, "does not hold on any of these days"),
        ({"manager": "nobody"}, "Choose one of those"),
    ],
)
def test_what_is_wrong_with_a_placements_agreement_is_said_and_kept(office, world, change, says) -> None:
    fields = world.sign(**change)
    answer = office.post(world.signed, data=fields)
    assert answer.status_code == 422
    assert says in answer.text
    assert "signatory_name" in change or "Ann Lead" in answer.text
    assert count(office, PlacementAgreement) == 0


def test_a_placements_agreement_is_ended_once(office, world) -> None:
    name = world.sign()["once"]
    office.post(world.signed, data=world.sign(once=name))
    address = f"/placement-agreements/{name}/end"
    assert "no new one can be agreed there" in office.get(address).text
    assert office.post(address, data={"ending": "day", "ends_on": ""}).status_code == 422
    assert office.post(address, data={"ending": "day", "ends_on": "2026-10-31"}).location == world.signed
    again = office.post(address, data={"ending": "mistake"})
    assert again.status_code == 422
    assert "already been ended" in again.text
    assert "Does not cover" not in office.get(world.arrangements).text


def test_who_answers_for_the_service_reads_its_agreements_and_nothing_else(office, client, world) -> None:
    sign_in(client, world.paula)
    assert client.get(world.signed).status_code == 404
    sign_in(client, world.ines)
    client.post(world.signed, data=world.sign())
    sign_in(client, world.paula)
    page = client.get(world.signed)
    assert page.status_code == 200
    assert "Record an agreement" not in page.text
    assert world.arrangements not in page.text
    assert [client.get(address).status_code for address in (world.arrangements, world.breaks)] == [404, 404]
