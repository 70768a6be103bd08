"""Every failure ends as a page that says what to do; nothing of what was half done stays."""

from __future__ import annotations

import logging
import re
import sqlite3
from contextlib import closing

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from tests.databases import Database
from tests.web.planted import MakeApp, plant
from trainee_app.db import db, engine
from trainee_app.mail.models import OutboxMessage
from trainee_app.trail.models import TrailLine
from trainee_app.web.application import ReadingPageWrote

_REFERENCE = re.compile(r"Reference <strong[^>]*>([0-9a-f]{8})</strong>")


@pytest.fixture
def planted(make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """An application with planted pages that answers as it does to people: a fault is a page, no exception."""
    plant(monkeypatch)
    app = make_app(environment="development", largest_body_bytes=2_000)
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def browser(planted: Flask) -> FlaskClient:
    return planted.test_client()


def _stored(app: Flask, model: type[OutboxMessage | TrailLine] = OutboxMessage) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_page_that_works_stores_what_it_did(planted: Flask, browser: FlaskClient) -> None:
    assert browser.post("/planted/stores").status_code == 200
    assert browser.post("/planted/publishes").status_code == 200
    assert (_stored(planted), _stored(planted, TrailLine)) == (1, 1)


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("method", "path", "status", "heading"),
    [
        ("GET", "/no-such-page", 404, "Not found"),
        ("GET", "/planted/not_theirs", 404, "Not found"),
        ("GET", "/static/no-such-file", 404, "Not found"),
        ("GET", "/static/../app.py", 404, "Not found"),
        ("DELETE", "/planted/page", 405, "That does not work here"),
        ("POST", "/healthz", 405, "That does not work here"),
        ("POST", "/planted/conflict", 409, "That has changed meanwhile"),
        ("GET", "/planted/fault", 500, "Something went wrong on our side"),
    ],
)
def test_a_failure_is_a_page_that_says_what_to_do(
    browser: FlaskClient, method: str, path: str, status: int, heading: str
) -> None:
    answer = browser.open(path, method=method)
    assert answer.status_code == status
    assert f"<h1>{heading}</h1>" in answer.text
    assert 'href="/"' in answer.text


@pytest.mark.one_engine
def test_who_waited_in_vain_for_other_writers_is_asked_to_send_it_again(
    fresh_database: Database, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(monkeypatch)
    monkeypatch.setattr(engine, "_BUSY_MILLISECONDS", 50)
    app = make_app(environment="development")
    app.config["WTF_CSRF_ENABLED"] = False
    with closing(sqlite3.connect(fresh_database.url.removeprefix("sqlite:///"))) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = app.test_client().post("/planted/stores")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "<h1>Many people are writing at this moment</h1>" in answer.text
    assert _stored(app) == 0
    assert app.test_client().post("/planted/stores").status_code == 200


@pytest.mark.one_engine
def test_what_is_not_theirs_looks_like_what_does_not_exist(browser: FlaskClient) -> None:
    pages = [browser.get(path).text for path in ("/planted/not_theirs", "/no-such-page")]
    assert len({_REFERENCE.sub("", page) for page in pages}) == 1


def test_a_fault_undoes_its_work_and_its_reference_finds_the_log(
    planted: Flask, browser: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        answer = browser.post("/planted/fault")
    assert answer.status_code == 500
    shown = _REFERENCE.search(answer.text)
    assert shown is not None
    (record,) = [record for record in caplog.records if getattr(record, "reference", "") == shown[1]]
    assert record.exc_info is not None
    assert "Marta" not in answer.text
    assert "Traceback" not in answer.text
    assert _stored(planted) == 0


def test_a_refusal_says_its_sentence_and_undoes_its_work(planted: Flask, browser: FlaskClient) -> None:
    answer = browser.post("/planted/refusal")
    assert answer.status_code == 409
    assert "Dr Rees may not sign this: the agreement ended on 3 March 2027." in answer.text
    assert _stored(planted) == 0


def test_a_broken_constraint_is_a_conflict_and_no_fault(planted: Flask, browser: FlaskClient) -> None:
    answer = browser.post("/planted/broken_constraint")
    assert answer.status_code == 409
    assert "outbox" not in answer.text
    assert _stored(planted) == 0
    assert browser.post("/planted/stores").status_code == 200, "the connection is whole again"


@pytest.mark.parametrize("path", ["stores", "publishes"])
def test_a_reading_page_that_writes_is_undone_and_logged(
    planted: Flask, browser: FlaskClient, caplog: pytest.LogCaptureFixture, path: str
) -> None:
    with caplog.at_level(logging.ERROR):
        assert browser.get(f"/planted/{path}").status_code == 200
    assert f"a reading page changed something and was rolled back: planted.{path}" in caplog.text
    assert (_stored(planted), _stored(planted, TrailLine)) == (0, 0)


@pytest.mark.parametrize("path", ["stores", "publishes"])
def test_a_reading_page_that_writes_fails_its_test(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    plant(monkeypatch)
    with pytest.raises(ReadingPageWrote, match=path):
        make_app().test_client().get(f"/planted/{path}")


def test_a_body_that_is_too_large_is_refused_kindly_and_stores_nothing(planted: Flask, browser: FlaskClient) -> None:
    for kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
        answer = browser.post("/planted/stores", data={"comment": "x" * 3_000}, content_type=kind)
        assert answer.status_code == 413
        assert "<h1>That is too large</h1>" in answer.text
    assert _stored(planted) == 0


@pytest.mark.one_engine
def test_a_form_without_its_token_is_refused_with_a_way_on(make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(monkeypatch)
    app = make_app()
    answer = app.test_client().post("/planted/stores")
    assert answer.status_code == 400
    assert "This page had been open too long" in answer.text
    assert "Go back" in answer.text
    assert _stored(app) == 0


@pytest.mark.one_engine
def test_hostile_addresses_are_no_faults(browser: FlaskClient) -> None:
    for path in ("/%00", "/planted/page%0d%0aX-Evil:1", "/" + "a" * 3_000, "/static/%2e%2e/%2e%2e/config.py", "/%ff"):
        answer = browser.get(path)
        assert answer.status_code == 404
        assert "X-Evil" not in answer.headers


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("/sign-in", {"way-email": "marta\0@example.org", "way-password": "no\0thing"}),
        ("/password/forgotten", {"email": "marta\0@example.org"}),
        ("/sign-in?way-on=%00", {"way-email": "marta@example.org", "way-password": "nothing\0"}),
    ],
)
def test_a_character_that_no_database_keeps_is_no_fault(client: FlaskClient, path: str, typed: dict[str, str]) -> None:
    assert client.post(path, data=typed).status_code in {303, 422}


def test_what_people_wrote_does_not_reach_the_log_by_way_of_a_failed_statement(session: Session) -> None:
    with pytest.raises(SQLAlchemyError) as failure:
        session.execute(text("SELECT :note FROM nowhere"), {"note": "Marta was tired"})
    assert "Marta" not in str(failure.value)
