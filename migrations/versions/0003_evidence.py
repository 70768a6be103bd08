"""Files, and what a person brings along: posts, observation, personal therapy, what the course accepted."""

from __future__ import annotations

from migrations.guarding import Guards, put_up

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

GUARDS: Guards = {}


def upgrade() -> None:
    put_up(GUARDS)
