"""One record for all tests of this folder that only lay raw hands on it and take them off again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask

from tests.conftest import dispose
from tests.history import worlds
from tests.history.strokes import Past, everything
from tests.history.worlds import Record, make_record
from trainee_app.app import create_app
from trainee_app.db import db
from trainee_app.db.edge import unit_of_work


@pytest.fixture(scope="module")
def kept(copies) -> Iterator[tuple[Flask, Record]]:
    """An application and its record, on a database that no test changes for good."""
    with copies() as database:
        app = create_app(database.settings())
        with app.app_context():
            record = make_record()
        yield app, record
        dispose(app)


@pytest.fixture(scope="module")
def remembered(copies) -> Iterator[tuple[Flask, list[Past]]]:
    """The same, with all that the database held after each act that made it."""
    pasts: list[Past] = []

    @contextmanager
    def noted() -> Iterator[None]:
        with unit_of_work():
            yield
        pasts.append(everything(db.session.connection()))
        db.session.rollback()

    with copies() as database, pytest.MonkeyPatch.context() as patch:
        app = create_app(database.settings())
        patch.setattr(worlds, "unit_of_work", noted)
        with app.app_context():
            make_record()
        yield app, pasts
        dispose(app)
