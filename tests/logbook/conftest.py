"""A training to work with, in a session or behind the pages."""

from __future__ import annotations

import pytest
import time_machine

from tests.factories.logbook import make_training
from tests.factories.people import saved, sign_in, signed_in

NOW = "2026-11-04 10:00:00+00:00"


@pytest.fixture
def training(session):
    return make_training()


@pytest.fixture
def world(app):
    with time_machine.travel(NOW, tick=False):
        with saved(app):
            made = make_training()
        yield made


@pytest.fixture
def trainee(client, world):
    """Marta's browser."""
    sign_in(client, world.trainee.person)
    return client


@pytest.fixture
def supervisor(client, world):
    """Dr Rees's browser; she has shown within minutes that it is she."""
    return signed_in(client, world.supervisor)
