"""A training whose supervisor has no account, behind the pages."""

from __future__ import annotations

import pytest
import time_machine

from tests.factories.logbook import make_training
from tests.factories.people import saved

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
