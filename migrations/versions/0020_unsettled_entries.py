"""What waits for anybody is found without reading all that is signed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_UNSETTLED = sa.text("state <> 'signed' OR pending_state IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        "ix_log_entry_unsettled",
        "log_entry",
        ["trainee_id", "worked_on"],
        sqlite_where=_UNSETTLED,
        postgresql_where=_UNSETTLED,
    )
