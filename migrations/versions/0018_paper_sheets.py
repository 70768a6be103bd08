"""Sheets that are printed to be signed in ink, and what the office has back of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.guarding import Guards, put_up

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def _changed(*columns: str) -> str:
    return "(" + " OR ".join(f"NEW.{column} {{differs}} OLD.{column}" for column in columns) + ")"


GUARDS: Guards = {
    "paper_sheet_never_changes": ("paper_sheet", "UPDATE", None, "a sheet was printed as it was printed"),
    "paper_sheet_never_goes": ("paper_sheet", "DELETE", None, "a sheet was printed"),
    "paper_row_never_changes": ("paper_row", "UPDATE", None, "a sheet was printed as it was printed"),
    "paper_row_never_goes": ("paper_row", "DELETE", None, "a sheet was printed"),
    "paper_record_stands_as_recorded": (
        "paper_record",
        "UPDATE",
        _changed(
            "id",
            "public_id",
            "programme_id",
            "sheet_id",
            "file_id",
            "inked_on",
            "canonical",
            "content_hash",
            "recorded_by",
            "recorded_at",
        ),
        "a signed sheet stands as it was recorded",
    ),
    "paper_record_is_decided_once": (
        "paper_record",
        "UPDATE",
        "OLD.decision IS NOT NULL",
        "a signed sheet is decided once",
    ),
    "paper_record_never_goes": ("paper_record", "DELETE", None, "a signed sheet was recorded"),
}


def _big() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _to(table: str, column: str, of: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{of}.id"], name=op.f(f"fk_{table}_{column}_{of}"))


def upgrade() -> None:
    op.create_table(
        "paper_sheet",
        sa.Column("id", _big(), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("programme_id", _big(), nullable=False),
        sa.Column("trainee_id", _big(), nullable=False),
        sa.Column("signer_id", _big(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("printed_by", _big(), nullable=False),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=False),
        _to("paper_sheet", "programme_id", "programme"),
        _to("paper_sheet", "trainee_id", "trainee"),
        _to("paper_sheet", "signer_id", "person"),
        _to("paper_sheet", "printed_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_sheet")),
        sa.UniqueConstraint("public_id", name=op.f("uq_paper_sheet_public_id")),
        sa.UniqueConstraint("code", name=op.f("uq_paper_sheet_code")),
        sa.UniqueConstraint("trainee_id", "signer_id", "month", "content_hash", name=op.f("uq_paper_sheet_trainee_id")),
    )
    op.create_index("ix_paper_sheet_programme_id", "paper_sheet", ["programme_id", "id"])
    op.create_table(
        "paper_row",
        sa.Column("sheet_id", _big(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("programme_id", _big(), nullable=False),
        sa.Column("entry_id", _big(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        _to("paper_row", "sheet_id", "paper_sheet"),
        _to("paper_row", "programme_id", "programme"),
        _to("paper_row", "entry_id", "log_entry"),
        sa.ForeignKeyConstraint(
            ["entry_id", "version"],
            ["entry_version.entry_id", "entry_version.number"],
            name=op.f("fk_paper_row_entry_id_entry_version"),
        ),
        sa.PrimaryKeyConstraint("sheet_id", "number", name=op.f("pk_paper_row")),
        sa.UniqueConstraint("sheet_id", "entry_id", name=op.f("uq_paper_row_sheet_id")),
    )
    op.create_index("ix_paper_row_entry_id", "paper_row", ["entry_id"])
    op.create_table(
        "paper_record",
        sa.Column("id", _big(), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("programme_id", _big(), nullable=False),
        sa.Column("sheet_id", _big(), nullable=False),
        sa.Column("file_id", _big(), nullable=False),
        sa.Column("inked_on", sa.Date(), nullable=False),
        sa.Column("canonical", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("recorded_by", _big(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=True),
        sa.Column("decided_by", _big(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("decision IN ('signed', 'declined')", name=op.f("ck_paper_record_decision")),
        sa.CheckConstraint(
            "(decision IS NULL) = (decided_at IS NULL) AND (decision IS NULL) = (decided_by IS NULL)",
            name=op.f("ck_paper_record_decided_by_somebody"),
        ),
        sa.CheckConstraint(
            "decided_by <> recorded_by OR decision = 'declined'", name=op.f("ck_paper_record_decided_by_another")
        ),
        _to("paper_record", "programme_id", "programme"),
        _to("paper_record", "sheet_id", "paper_sheet"),
        _to("paper_record", "file_id", "stored_file"),
        _to("paper_record", "recorded_by", "person"),
        _to("paper_record", "decided_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_record")),
        sa.UniqueConstraint("public_id", name=op.f("uq_paper_record_public_id")),
    )
    op.create_index("ix_paper_record_sheet_id", "paper_record", ["sheet_id"])
    op.create_index(
        "uq_paper_record_open",
        "paper_record",
        ["sheet_id"],
        unique=True,
        sqlite_where=sa.text("decision IS NULL"),
        postgresql_where=sa.text("decision IS NULL"),
    )
    put_up(GUARDS)
