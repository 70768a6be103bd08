"""Refusing to serve: in production nobody is let in while something that protects the record is missing.

gunicorn asks before it opens its port, the scheduler before it works, and any other server with its
first request. Each hindrance is a line that says what to do.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from trainee_app.db import db
from trainee_app.db.engine import reading_only
from trainee_app.db.guards import missing_guards
from trainee_app.db.revisions import pending_revisions

_EXTENSION = "trainee_app.serving"
_UNFIT_STATUS = 3
_log = logging.getLogger(__name__)

# Says, in a line, what stands in the way of serving; None if nothing does.
Check = Callable[[], str | None]


@dataclass
class _Fitness:
    guards: Sequence[str]
    checks: Sequence[Check]
    is_proved: bool = False
    told: tuple[str, ...] = ()


def connect(app: Flask, guards: Sequence[str], checks: Sequence[Check]) -> None:
    """Name the triggers that must stand and what else must hold, and let the first requests ask."""
    app.extensions[_EXTENSION] = _Fitness(guards, checks)
    app.before_request(_answer_unless_fit)


def hindrances(app: Flask) -> tuple[str, ...]:
    """Return why this copy must not serve people, a line each; empty where it may, and outside production."""
    if app.config["ENVIRONMENT"] != "production":
        return ()
    with app.app_context():
        found = (*app.config["SETTING_FAULTS"], *_database_hindrances(_fitness(app)))
        # Connections must not be carried over a fork.
        db.engine.dispose()
    return found


def refuse_if_unfit(app: Flask) -> None:
    """End the process, with the lines on standard error, if this copy must not serve."""
    found = hindrances(app)
    if not found:
        return
    lines = "\n".join(f"  - {line}" for line in found)
    sys.stderr.write(f"This copy must not serve people:\n{lines}\n")
    raise SystemExit(_UNFIT_STATUS)


def _database_hindrances(fitness: _Fitness) -> list[str]:
    try:
        with reading_only():
            with db.engine.connect() as connection:
                found = _schema_hindrances(connection, fitness.guards)
            return found or [line for check in fitness.checks if (line := check()) is not None]
    except SQLAlchemyError as error:
        return [
            f"The database does not answer ({type(error).__name__}): see that it runs and that DATABASE_URL is right."
        ]
    finally:
        db.session.remove()


def _schema_hindrances(connection: Connection, guards: Sequence[str]) -> list[str]:
    if pending_revisions(connection):
        return ["The database is not up to date: run `flask db upgrade` as the role that owns it."]
    missing = missing_guards(connection, guards)
    if missing:
        names = ", ".join(missing)
        return [
            f"Triggers that protect the record are missing or switched off ({names}): find out who removed them, then create them anew from migrations/."
        ]
    return []


def _answer_unless_fit() -> ResponseReturnValue | None:
    fitness = _fitness(current_app)
    if fitness.is_proved:
        return None
    found = hindrances(current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001 - the documented way
    if not found:
        fitness.is_proved = True
        return None
    if found != fitness.told:
        _log.error("this copy must not serve people: %s", " ".join(found))
        fitness.told = found
    # A plain answer: the page's template may itself need what is missing.
    return "This copy is not ready to be used. Its operator finds the reason in its log.\n", 503, {"Retry-After": "60"}


def _fitness(app: Any) -> _Fitness:
    found: _Fitness = app.extensions[_EXTENSION]
    return found
