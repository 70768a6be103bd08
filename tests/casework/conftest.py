"""A clinic to work in, in a session or behind the pages."""

from __future__ import annotations

import pytest
import time_machine

from tests.factories.casework import make_clinic
from tests.factories.people import saved

NOW = "2026-11-04 10:00:00+00:00"


@pytest.fixture
def clinic(session):
    return make_clinic()


@pytest.fixture
def world(app):
    with time_machine.travel(NOW, tick=False):
        with saved(app):
            made = make_clinic()
        yield made
