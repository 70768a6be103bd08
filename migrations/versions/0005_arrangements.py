"""Placement agreements, agreements agreed by both, breaks; waivers decided by two."""

from __future__ import annotations

from migrations.guarding import Guards, put_up

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

GUARDS: Guards = {}


def upgrade() -> None:
    put_up(GUARDS)
