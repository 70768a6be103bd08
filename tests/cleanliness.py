"""Watches an application under test: has a test changed its database, has a request left work behind?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flask import Flask, request
from sqlalchemy import Connection, event

from trainee_app.db import db

_READING = ("SELECT", "PRAGMA", "BEGIN", "SAVEPOINT", "RELEASE", "SHOW", "EXPLAIN", "SET")
_WROTE = "tests wrote"


@dataclass
class Watch:
    """What an application has done since its database was new."""

    has_committed: bool = False
    dirty_requests: list[str] = field(default_factory=list)

    def restart(self) -> None:
        """Begin anew: the database is a new copy."""
        self.has_committed = False
        self.dirty_requests.clear()


def watch(app: Flask) -> Watch:
    """Watch `app` from now on."""
    seen = Watch()
    with app.app_context():
        engine = db.engine

    @event.listens_for(engine, "after_cursor_execute")
    def executed(connection: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.lstrip(" \n(").upper().startswith(_READING):
            connection.info[_WROTE] = True

    @event.listens_for(engine, "commit")
    def committed(connection: Connection) -> None:
        seen.has_committed |= connection.info.pop(_WROTE, False)

    @event.listens_for(engine, "rollback")
    def rolled_back(connection: Connection) -> None:
        connection.info.pop(_WROTE, None)

    @app.teardown_request
    def ended(error: BaseException | None) -> None:
        # An escaping exception undoes its work; any other end must have committed or rolled back.
        if error is None and _left_behind():
            seen.dirty_requests.append(f"{request.method} {request.path}")

    return seen


def _left_behind() -> bool:
    if not db.session.registry.has():
        return False
    session = db.session()
    if session.new or session.dirty or session.deleted:
        return True
    return session.in_transaction() and _WROTE in session.connection().info
