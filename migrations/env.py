"""How migrations run: forward only, on SQLite and PostgreSQL, and triggers stand afterwards.

SQLite changes a table by copying it, which would silently drop the table's triggers and check
foreign keys half way: so foreign keys are switched off before BEGIN, all triggers are lifted, the
migrations run (after each, what it put up is lifted too, since the next may copy that table), the
triggers are put back, and every foreign key is checked before the commit.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import Connection, text
from sqlalchemy.engine import Engine

from migrations.guarding import TAKEN_DOWN

database = current_app.extensions["migrate"].db


def _engine() -> Engine:
    engine: Engine = database.engine
    return engine


def _render(kind: str, column: Any, _autogenerate: Any) -> str | bool:
    if kind == "type" and type(column).__name__ == "UtcDateTime":
        return "sa.DateTime(timezone=True)"
    return False


def _configure(connection: Connection, after_each: Callable[..., None] | None = None) -> None:
    context.configure(
        on_version_apply=after_each,
        connection=connection,
        target_metadata=database.metadata,
        render_as_batch=True,
        render_item=_render,
        compare_type=True,
        transactional_ddl=True,
    )


def _lift_triggers(connection: Connection) -> dict[str, str]:
    found = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
    for name, _ in found:
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
    return dict(found)


def _put_triggers_back(connection: Connection, lifted: dict[str, str]) -> None:
    standing = {name for (name,) in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))}
    gone = connection.info.pop(TAKEN_DOWN, set())
    for name, sql in lifted.items():
        if name not in standing and name not in gone:
            connection.exec_driver_sql(sql)
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise RuntimeError(f"a migration broke foreign keys: {broken[:5]}")


def _run_on_sqlite(engine: Engine) -> None:
    with engine.connect() as connection:
        raw = connection.connection.cursor()
        raw.execute("PRAGMA foreign_keys=OFF")  # has no effect inside a transaction, so before BEGIN
        raw.close()
        with connection.begin():
            lifted = _lift_triggers(connection)
            _configure(connection, lambda **_: lifted.update(_lift_triggers(connection)))
            with context.begin_transaction():
                context.run_migrations()
            _put_triggers_back(connection, lifted)
        raw = connection.connection.cursor()
        raw.execute("PRAGMA foreign_keys=ON")
        raw.close()


def _run_elsewhere(engine: Engine) -> None:
    with engine.connect() as connection, connection.begin():
        _configure(connection)
        with context.begin_transaction():
            context.run_migrations()


if _engine().dialect.name == "sqlite":
    _run_on_sqlite(_engine())
else:
    _run_elsewhere(_engine())
