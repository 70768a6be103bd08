"""A training whose months are printed."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine

from tests.factories.logbook import content, make_entry, make_signed_entry, make_training
from tests.factories.people import saved, sign_in

NOW = "2026-11-04 10:00:00+00:00"


@pytest.fixture
def world(app):
    """Three entries of November, two of them signed, and one of October that waits."""
    with time_machine.travel(NOW, tick=False):
        with saved(app):
            made = make_training()
            make_signed_entry(made, content(minutes=50))
            make_signed_entry(made, content(minutes=75, worked_on=date(2026, 11, 2)))
            make_entry(made, content(minutes=40, worked_on=date(2026, 11, 1), note="=1+1"))
            make_entry(made, content(minutes=60, worked_on=date(2026, 10, 28)))
        yield made


@pytest.fixture
def trainee(client, world):
    """Marta's browser."""
    sign_in(client, world.trainee.person)
    return client
