"""A signed phase can become void and be signed anew; an ending can be taken back. What was said stays."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.guarding import Guards, put_up, take_down

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def _changed(*columns: str) -> str:
    return "(" + " OR ".join(f"NEW.{column} {{differs}} OLD.{column}" for column in columns) + ")"


_PHASE = (
    "id",
    "public_id",
    "programme_id",
    "case_id",
    "phase",
    "completed_on",
    "signature_id",
    "canonical",
    "content_hash",
    "recorded_at",
)
_ENDING = ("id", "programme_id", "case_id", "kind", "ended_on", "feedback_received", "recorded_by", "recorded_at")

GUARDS: Guards = {
    "case_phase_becomes_void_once": (
        "case_phase",
        "UPDATE",
        "OLD.voided_at IS NOT NULL OR " + _changed(*_PHASE),
        "a signed phase becomes void once and never changes",
    ),
    "case_phase_never_goes": ("case_phase", "DELETE", None, "a case phase never goes"),
    "case_ending_is_taken_back_once": (
        "case_ending",
        "UPDATE",
        "OLD.voided_at IS NOT NULL OR " + _changed(*_ENDING),
        "a case ending is taken back once and never changes",
    ),
    "case_ending_never_goes": ("case_ending", "DELETE", None, "a case ending never goes"),
}
_BEFORE = {
    "case_phase": ("case_phase_never_changes", "case_phase_never_goes"),
    "case_ending": ("case_ending_never_changes", "case_ending_never_goes"),
}


def _big() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _instant() -> sa.types.TypeEngine[object]:
    return sa.DateTime(timezone=True)


def upgrade() -> None:
    for table, guards in _BEFORE.items():
        take_down(table, guards)
    _widen("case_phase", _phases(), "uq_case_phase_case_id_phase", ["case_id", "phase"], "uq_case_phase_standing")
    _widen("case_ending", _endings(), "uq_case_ending_case_id", ["case_id"], "uq_case_ending_standing")
    put_up(GUARDS)


def _widen(table: str, as_it_was: sa.Table, unique: str, once: list[str], standing: str) -> None:
    """Let rows become void; of those that stand there is still one."""
    with op.batch_alter_table(table, schema=None, copy_from=as_it_was) as batch_op:
        batch_op.drop_constraint(unique, type_="unique")
        batch_op.add_column(sa.Column("voided_at", _instant(), nullable=True))
        batch_op.add_column(sa.Column("voided_by", _big(), nullable=True))
        batch_op.add_column(sa.Column("void_reason", sa.Text(), server_default=sa.text("''"), nullable=False))
        batch_op.create_foreign_key(op.f(f"fk_{table}_voided_by_person"), "person", ["voided_by"], ["id"])
        batch_op.create_check_constraint(op.f(f"ck_{table}_void_is_whole"), "(voided_at IS NULL) = (voided_by IS NULL)")
    op.create_index(
        standing,
        table,
        once,
        unique=True,
        sqlite_where=sa.text("voided_at IS NULL"),
        postgresql_where=sa.text("voided_at IS NULL"),
    )


def _phases() -> sa.Table:
    """The table as 0006 made it: SQLite writes it anew, and does not tell its checks by itself."""
    return sa.Table(
        "case_phase",
        sa.MetaData(),
        sa.Column("id", _big(), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("programme_id", _big(), nullable=False),
        sa.Column("case_id", _big(), nullable=False),
        sa.Column("phase", sa.String(length=10), nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=False),
        sa.Column("signature_id", _big(), nullable=False),
        sa.Column("canonical", sa.LargeBinary(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("recorded_at", _instant(), nullable=False),
        sa.CheckConstraint("phase IN ('early', 'middle', 'final')", name=op.f("ck_case_phase_phase")),
        sa.ForeignKeyConstraint(["case_id"], ["training_case.id"], name=op.f("fk_case_phase_case_id_training_case")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_case_phase_programme_id_programme")),
        sa.ForeignKeyConstraint(["signature_id"], ["signature.id"], name=op.f("fk_case_phase_signature_id_signature")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_phase")),
        sa.UniqueConstraint("case_id", "phase", name=op.f("uq_case_phase_case_id_phase")),
        sa.UniqueConstraint("public_id", name=op.f("uq_case_phase_public_id")),
    )


def _endings() -> sa.Table:
    """The table as 0006 made it."""
    return sa.Table(
        "case_ending",
        sa.MetaData(),
        sa.Column("id", _big(), nullable=False),
        sa.Column("programme_id", _big(), nullable=False),
        sa.Column("case_id", _big(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.Column("feedback_received", sa.Boolean(), nullable=False),
        sa.Column("recorded_by", _big(), nullable=False),
        sa.Column("recorded_at", _instant(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["training_case.id"], name=op.f("fk_case_ending_case_id_training_case")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_case_ending_programme_id_programme")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_case_ending_recorded_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_ending")),
        sa.UniqueConstraint("case_id", name=op.f("uq_case_ending_case_id")),
    )
