"""How many queries a page takes, counted in this process."""

from __future__ import annotations

from typing import Any

from flask import Flask
from sqlalchemy import event

from benchmarks.browser import HOST
from trainee_app.db import db

_NO_QUERIES = ("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")


def count_queries(app: Flask, cookie: str, address: str) -> int:
    """Open the page once to warm what is kept per process, then once more, and return how many queries that took."""
    with app.app_context():
        engine = db.engine
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(_NO_QUERIES):
            statements.append(statement)

    client = app.test_client(use_cookies=False)
    headers = {"Cookie": cookie, "Host": HOST, "X-Forwarded-Proto": "https"}
    event.listen(engine, "before_cursor_execute", note)
    try:
        client.get(address, headers=headers)
        statements.clear()
        answer = client.get(address, headers=headers)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}")
    return len(statements)
