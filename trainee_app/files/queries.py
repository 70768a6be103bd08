"""Every SELECT about kept files."""

from __future__ import annotations

from sqlalchemy import select

from trainee_app.db import db
from trainee_app.files.models import StoredFile


def names_kept() -> set[str]:
    """Return the names of all files that some row knows."""
    return set(db.session.scalars(select(StoredFile.name)))


def files_kept() -> list[StoredFile]:
    """Return every file that some row knows, the oldest first."""
    return list(db.session.scalars(select(StoredFile).order_by(StoredFile.id)))
