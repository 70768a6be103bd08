"""What belongs to a trainee's record, held while it is changed: whoever else wants to change it waits for the commit."""

from __future__ import annotations

from typing import TypeVar

from trainee_app.cohorts.queries import hold_records
from trainee_app.db import Base, db

_Row = TypeVar("_Row", bound=Base)


def held(row: _Row, trainee_id: int) -> _Row:
    """Return the row as it stands now, its trainee's record held until the commit."""
    hold_records([trainee_id])
    db.session.refresh(row)
    return row
