"""A supervisor with three trainees, in a session or behind the pages."""

from __future__ import annotations

import pytest
import time_machine

from tests.factories.people import saved, signed_in
from tests.factories.supervision import make_group

NOW = "2026-11-04 10:00:00+00:00"


@pytest.fixture
def group(session):
    return make_group()


@pytest.fixture
def world(app):
    with time_machine.travel(NOW, tick=False):
        with saved(app):
            made = make_group()
        yield made


@pytest.fixture
def supervisor(client, world):
    """Dr Rees's browser; she has shown within minutes that it is she."""
    return signed_in(client, world.training.supervisor)
