"""How a migration puts up the triggers that hold what must never be false. What each says stands in its migration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from alembic import op

TAKEN_DOWN: Final = "guards taken down"
# name: (table, UPDATE or DELETE or INSERT, when it is refused or None for always, what to say).
# {differs} in a condition is each database's word for "is not the same, empty or not".
Guards = Mapping[str, tuple[str, str, str | None, str]]


def put_up(guards: Guards) -> None:
    """Create these triggers on the database that is being migrated; on PostgreSQL those against TRUNCATE too.

    A table that has one against DELETE is never emptied either. The function they call on PostgreSQL was made
    by the migration of the first guards.
    """
    if op.get_bind().dialect.name == "sqlite":
        op.get_bind().info.setdefault(TAKEN_DOWN, set()).difference_update(guards)
        for name, (table, verb, when, message) in guards.items():
            condition = "" if when is None else " WHEN " + when.replace("{differs}", "IS NOT")
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW{condition} "
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )
        return
    for name, (table, verb, when, message) in guards.items():
        condition = "" if when is None else " WHEN (" + when.replace("{differs}", "IS DISTINCT FROM") + ")"
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW{condition} "
            f"EXECUTE FUNCTION refuse_change('{message}')"
        )
    for table in sorted({table for table, verb, _, _ in guards.values() if verb == "DELETE"}):
        op.execute(
            f"CREATE TRIGGER {table}_is_never_emptied BEFORE TRUNCATE ON {table} FOR EACH STATEMENT "
            f"EXECUTE FUNCTION refuse_change('{table} is never emptied')"
        )


def take_down(table: str, names: Sequence[str]) -> None:
    """Drop these triggers of a table, so that it can be changed; the migration puts others up in their place.

    One against DELETE takes that against TRUNCATE along, as it brought it.
    """
    if op.get_bind().dialect.name == "sqlite":
        # All triggers are lifted while migrations run there: these are not put back.
        op.get_bind().info.setdefault(TAKEN_DOWN, set()).update(names)
        return
    for name in names:
        op.execute(f"DROP TRIGGER {name} ON {table}")
    op.execute(f"DROP TRIGGER {table}_is_never_emptied ON {table}")
