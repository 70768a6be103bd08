"""The run itself is watched: nothing is skipped quietly, and no request leaves work behind."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Blueprint, Flask
from sqlalchemy import text

from tests.cleanliness import Watch, watch
from tests.house.project import PROJECT
from trainee_app import wiring
from trainee_app.access import public
from trainee_app.db import db

_SKIPS = """
import pytest

@pytest.mark.skip(reason="it is inconvenient")
def test_something():
    assert True
"""
_SKIPS_WHOLLY = """
import pytest

pytest.importorskip("a_library_that_is_not_there")
"""


def _run(folder: Path, planted: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    (folder / "test_planted.py").write_text(planted)
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-o", f"cache_dir={folder}/cache", *arguments]
    own = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "ALLOW_SKIP"))}
    return subprocess.run(
        [*command, "-c", str(PROJECT / "pyproject.toml"), str(folder)],
        cwd=PROJECT, env={**own, **environment}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_a_skip_is_said_at_the_end(tmp_path: Path) -> None:
    done = _run(tmp_path, _SKIPS)
    assert done.returncode == 0
    assert "LEFT OUT: 1 tests, because it is inconvenient" in done.stdout


def test_where_nothing_may_be_left_out_a_skip_fails(tmp_path: Path) -> None:
    (tmp_path / "test_planted_file.py").write_text(_SKIPS_WHOLLY)
    done = _run(tmp_path, _SKIPS, "--continue-on-collection-errors", ALLOW_SKIP="0")
    assert "2 errors" in done.stdout.splitlines()[-1]
    assert done.stdout.count("nothing may be left out here (ALLOW_SKIP=0)") >= 2


def test_where_nothing_may_be_left_out_neither_may_postgresql(tmp_path: Path) -> None:
    done = _run(tmp_path, _SKIPS, "--no-postgres", ALLOW_SKIP="0")
    assert done.returncode == pytest.ExitCode.USAGE_ERROR


@pytest.fixture
def watched(make_app: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch) -> tuple[Flask, Watch]:
    """An application with three planted pages: one tidies up, one leaves its work, one only reads."""
    room = Blueprint("planted", __name__)

    def page(address: str, statement: str, end: Callable[[], None]) -> None:
        def view() -> str:
            db.session.execute(text(statement))
            end()
            return "done"

        room.add_url_rule(address, address[1:], public("planted by a test")(view))

    page("/commits", "CREATE TABLE planted (id INTEGER)", db.session.commit)
    page("/leaves", "CREATE TABLE left_behind (id INTEGER)", lambda: None)
    page("/rolls-back", "CREATE TABLE undone (id INTEGER)", db.session.rollback)
    page("/reads", "SELECT 1", lambda: None)
    monkeypatch.setattr(wiring, "BLUEPRINTS", (*wiring.BLUEPRINTS, room))
    app = make_app()
    return app, watch(app)


@pytest.mark.parametrize(
    ("address", "has_committed", "is_dirty"),
    [("/commits", True, False), ("/leaves", False, True), ("/rolls-back", False, False), ("/reads", False, False)],
)
def test_a_request_that_leaves_work_behind_is_noticed(
    watched: tuple[Flask, Watch], address: str, has_committed: bool, is_dirty: bool
) -> None:
    app, seen = watched
    assert app.test_client().get(address).text == "done"
    assert seen.has_committed is has_committed
    assert seen.dirty_requests == ([f"GET {address}"] if is_dirty else [])
