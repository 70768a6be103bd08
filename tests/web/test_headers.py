"""Headers of every answer, and the log that holds one line for each thing it says."""

from __future__ import annotations

import json
import logging
import re

import pytest
from flask import Flask

from tests.web.planted import MakeApp, plant
from trainee_app.web.logs import JsonLines

pytestmark = pytest.mark.one_engine
_YEAR = 365 * 24 * 3600


@pytest.fixture
def planted(make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> Flask:
    plant(monkeypatch)
    app = make_app(environment="development", base_url="https://record.example.org", largest_body_bytes=2_000)
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/healthz", 200),
        ("HEAD", "/healthz", 200),
        ("OPTIONS", "/healthz", 200),
        ("GET", "/planted/page", 200),
        ("GET", "/planted/elsewhere", 302),
        ("GET", "/no-such-page", 404),
        ("GET", "/static/css/main.css", 200),
        ("GET", "/static/no-such-file", 404),
        ("DELETE", "/planted/page", 405),
        ("POST", "/planted/conflict", 409),
        ("POST", "/planted/stores", 413),
        ("GET", "/planted/fault", 500),
    ],
)
def test_every_answer_tells_the_browser_what_it_may_not_do(planted: Flask, method: str, path: str, status: int) -> None:
    body = {"comment": "x" * 3_000} if status == 413 else None
    with planted.test_client().open(path, method=method, data=body) as answer:
        headers = answer.headers
    assert answer.status_code == status
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Strict-Transport-Security"] == f"max-age={_YEAR}; includeSubDomains"
    is_file = path.startswith("/static/") and status == 200
    assert headers["Cache-Control"] == ("public, max-age=300" if is_file else "no-store")


def test_a_file_named_with_its_content_is_kept_for_a_year(planted: Flask) -> None:
    page = planted.test_client().get("/no-such-page").text
    named = re.search(r'href="(/static/css/main\.css\?v=[0-9a-f]{12})"', page)
    assert named is not None
    with planted.test_client().get(named[1]) as answer:
        assert answer.headers["Cache-Control"] == f"public, max-age={_YEAR}, immutable"


def test_no_page_holds_inline_script_or_style(planted: Flask) -> None:
    page = planted.test_client().get("/no-such-page").text
    assert not re.search(r"<script(?![^>]* src=)|<style|\sstyle=|\son\w+=", page)


def test_nothing_promises_https_where_there_is_none(make_app: MakeApp) -> None:
    assert "Strict-Transport-Security" not in make_app().test_client().get("/healthz").headers


@pytest.mark.parametrize("message", ["one\ntwo", 'a "quoted" word', "\x1b[31mred", "a\r\n{}"])
def test_a_log_line_cannot_forge_another(message: str) -> None:
    line = JsonLines().format(logging.LogRecord("here", logging.INFO, "", 0, message, (), None))
    assert len(line.splitlines()) == 1
    assert "\x1b" not in line
    assert json.loads(line)["message"] == message


def test_a_fault_in_the_log_has_its_stack_and_its_reference_in_one_line() -> None:
    with pytest.raises(ZeroDivisionError) as raised:
        _ = 1 // int("0")
    stack = (raised.type, raised.value, raised.tb)
    record = logging.LogRecord("here", logging.ERROR, "", 0, "a fault", (), stack)
    record.reference = "0123abcd"
    line = JsonLines().format(record)
    assert len(line.splitlines()) == 1
    read = json.loads(line)
    assert (read["level"], read["reference"]) == ("error", "0123abcd")
    assert "ZeroDivisionError" in read["stack"]
