"""Phones that trainees have enrolled to write drafts on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_WHY = "revoked_why IN ('own', 'replaced', 'password', 'signed_out', 'second_factor', 'restored')"


def _big() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _refers(column: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_phone_enrolment_{column}_{table}"))


def upgrade() -> None:
    op.create_table(
        "phone_enrolment",
        sa.Column("id", _big(), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("programme_id", _big(), nullable=False),
        sa.Column("trainee_id", _big(), nullable=False),
        sa.Column("person_id", _big(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_why", sa.String(length=20), nullable=True),
        sa.CheckConstraint(_WHY, name=op.f("ck_phone_enrolment_why")),
        sa.CheckConstraint(
            "(revoked_at IS NULL) = (revoked_why IS NULL)", name=op.f("ck_phone_enrolment_revoked_for_a_reason")
        ),
        _refers("programme_id", "programme"),
        _refers("trainee_id", "trainee"),
        _refers("person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_enrolment")),
        sa.UniqueConstraint("public_id", name=op.f("uq_phone_enrolment_public_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_phone_enrolment_token_hash")),
    )
    with op.batch_alter_table("phone_enrolment", schema=None) as batch_op:
        batch_op.create_index(op.f("ix_phone_enrolment_person_id"), ["person_id"], unique=False)
