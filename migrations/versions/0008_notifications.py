"""Notices and digests."""

from __future__ import annotations

from migrations.guarding import Guards, put_up

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

GUARDS: Guards = {}


def upgrade() -> None:
    put_up(GUARDS)
