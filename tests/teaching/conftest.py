"""A cohort of three with their tutor, in a session or behind the pages."""

from __future__ import annotations

import pytest
import time_machine

from tests.factories.logbook import make_training
from tests.factories.people import saved, sign_in, signed_in
from tests.factories.supervision import make_group

NOW = "2026-11-04 10:00:00+00:00"


@pytest.fixture
def training(session):
    return make_training()


@pytest.fixture
def world(app):
    with time_machine.travel(NOW, tick=False):
        with saved(app):
            made = make_group()
        yield made


@pytest.fixture
def tutor(client, world):
    """Anna Fenn's browser; she has shown within minutes that it is she."""
    return signed_in(client, world.training.tutor)


@pytest.fixture
def office(client, world):
    """The administrator's browser."""
    sign_in(client, world.training.administrator)
    return client
