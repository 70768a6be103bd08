"""Ground to walk on: one world, made once, and put back as it was before every walk."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import dispose
from tests.databases import SHARED, Database, Server
from tests.logbook.walks.ground import Ground, make_people
from trainee_app.app import create_app
from trainee_app.db import db
from trainee_app.db.edge import unit_of_work


@pytest.fixture(scope="module")
def ground_anew(server: Server, worker_id: str) -> Iterator[Callable[[], Ground]]:
    """Give the application as it is before a walk; its context is open."""
    original, name = f"{worker_id}_unwalked", f"{worker_id}_walked"
    folder = Path(os.environ[SHARED]) / f"{type(server).__name__}_{name}"
    folder.mkdir(exist_ok=True)
    making = create_app(Database(server.copy(original), folder).settings())
    with making.app_context(), unit_of_work():
        people = make_people()
    dispose(making)
    app = create_app(Database(server.copy(name, original), folder).settings())
    noted: Path = app.config["CHECKPOINT_PATH"]

    def renew() -> Ground:
        db.session.remove()
        db.engine.dispose()
        server.copy(name, original)
        noted.unlink(missing_ok=True)
        return Ground(people)

    with app.app_context():
        yield renew
    dispose(app)
    server.drop(name)
    server.drop(original)
