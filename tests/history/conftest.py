"""One record for all tests of this folder that only lay raw hands on it and take them off again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.conftest import dispose
from tests.history.worlds import Record, make_record
from trainee_app.app import create_app


@pytest.fixture(scope="module")
def kept(copies) -> Iterator[tuple[Flask, Record]]:
    """An application and its record, on a database that no test changes for good."""
    with copies() as database:
        app = create_app(database.settings())
        with app.app_context():
            record = make_record()
        yield app, record
        dispose(app)
