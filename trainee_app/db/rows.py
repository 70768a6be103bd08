"""Rows of columns, read without the mapping of objects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from sqlalchemy import CursorResult, Executable

from trainee_app.db.tables import db


def rows_of(statement: Executable, values: Mapping[str, Any] | None = None) -> Sequence[Any]:
    """Return the rows of a SELECT of columns, asked within the session's transaction.

    The session's own way looks in each row for objects, which costs as much again as the asking where there are none.
    What the session has yet to store is stored first, as it would be there.
    """
    found: Sequence[Any] = _asked(statement, values or {}).all()
    return found


def rows_in_portions(statement: Executable, portion: int) -> Iterator[Any]:
    """Yield the same for long answers, which are read a portion at a time."""
    # By its parts: taken one by one, each row would be a journey to PostgreSQL.
    return chain.from_iterable(_asked(statement.execution_options(yield_per=portion), {}).partitions(portion))


def _asked(statement: Executable, values: Mapping[str, Any]) -> CursorResult[Any]:
    session = db.session()
    session.flush()
    found: CursorResult[Any] = session.connection().execute(statement, dict(values))
    return found
