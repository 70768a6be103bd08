"""The stage of the matrix: the application on the world, made once per worker and engine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import SHARED, Database, Server
from tests.matrix.asking import Stage, close
from tests.matrix.building import build_world
from tests.matrix.telling import ASKED
from trainee_app.app import create_app
from trainee_app.logbook.queries import awaiting


@pytest.fixture(scope="session")
def stage(server: Server, worker_id: str) -> Iterator[Stage]:
    """The application on a copy of the world; a request that changes it gets the next one a new copy."""
    name, original = f"matrix_{worker_id}", f"matrix_{worker_id}_original"
    folder = Path(os.environ[SHARED]) / f"{type(server).__name__}_{name}"
    # A worker that is handed tests of the other engine in between makes its stage a second time.
    folder.mkdir(exist_ok=True)
    making = create_app(Database(server.copy(original), folder).settings())
    world = build_world(making)
    close(making)
    # Nobody has to confirm again, however long the run takes: tests/people shows when they must.
    app = create_app(Database(server.copy(name, original), folder).settings(reauthentication_minutes=600))
    app.config["WTF_CSRF_ENABLED"] = False

    def renew() -> None:
        close(app)
        server.copy(name, original)

    yield Stage(app, world, renew)
    close(app)
    server.drop(name)
    server.drop(original)


@pytest.fixture(autouse=True)
def _nothing_is_kept_from_before(request: pytest.FixtureRequest) -> None:
    """Where a guard is taken away, what is asked is put together anew: the statement of before would hold it still."""
    if "monkeypatch" in request.fixturenames:
        patch = request.getfixturevalue("monkeypatch")
        for kept in ("_awaiting", "_to_sign"):
            patch.setattr(awaiting, kept, getattr(awaiting, kept).__wrapped__)


@pytest.fixture(autouse=True)
def _count_requests(request: pytest.FixtureRequest) -> Iterator[None]:
    """Note with each test how much it has asked."""
    asked = request.getfixturevalue("stage") if "stage" in request.fixturenames else None
    before = asked.requests if asked else 0
    yield
    if asked:
        request.node.user_properties.append((ASKED, asked.requests - before))
