"""A copy that lacks what protects the record serves nobody, and says what to do."""

from __future__ import annotations

import gc
import logging
import re
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from flask import Flask
from sqlalchemy import text

from tests.databases import Database
from trainee_app import wiring
from trainee_app.app import create_app
from trainee_app.db import db
from trainee_app.db.guards import missing_guards, standing_guards
from trainee_app.web import gunicorn, serving

_PROJECT = Path(__file__).resolve().parents[2]
_SECONDS = 30
PRODUCTION: dict[str, Any] = {"environment": "production", "base_url": "https://record.example.org"}
MakeApp = Callable[..., Flask]

_PERSON = text(
    "INSERT INTO person (public_id, name, email, recorded_at) VALUES ('p', 'Marta', :email, '2027-03-03 09:00:00')"
)


def _run(app: Flask, *statements: Any, **values: str) -> None:
    with app.app_context():
        for statement in statements:
            db.session.execute(text(statement) if isinstance(statement, str) else statement, values)
        db.session.commit()
        db.session.remove()


def _drop(app: Flask, trigger: str, table: str) -> None:
    with app.app_context():
        on = f" ON {table}" if db.engine.dialect.name == "postgresql" else ""
    _run(app, f"DROP TRIGGER {trigger}{on}")


def _switch_off(app: Flask, trigger: str, table: str) -> None:
    """The least that takes a trigger's force: PostgreSQL can switch it off, SQLite only forget it."""
    with app.app_context():
        on_postgresql = db.engine.dialect.name == "postgresql"
    _run(app, f"ALTER TABLE {table} DISABLE TRIGGER {trigger}" if on_postgresql else f"DROP TRIGGER {trigger}")


def test_the_wiring_names_every_trigger_that_stands(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        assert missing_guards(connection, wiring.GUARDS) == []
        standing = standing_guards(connection)
        everywhere = {name for name in wiring.GUARDS if not name.endswith("_is_never_emptied")}
        assert standing == (set(wiring.GUARDS) if connection.dialect.name == "postgresql" else everywhere)
    assert len(set(wiring.GUARDS)) == len(wiring.GUARDS)


def test_a_copy_with_nothing_missing_serves(make_app: MakeApp) -> None:
    app = make_app(**PRODUCTION)
    assert serving.hindrances(app) == ()
    assert app.test_client().get("/healthz").json == {"status": "ok"}


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ({"secret_key": "short"}, "SECRET_KEY is missing or too short"),
        ({"trail_key": "short"}, "TRAIL_KEY is missing or too short"),
        ({"trail_key": "secret of the tests, longer than needed"}, "TRAIL_KEY equals SECRET_KEY"),
        ({"base_url": ""}, "BASE_URL is missing or not https"),
        ({"base_url": "http://record.example.org"}, "BASE_URL is missing or not https"),
        ({"debug": True}, "FLASK_DEBUG is on"),
        ({"demo": True}, "DEMO is on"),
        ({"clock_offset_days": 1}, "CLOCK_OFFSET_DAYS is set"),
        ({"require_second_factor": False}, "REQUIRE_SECOND_FACTOR is off"),
    ],
)
def test_a_setting_that_endangers_people_is_refused_with_a_line_that_names_it(
    make_app: MakeApp, setting: dict[str, Any], words: str
) -> None:
    (line,) = serving.hindrances(make_app(**{**PRODUCTION, **setting}))
    assert words in line
    assert line.endswith(".")


@pytest.mark.parametrize("guard", ["trail_line_never_changes", "log_entry_stands_once_signed", "signature_never_goes"])
def test_a_missing_trigger_is_refused_by_its_name(make_app: MakeApp, guard: str) -> None:
    app = make_app(**PRODUCTION)
    _drop(app, guard, guard.split("_never", maxsplit=1)[0].split("_stands", maxsplit=1)[0])
    (line,) = serving.hindrances(app)
    assert guard in line


def test_a_trigger_that_is_switched_off_is_as_good_as_missing(make_app: MakeApp) -> None:
    app = make_app(**PRODUCTION)
    _switch_off(app, "signature_never_changes", "signature")
    assert "signature_never_changes" in serving.hindrances(app)[0]


def test_a_database_behind_its_code_is_refused(make_app: MakeApp) -> None:
    app = make_app(**PRODUCTION)
    _run(app, "UPDATE alembic_version SET version_num = '0001'")
    assert serving.hindrances(app) == (
        "The database is not up to date: run `flask db upgrade` as the role that owns it.",
    )


@pytest.mark.parametrize("email", ["marta@demo.example", "marta@example.org", "m@somewhere.test"])
def test_invented_people_are_refused_in_production(make_app: MakeApp, email: str) -> None:
    app = make_app(**PRODUCTION)
    _run(app, _PERSON, email=email)
    (line,) = serving.hindrances(app)
    assert line.startswith("People of the demo")


def test_real_people_are_not_taken_for_invented_ones(make_app: MakeApp) -> None:
    app = make_app(**PRODUCTION)
    _run(app, _PERSON, email="marta@an-example.org.uk")
    assert serving.hindrances(app) == ()


@pytest.mark.one_engine
def test_a_database_that_does_not_answer_is_refused(fresh_database: Database) -> None:
    away = replace(fresh_database, url="postgresql://nobody@127.0.0.1:1/nothing")
    (line,) = serving.hindrances(create_app(away.settings(**PRODUCTION)))
    assert line.startswith("The database does not answer")


def test_outside_production_a_trial_is_not_hindered(make_app: MakeApp) -> None:
    app = make_app(demo=True, secret_key="short")
    _drop(app, "signature_never_changes", "signature")
    assert app.test_client().get("/healthz").status_code == 200


def test_a_server_that_did_not_ask_is_stopped_by_the_first_request_until_it_is_mended(
    make_app: MakeApp, caplog: pytest.LogCaptureFixture
) -> None:
    app = make_app(**PRODUCTION)
    with app.app_context():
        newest = str(db.session.scalar(text("SELECT version_num FROM alembic_version")))
    _run(app, "UPDATE alembic_version SET version_num = '0001'")
    client = app.test_client()
    with caplog.at_level(logging.ERROR):
        for ask in (client.get, client.post, client.get):
            answer = ask("/healthz")
            assert answer.status_code == 503
            assert "upgrade" not in answer.text
            assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert caplog.text.count("run `flask db upgrade`") == 1
    _run(app, "UPDATE alembic_version SET version_num = :newest", newest=newest)
    assert client.get("/healthz").status_code == 200


def _gunicorn(database: Database, listener: socket.socket, **environment: str) -> subprocess.Popen[str]:
    bind = ["--bind", f"fd://{listener.fileno()}"]
    return subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "-c", "trainee_app/web/gunicorn.py", *bind, "wsgi:app"],
        cwd=_PROJECT,
        env=database.environment(TRAINEE_ENV="production", BASE_URL="https://record.example.org", **environment),
        pass_fds=[listener.fileno()],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.mark.one_engine
def test_gunicorn_ends_with_the_reasons_before_it_serves(fresh_database: Database, make_app: MakeApp) -> None:
    _drop(make_app(), "signature_never_changes", "signature")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        process = _gunicorn(fresh_database, listener, FLASK_DEBUG="1")
        output, _ = process.communicate(timeout=_SECONDS)
    assert process.returncode == 3
    assert "  - FLASK_DEBUG is on: unset it." in output
    assert "(signature_never_changes)" in output


def test_gunicorn_serves_with_the_settings_of_the_documentation(fresh_database: Database) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        process = _gunicorn(fresh_database, listener)
        try:
            for _ in range(8):
                url = f"http://127.0.0.1:{listener.getsockname()[1]}/healthz"
                with urlopen(url, timeout=_SECONDS) as answer:
                    assert answer.headers["Strict-Transport-Security"]
                    assert answer.status == 200
        finally:
            process.terminate()
            output, _ = process.communicate(timeout=_SECONDS)
    assert "Using worker: gthread" in output
    assert "Traceback" not in output


@pytest.mark.one_engine
def test_every_setting_stands_in_the_operators_guide() -> None:
    read = set(re.findall(r"given(?:\.get\(|, )\"([A-Z][A-Z0-9_]+)\"", (_PROJECT / "config.py").read_text()))
    assert len(read) > 15
    guide = (_PROJECT / "docs/operations.md").read_text()
    assert {name for name in read if f"`{name}" not in guide} == set()


def test_workers_share_what_was_loaded_before_them() -> None:
    assert gc.get_freeze_count() == 0
    try:
        gunicorn.when_ready(None)
        assert gc.get_freeze_count() > 10_000
    finally:
        gc.unfreeze()
