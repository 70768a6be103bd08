"""A command that meets a database which is not there, or not up to date, says so in a sentence."""

from __future__ import annotations

from copy import copy
from typing import Any, Final

import click
from sqlalchemy.exc import DBAPIError, OperationalError

_BEHIND: Final = (
    "The database does not have the tables of this application yet, or has those of another version. Bring it up to "
    "date: flask db upgrade"
)
_AWAY: Final = "The database cannot be opened. Is it running, and does DATABASE_URL name it?"
# Undefined table, column or schema.
_UNDEFINED: Final = frozenset({"42P01", "42703", "3F000"})


def told_plainly(command: click.Command) -> click.Command:
    """Return the command so that such a database ends it with one sentence instead of a traceback."""

    def invoke(ctx: click.Context) -> Any:
        try:
            return command.invoke(ctx)
        except DBAPIError as error:
            words = _words(error)
            if not words:
                raise
            raise click.ClickException(words) from None

    told = copy(command)
    told.invoke = invoke  # type: ignore[method-assign]
    return told


def _words(error: DBAPIError) -> str:
    """What is said of it; empty: it is another trouble, and its traceback is wanted."""
    code = getattr(error.orig, "sqlstate", None)
    said = str(error.orig)
    if code in _UNDEFINED or said.startswith(("no such table", "no such column")):
        return _BEHIND
    is_away = isinstance(error, OperationalError) and code is None
    return _AWAY if is_away and ("unable to open" in said or "connection" in said) else ""
