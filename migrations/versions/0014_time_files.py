"""Files of time that people bring in on a page, what became of their rows, and how their columns were read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def _big() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def upgrade() -> None:
    op.create_table(
        "time_file",
        sa.Column("id", _big(), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("programme_id", _big(), nullable=False),
        sa.Column("cohort_id", _big(), nullable=False),
        sa.Column("trainee_id", _big(), nullable=True),
        sa.Column("is_own", sa.Boolean(), nullable=False),
        sa.Column("uploaded_by", _big(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("mapping", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("seen", sa.String(length=64), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("batch_id", _big(), nullable=True),
        sa.CheckConstraint("state IN ('open','working','done','dropped')", name=op.f("ck_time_file_state")),
        sa.CheckConstraint("NOT is_own OR trainee_id IS NOT NULL", name=op.f("ck_time_file_own_is_somebodys")),
        _to("time_file", "programme_id", "programme"),
        _to("time_file", "cohort_id", "cohort"),
        _to("time_file", "trainee_id", "trainee"),
        _to("time_file", "uploaded_by", "person"),
        _to("time_file", "batch_id", "import_batch"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_file")),
        sa.UniqueConstraint("public_id", name=op.f("uq_time_file_public_id")),
    )
    with op.batch_alter_table("time_file", schema=None) as batch_op:
        batch_op.create_index("ix_time_file_uploaded_by", ["uploaded_by", "id"], unique=False)
    op.create_table(
        "time_row",
        sa.Column("id", _big(), nullable=False),
        sa.Column("programme_id", _big(), nullable=False),
        sa.Column("file_id", _big(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("column", sa.String(length=3), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("heading", sa.String(length=60), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=True),
        sa.Column("entry_id", _big(), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('taken','refused','skipped','double','in_already')", name=op.f("ck_time_row_outcome")
        ),
        _to("time_row", "programme_id", "programme"),
        _to("time_row", "file_id", "time_file"),
        _to("time_row", "entry_id", "log_entry"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_row")),
        sa.UniqueConstraint("file_id", "row", "column", name=op.f("uq_time_row_file_id_row_column")),
    )
    with op.batch_alter_table("time_row", schema=None) as batch_op:
        batch_op.create_index("ix_time_row_entry_id", ["entry_id"], unique=False)
    op.create_table(
        "remembered_mapping",
        sa.Column("id", _big(), nullable=False),
        sa.Column("programme_id", _big(), nullable=False),
        sa.Column("person_id", _big(), nullable=False),
        sa.Column("shape", sa.String(length=64), nullable=False),
        sa.Column("mapping", sa.Text(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        _to("remembered_mapping", "programme_id", "programme"),
        _to("remembered_mapping", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remembered_mapping")),
        sa.UniqueConstraint(
            "person_id", "programme_id", "shape", name=op.f("uq_remembered_mapping_person_id_programme_id_shape")
        ),
    )
