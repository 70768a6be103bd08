"""A standing tells supervisors, examiners and the board nothing of personal therapy."""

from __future__ import annotations

import pytest

from tests.factories.cohorts import make_agreement, make_cohort, make_trainee
from tests.factories.people import give_role, make_person, make_programme, saved, sign_in
from trainee_app import clock
from trainee_app.people.rules import Role
from trainee_app.readiness.services import rewrite_standings

TITLE, SHORT = "Personal psychoanalytic psychotherapy", "Personal therapy"


@pytest.fixture
def world(app):
    with saved(app):
        programme = make_programme()
        roles = {
            "trainee": (Role.TRAINEE,),
            "supervisor": (Role.SUPERVISOR,),
            "office": (Role.ADMINISTRATOR,),
            "director": (Role.DIRECTOR,),
            "supervising director": (Role.DIRECTOR, Role.SUPERVISOR),
            "examiner": (Role.EXAMINER,),
            "board": (Role.BOARD_MEMBER,),
        }
        people = {word: make_person(f"{word} person") for word in roles}
        for word, held in roles.items():
            for role in held:
                give_role(people[word], programme, role)
        cohort = make_cohort(programme)
        trainee = make_trainee(cohort, people["trainee"])
        make_agreement(trainee, people["supervisor"], cohort.starts_on)
        at = clock.now()
        rewrite_standings(trainee_ids=[trainee.id], on=at.date(), at=at)
        return people, trainee.public_id, cohort.public_id


@pytest.mark.parametrize(
    ("word", "hears"),
    [
        ("trainee", True),
        ("office", True),
        ("director", True),
        ("supervisor", False),
        ("supervising director", False),
        ("examiner", False),
        ("board", False),
    ],
)
def test_only_the_person_and_an_office_that_does_not_supervise_read_of_therapy(client, world, word, hears) -> None:
    people, trainee, cohort = world
    sign_in(client, people[word])
    page = client.get(f"/trainees/{trainee}/standing")
    assert page.status_code == 200
    assert "Professional registration" in page.text
    assert (TITLE in page.text) is hears
    if word not in {"trainee", "supervisor"}:
        page = client.get(f"/cohorts/{cohort}")
        assert page.status_code == 200
        assert "Observation" in page.text
        assert (SHORT in page.text) is hears
