"""A published version in plain English, for everybody with a role on the programme and nobody else."""

from __future__ import annotations

import pytest
import time_machine

from tests.factories.cohorts import make_cohort, make_trainee, make_version
from tests.factories.people import confirm, give_role, make_person, make_programme, saved, sign_in
from trainee_app.people.rules import Role

TODAY = "2026-11-03 10:00:00+00:00"


class World:
    """Marta is a trainee, Ines keeps the office; Elsa has a role on another programme."""

    def __init__(self) -> None:
        self.programme = make_programme()
        self.elsewhere = make_programme("quay", "Quayside psychotherapy")
        self.cohort = make_cohort(self.programme)
        self.ellison, self.ines, self.elsa = make_person("Marta Ellison"), make_person("Ines"), make_person("Elsa")
        give_role(self.ellison, self.programme, Role.TRAINEE)
        give_role(self.ines, self.programme, Role.ADMINISTRATOR)
        give_role(self.elsa, self.elsewhere, Role.TRAINEE)
        make_version(self.elsewhere)
        self.marta = make_trainee(self.cohort, self.ellison)
        self.page = f"/programmes/{self.programme.public_id}/versions/1/in-words"
        self.standing = f"/trainees/{self.marta.public_id}/standing"


@pytest.fixture
def world(app):
    with time_machine.travel(TODAY, tick=False), saved(app):
        made = World()
    with time_machine.travel(TODAY, tick=False):
        yield made


def test_a_trainee_reads_what_is_asked_and_why_and_what_is_still_to_be_confirmed(client, world) -> None:
    sign_in(client, world.ellison)
    page = client.get(world.page).text
    assert "At least 60 h of supervision." in page
    assert "Why: Supervision is intensive and ongoing" in page
    assert (
        "To be confirmed by the course</span> Intensive, ongoing supervision is published, its hours are not." in page
    )
    assert "Published</span> The training takes 18 months." in page
    assert "The course has still to confirm 13 of 23 figures and rules" in page


def test_a_standing_leads_to_the_rules_by_which_it_was_judged(client, world) -> None:
    sign_in(client, world.ellison)
    assert f'href="{world.page}"' in client.get(world.standing).text


def test_the_office_finds_the_way_back_to_the_version_and_a_trainee_is_not_offered_it(client, world) -> None:
    sign_in(client, world.ellison)
    assert '/versions/1"' not in client.get(world.page).text
    sign_in(client, world.ines)
    confirm(client)
    assert '/versions/1"' in client.get(world.page).text


def test_a_version_that_does_not_exist_and_a_programme_of_others_are_not_found(client, world) -> None:
    sign_in(client, world.ellison)
    assert client.get(world.page.replace("/1/", "/2/")).status_code == 404
    sign_in(client, world.elsa)
    assert client.get(world.page).status_code == 404
