"""Months in which a trainee says that there was nothing to log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.guarding import Guards, put_up

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_STANDS = ("id", "public_id", "programme_id", "trainee_id", "month", "stated_at")
GUARDS: Guards = {
    "quiet_month_is_ended_never_edited": (
        "quiet_month",
        "UPDATE",
        "OLD.ended_at IS NOT NULL OR "
        "(" + " OR ".join(f"NEW.{column} {{differs}} OLD.{column}" for column in _STANDS) + ")",
        "what was said of a month is taken back, never edited",
    ),
    "quiet_month_never_goes": ("quiet_month", "DELETE", None, "what was said of a month never goes"),
}


def _big() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "quiet_month",
        sa.Column("id", _big(), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("programme_id", _big(), nullable=False),
        sa.Column("trainee_id", _big(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_quiet_month_programme_id_programme")),
        sa.ForeignKeyConstraint(["trainee_id"], ["trainee.id"], name=op.f("fk_quiet_month_trainee_id_trainee")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiet_month")),
        sa.UniqueConstraint("public_id", name=op.f("uq_quiet_month_public_id")),
    )
    with op.batch_alter_table("quiet_month", schema=None) as batch_op:
        batch_op.create_index(
            "uq_quiet_month_in_force",
            ["trainee_id", "month"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
    put_up(GUARDS)
