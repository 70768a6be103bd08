"""Drafts of the next version of a programme, and why a cohort was moved to another version."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.guarding import Guards, put_up

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def _changed(*columns: str) -> str:
    return "(" + " OR ".join(f"NEW.{column} {{differs}} OLD.{column}" for column in columns) + ")"


_MOVES = """((OLD.state = 'open' AND NEW.state IN ('proposed', 'discarded'))
    OR (OLD.state = 'proposed' AND NEW.state IN ('open', 'published', 'discarded')))"""

GUARDS: Guards = {
    "programme_draft_begins_open": ("programme_draft", "INSERT", "NEW.state <> 'open'", "a draft begins open"),
    "programme_draft_keeps_its_identity": (
        "programme_draft",
        "UPDATE",
        _changed("id", "public_id", "programme_id", "based_on_id", "begun_by", "begun_at"),
        "a draft stays what it was begun as",
    ),
    "programme_draft_moves": (
        "programme_draft",
        "UPDATE",
        "NEW.state {differs} OLD.state AND NOT " + _MOVES,
        "a draft cannot move that way",
    ),
    "programme_draft_stands_once_proposed": (
        "programme_draft",
        "UPDATE",
        "OLD.state = 'proposed' AND " + _changed("definition", "follows", "edition", "changed_by", "changed_at"),
        "a proposed draft is taken back before it is changed",
    ),
    "programme_draft_is_agreed_as_proposed": (
        "programme_draft",
        "UPDATE",
        "NEW.state = 'published' AND " + _changed("reason", "proposed_by", "proposed_at"),
        "a draft is agreed to as it was proposed",
    ),
    "programme_draft_rests_at_its_end": (
        "programme_draft",
        "UPDATE",
        "OLD.state IN ('published', 'discarded')",
        "a draft that is published or discarded never changes",
    ),
    "programme_draft_never_goes": ("programme_draft", "DELETE", None, "a draft is discarded, never deleted"),
    "version_pin_keeps_its_reason": ("version_pin", "UPDATE", _changed("reason"), "a pin is ended, never edited"),
}


def _big() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "programme_draft",
        sa.Column("id", _big(), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("programme_id", _big(), nullable=False),
        sa.Column("based_on_id", _big(), nullable=False),
        sa.Column("follows", sa.Integer(), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("begun_by", _big(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", _big(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("proposed_by", _big(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agreed_by", _big(), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_version_id", _big(), nullable=True),
        sa.CheckConstraint(
            "state <> 'published' OR (agreed_by IS NOT NULL AND published_version_id IS NOT NULL)",
            name=op.f("ck_programme_draft_agreed_by_somebody"),
        ),
        sa.CheckConstraint(
            "state = 'open' OR state = 'discarded' OR proposed_by IS NOT NULL",
            name=op.f("ck_programme_draft_proposed_by_somebody"),
        ),
        sa.CheckConstraint(
            "state IN ('open', 'proposed', 'published', 'discarded')", name=op.f("ck_programme_draft_state")
        ),
        sa.CheckConstraint(
            "agreed_by IS NULL OR agreed_by <> proposed_by", name=op.f("ck_programme_draft_agreed_by_another")
        ),
        sa.ForeignKeyConstraint(["agreed_by"], ["person.id"], name=op.f("fk_programme_draft_agreed_by_person")),
        sa.ForeignKeyConstraint(
            ["based_on_id"], ["programme_version.id"], name=op.f("fk_programme_draft_based_on_id_programme_version")
        ),
        sa.ForeignKeyConstraint(["begun_by"], ["person.id"], name=op.f("fk_programme_draft_begun_by_person")),
        sa.ForeignKeyConstraint(["changed_by"], ["person.id"], name=op.f("fk_programme_draft_changed_by_person")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_programme_draft_programme_id_programme")
        ),
        sa.ForeignKeyConstraint(["proposed_by"], ["person.id"], name=op.f("fk_programme_draft_proposed_by_person")),
        sa.ForeignKeyConstraint(
            ["published_version_id"],
            ["programme_version.id"],
            name=op.f("fk_programme_draft_published_version_id_programme_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_draft")),
        sa.UniqueConstraint("public_id", name=op.f("uq_programme_draft_public_id")),
    )
    with op.batch_alter_table("programme_draft", schema=None) as batch_op:
        batch_op.create_index("ix_programme_draft_programme_id", ["programme_id"], unique=False)

    with op.batch_alter_table("version_pin", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reason", sa.String(length=1000), server_default=sa.text("''"), nullable=False))
    put_up(GUARDS)
