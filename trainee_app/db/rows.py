"""Rows of columns, read without the mapping of objects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Executable

from trainee_app.db.tables import db


def rows_of(statement: Executable, values: Mapping[str, Any] | None = None) -> Sequence[Any]:
    """Return the rows of a SELECT of columns, asked within the session's transaction.

    The session's own way looks in each row for objects, which costs as much again as the asking where there are none.
    What the session has yet to store is stored first, as it would be there.
    """
    session = db.session()
    session.flush()
    found: Sequence[Any] = session.connection().execute(statement, dict(values or {})).all()
    return found
