"""Training cases: proposals, plans, consents, phases, reviews, endings."""

from __future__ import annotations

from migrations.guarding import Guards, put_up

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

GUARDS: Guards = {}


def upgrade() -> None:
    put_up(GUARDS)
