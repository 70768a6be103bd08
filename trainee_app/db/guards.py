"""The triggers that must stand before people are served, and which of them are missing."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, text

_STANDING = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
}


def standing_guards(connection: Connection) -> set[str]:
    """Return the names of the triggers that stand and are enabled."""
    return set(connection.execute(text(_STANDING[connection.dialect.name])).scalars())


def missing_guards(connection: Connection, expected: Sequence[str]) -> list[str]:
    """Return which of the expected triggers do not stand; TRUNCATE's are PostgreSQL's alone."""
    never_emptied = "_is_never_emptied"
    wanted = [name for name in expected if connection.dialect.name == "postgresql" or not name.endswith(never_emptied)]
    standing = standing_guards(connection)
    return [name for name in wanted if name not in standing]
