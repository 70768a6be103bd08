"""Lists that somebody without an account signs by a mailed link, and the codes that go with it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.guarding import Guards, put_up

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def _changed(*columns: str) -> str:
    return "(" + " OR ".join(f"NEW.{column} {{differs}} OLD.{column}" for column in columns) + ")"


GUARDS: Guards = {
    "signing_list_keeps_its_identity": (
        "signing_list",
        "UPDATE",
        _changed(
            "id", "public_id", "programme_id", "person_id", "trainee_id", "month", "content_hash", "asked_by", "made_at"
        )
        + " OR NEW.wrong_codes < OLD.wrong_codes",
        "a list stays what it was sent as",
    ),
    "signing_list_ends_once": (
        "signing_list",
        "UPDATE",
        "OLD.ended_at IS NOT NULL",
        "a list that has ended never works again",
    ),
    "signing_list_never_goes": ("signing_list", "DELETE", None, "a list ends, it never goes"),
    "signing_item_is_bound": (
        "signing_item",
        "UPDATE",
        _changed("list_id", "entry_id", "programme_id", "version", "content_hash"),
        "what a list binds never changes",
    ),
    "signing_item_is_decided_once": (
        "signing_item",
        "UPDATE",
        "OLD.decision IS NOT NULL",
        "an item is decided once",
    ),
    "signing_item_never_goes": ("signing_item", "DELETE", None, "what a list binds never goes"),
    "signing_code_is_used_once": (
        "signing_code",
        "UPDATE",
        "OLD.used_at IS NOT NULL OR NEW.tries < OLD.tries OR " + _changed("id", "list_id", "asked_at"),
        "a code is used once",
    ),
}


def _big() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _lists()
    _items()
    _codes()
    put_up(GUARDS)


def _lists() -> None:
    op.create_table(
        "signing_list",
        sa.Column("id", _big(), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("programme_id", _big(), nullable=False),
        sa.Column("person_id", _big(), nullable=False),
        sa.Column("trainee_id", _big(), nullable=True),
        sa.Column("month", sa.Date(), nullable=True),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("asked_by", _big(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wrong_codes", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", _big(), nullable=True),
        sa.Column("ended_why", sa.String(length=20), nullable=True),
        sa.CheckConstraint(
            "ended_why IN ('replaced', 'revoked', 'not_mine', 'guessed', 'restored')",
            name=op.f("ck_signing_list_why"),
        ),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_why IS NULL)", name=op.f("ck_signing_list_ended_for_a_reason")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_signing_list_programme_id_programme")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_signing_list_person_id_person")),
        sa.ForeignKeyConstraint(["trainee_id"], ["trainee.id"], name=op.f("fk_signing_list_trainee_id_trainee")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_signing_list_asked_by_person")),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_signing_list_ended_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_list")),
        sa.UniqueConstraint("public_id", name=op.f("uq_signing_list_public_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_signing_list_token_hash")),
    )
    with op.batch_alter_table("signing_list", schema=None) as batch_op:
        batch_op.create_index("ix_signing_list_person_id", ["person_id"], unique=False)
        batch_op.create_index(
            "uq_signing_list_month",
            ["programme_id", "person_id", "month"],
            unique=True,
            sqlite_where=sa.text("month IS NOT NULL"),
            postgresql_where=sa.text("month IS NOT NULL"),
        )


def _items() -> None:
    op.create_table(
        "signing_item",
        sa.Column("list_id", _big(), nullable=False),
        sa.Column("entry_id", _big(), nullable=False),
        sa.Column("programme_id", _big(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("decision IN ('signed', 'returned')", name=op.f("ck_signing_item_decision")),
        sa.CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name=op.f("ck_signing_item_decided_at_a_time")),
        sa.ForeignKeyConstraint(["list_id"], ["signing_list.id"], name=op.f("fk_signing_item_list_id_signing_list")),
        sa.ForeignKeyConstraint(["entry_id"], ["log_entry.id"], name=op.f("fk_signing_item_entry_id_log_entry")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_signing_item_programme_id_programme")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id", "version"],
            ["entry_version.entry_id", "entry_version.number"],
            name=op.f("fk_signing_item_entry_id_version_entry_version"),
        ),
        sa.PrimaryKeyConstraint("list_id", "entry_id", name=op.f("pk_signing_item")),
    )


def _codes() -> None:
    op.create_table(
        "signing_code",
        sa.Column("id", _big(), nullable=False),
        sa.Column("list_id", _big(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["list_id"], ["signing_list.id"], name=op.f("fk_signing_code_list_id_signing_list")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_code")),
    )
    with op.batch_alter_table("signing_code", schema=None) as batch_op:
        batch_op.create_index("ix_signing_code_list_id", ["list_id", "id"], unique=False)
