"""Supervision sessions, teaching dates and registers."""

from __future__ import annotations

from alembic import op

from migrations.guarding import Guards, put_up

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

GUARDS: Guards = {}


def upgrade() -> None:
    # What a record puts into a log says so.
    with op.batch_alter_table("entry_version", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_entry_version_source"), type_="check")
        batch_op.create_check_constraint(op.f("ck_entry_version_source"), "source IN ('page','import','record')")
    put_up(GUARDS)
