"""Which migrations there are, and which of them the database still lacks."""

from __future__ import annotations

from flask import current_app
from sqlalchemy import Connection


def known_heads() -> set[str]:
    """Return the newest revisions that this checkout knows."""
    from alembic.script import ScriptDirectory  # slow to import, and rarely needed

    return set(ScriptDirectory(current_app.extensions["migrate"].directory).get_heads())


def standing_heads(connection: Connection) -> set[str]:
    """Return the revisions at which the database stands; empty if it is new."""
    from alembic.runtime.migration import MigrationContext

    return set(MigrationContext.configure(connection).get_current_heads())


def pending_revisions(connection: Connection) -> set[str]:
    """Return the newest revisions that the database lacks."""
    return known_heads() - standing_heads(connection)


def every_revision() -> set[str]:
    """Return all revisions that this checkout knows, old and new."""
    from alembic.script import ScriptDirectory

    script = ScriptDirectory(current_app.extensions["migrate"].directory)
    return {revision.revision for revision in script.walk_revisions()}
