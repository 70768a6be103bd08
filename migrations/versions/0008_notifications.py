"""Notices, digests, and who wants none."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.guarding import Guards, put_up

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

GUARDS: Guards = {}


def _big() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "notice",
        sa.Column("id", _big(), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("programme_id", _big(), nullable=False),
        sa.Column("person_id", _big(), nullable=False),
        sa.Column("trainee_id", _big(), nullable=True),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("params", sa.Text(), nullable=False),
        sa.Column("once", sa.String(length=120), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_person_id_person")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_notice_programme_id_programme")),
        sa.ForeignKeyConstraint(["trainee_id"], ["trainee.id"], name=op.f("fk_notice_trainee_id_trainee")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("public_id", name=op.f("uq_notice_public_id")),
        sa.UniqueConstraint("person_id", "once", name=op.f("uq_notice_person_id_once")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index("ix_notice_person_id_made_at", ["person_id", "made_at"], unique=False)
        batch_op.create_index("ix_notice_subject", ["subject"], unique=False)
        batch_op.create_index(
            "ix_notice_unseen",
            ["person_id"],
            unique=False,
            sqlite_where=sa.text("seen_at IS NULL"),
            postgresql_where=sa.text("seen_at IS NULL"),
        )
    op.create_table(
        "digest",
        sa.Column("id", _big(), nullable=False),
        sa.Column("person_id", _big(), nullable=False),
        sa.Column("week_on", sa.Date(), nullable=False),
        sa.Column("notices", sa.Integer(), nullable=False),
        sa.Column("to_sign", sa.Integer(), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_digest_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest")),
        sa.UniqueConstraint("person_id", "week_on", name=op.f("uq_digest_person_id_week_on")),
    )
    op.create_table(
        "digest_choice",
        sa.Column("person_id", _big(), autoincrement=False, nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_digest_choice_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_digest_choice")),
    )
    put_up(GUARDS)
