"""A clinic to work in, in a session or behind the pages."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine

from tests.factories.casework import make_agreed_case, make_clinic, make_proposal, make_session
from tests.factories.people import saved, sign_in, signed_in
from trainee_app.cases.models import TrainingCase
from trainee_app.db import db

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


@pytest.fixture
def marta(client, world):
    """The trainee's browser."""
    sign_in(client, world.training.trainee.person)
    return client


@pytest.fixture
def rees(app, world):
    """The supervisor's browser; she has shown within minutes that it is she."""
    client = app.test_client()
    return signed_in(client, world.training.supervisor)


@pytest.fixture
def browser_of(app):
    def browse(person):
        client = app.test_client()
        sign_in(client, person)
        return client

    return browse


@pytest.fixture
def proposal(app, world) -> str:
    with saved(app):
        return make_proposal(world).public_id


@pytest.fixture
def case(app, world) -> TrainingCase:
    with saved(app):
        made = make_agreed_case(world)
        make_session(world, made, date(2026, 3, 9))
        db.session.refresh(made)
        db.session.expunge(made)
        return made
