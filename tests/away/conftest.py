"""A training whose supervisor has no account, behind the pages."""

from __future__ import annotations

import pytest
import time_machine

from tests.factories.logbook import make_training
from tests.factories.people import give_account, give_role, make_person, saved, signed_in
from trainee_app.people.models import Person
from trainee_app.people.rules import Role

NOW = "2026-11-04 10:00:00+00:00"


@pytest.fixture
def world(app):
    with time_machine.travel(NOW, tick=False) as traveller:
        with saved(app):
            made = make_training()
        app.extensions["traveller"] = traveller
        yield made


@pytest.fixture
def traveller(app, world):
    return app.extensions["traveller"]


@pytest.fixture
def director(app, world) -> Person:
    with saved(app):
        director = make_person("Miriam Imrie")
        give_role(director, world.programme, Role.DIRECTOR)
        give_account(director)
        return director


@pytest.fixture
def office(client, world):
    """The administrator's browser."""
    return signed_in(client, world.administrator)
