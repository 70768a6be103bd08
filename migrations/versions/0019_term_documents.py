"""Self-directed study handed in once a term, as one document."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.guarding import Guards, put_up

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_STANDS = (
    "id", "public_id", "programme_id", "trainee_id", "tutor_id", "first_on", "last_on", "canonical", "content_hash",
    "entries", "minutes", "handed_in_at",
)  # fmt: skip
GUARDS: Guards = {
    "term_document_is_decided_once": (
        "term_document",
        "UPDATE",
        "OLD.decision IS NOT NULL OR "
        "(" + " OR ".join(f"NEW.{column} {{differs}} OLD.{column}" for column in _STANDS) + ")",
        "what was handed in stands, and is decided once",
    ),
    "term_document_never_goes": ("term_document", "DELETE", None, "what was handed in never goes"),
}


def _big() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _refers(column: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_term_document_{column}_{table}"))


def upgrade() -> None:
    op.create_table(
        "term_document",
        sa.Column("id", _big(), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("programme_id", _big(), nullable=False),
        sa.Column("trainee_id", _big(), nullable=False),
        sa.Column("tutor_id", _big(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("canonical", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.String(length=12), nullable=True),
        sa.Column("decided_by", _big(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("signature_id", _big(), nullable=True),
        sa.CheckConstraint("decision IN ('signed','returned','taken_back')", name=op.f("ck_term_document_decision")),
        sa.CheckConstraint(
            "(decision IS NULL) = (decided_at IS NULL)", name=op.f("ck_term_document_decision_is_whole")
        ),
        sa.CheckConstraint(
            "decision <> 'signed' OR signature_id IS NOT NULL", name=op.f("ck_term_document_signed_has_signature")
        ),
        _refers("programme_id", "programme"),
        _refers("trainee_id", "trainee"),
        _refers("tutor_id", "person"),
        _refers("decided_by", "person"),
        _refers("signature_id", "signature"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term_document")),
        sa.UniqueConstraint("public_id", name=op.f("uq_term_document_public_id")),
    )
    with op.batch_alter_table("term_document", schema=None) as batch_op:
        batch_op.create_index("ix_term_document_trainee_id", ["trainee_id"])
        batch_op.create_index("ix_term_document_tutor_id", ["tutor_id", "decision"])
    put_up(GUARDS)
