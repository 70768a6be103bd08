"""A trainee with a phone in hand, and somebody else of the course."""

from __future__ import annotations

import pytest
import time_machine

from tests.factories.cohorts import make_cohort, make_trainee
from tests.factories.logbook import make_training
from tests.factories.people import give_account, give_role, make_person, saved
from tests.phones.hands import NOW, Phone, World
from trainee_app.people.rules import Role


@pytest.fixture
def world(app):
    with time_machine.travel(NOW, tick=False) as traveller:
        with saved(app):
            training = make_training()
            other = make_trainee(make_cohort(training.programme, "Cohort 2026"), make_person("Jonas Birch"))
            give_role(other.person, training.programme, Role.TRAINEE)
            for person in (training.trainee.person, other.person, training.administrator):
                give_account(person, None)
        yield World(app, training, other, traveller)


@pytest.fixture
def phone(world: World) -> Phone:
    return world.enrol()
