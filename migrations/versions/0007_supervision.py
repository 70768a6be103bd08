"""Supervision sessions, teaching dates and registers."""

from __future__ import annotations

from migrations.guarding import Guards, put_up

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

GUARDS: Guards = {}


def upgrade() -> None:
    put_up(GUARDS)
