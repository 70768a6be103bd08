"""Selection: intakes, applications, interviews, decisions, offers."""

from __future__ import annotations

from migrations.guarding import Guards, put_up

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

GUARDS: Guards = {}


def upgrade() -> None:
    put_up(GUARDS)
