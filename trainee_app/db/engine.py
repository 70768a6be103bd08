"""How the application talks to SQLite, and when a transaction may write.

With the usual deferred BEGIN, more than a quarter of concurrent writes fail with "database is
locked" and no time-out cures it; so whatever may write begins IMMEDIATE, and only reading requests
begin deferred.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from flask import Flask
from sqlalchemy import Connection, event

from trainee_app.db.tables import db

_BUSY_MILLISECONDS = 15_000
_reading: ContextVar[bool] = ContextVar("reading", default=False)


def prepare_engine(app: Flask) -> None:
    """Teach the application's engine SQLite's manners; PostgreSQL needs none of them."""
    with app.app_context():
        engine = db.engine
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_pragmas)
        event.listen(engine, "begin", _begin)


@contextmanager
def reading_only() -> Iterator[None]:
    """Begin transactions deferred within this block: it only reads."""
    token = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(token)


@contextmanager
def reading_apart() -> Iterator[Connection]:
    """Give a connection of its own for a single SELECT; what the session has open stays as it is.

    PostgreSQL is asked outside any transaction, which spares beginning and ending one: two journeys to the server.
    """
    with reading_only(), db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="AUTOCOMMIT")
        yield connection


@contextmanager
def reading_one_instant() -> Iterator[None]:
    """Read within this block what stood at one instant, while others go on writing; no transaction may be open.

    On SQLite every transaction reads so; PostgreSQL's usual ones see with each statement what was committed meanwhile.
    """
    with reading_only():
        if db.engine.dialect.name == "postgresql":
            db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        yield


@contextmanager
def writing() -> Iterator[None]:
    """Begin transactions ready to write within this block, even inside a reading request."""
    token = _reading.set(False)
    try:
        yield
    finally:
        _reading.reset(token)


def begin_reading() -> None:
    """Let the rest of this request begin its transactions deferred."""
    _reading.set(True)


def begin_writing() -> None:
    """Let the rest of this request begin its transactions ready to write."""
    _reading.set(False)


def _set_pragmas(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # else the driver begins transactions of its own
    cursor = connection.cursor()
    for pragma in (
        "foreign_keys=ON",
        "recursive_triggers=ON",
        "journal_mode=WAL",
        "synchronous=FULL",
        f"busy_timeout={_BUSY_MILLISECONDS}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN" if _reading.get() else "BEGIN IMMEDIATE")
