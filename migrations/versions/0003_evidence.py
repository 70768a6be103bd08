"""Files, and what a person brings along: posts, observation, personal therapy, what the course accepted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.guarding import Guards, put_up

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def _changed(*columns: str) -> str:
    return "(" + " OR ".join(f"NEW.{column} {{differs}} OLD.{column}" for column in columns) + ")"


def _taken_back_only(*columns: str) -> str:
    return "OLD.ended_at IS NOT NULL OR " + _changed(*columns)


_WHOSE = ("id", "public_id", "programme_id", "person_id", "recorded_at", "recorded_by")

GUARDS: Guards = {
    "stored_file_never_changes": ("stored_file", "UPDATE", None, "a kept file never changes"),
    "stored_file_never_goes": ("stored_file", "DELETE", None, "a kept file never goes"),
    "brought_along_is_ended_never_edited": (
        "brought_along",
        "UPDATE",
        _taken_back_only(*_WHOSE, "record", "title", "place", "standing", "share_percent", "from_on", "until_on"),
        "what was brought along is taken back, never edited",
    ),
    "brought_along_never_goes": ("brought_along", "DELETE", None, "what was brought along never goes"),
    "evidence_is_ended_never_edited": (
        "evidence",
        "UPDATE",
        _taken_back_only(*_WHOSE, "about", "kind", "file_id"),
        "evidence is taken back, never edited",
    ),
    "evidence_never_goes": ("evidence", "DELETE", None, "evidence never goes"),
    "acceptance_is_ended_never_edited": (
        "acceptance",
        "UPDATE",
        _taken_back_only(*_WHOSE, "record", "accepted_on", "months", "is_short", "reason"),
        "an acceptance is taken back, never edited",
    ),
    "acceptance_never_goes": ("acceptance", "DELETE", None, "an acceptance never goes"),
}


def _key(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=nullable)


def _fact(table: str, *columns: sa.Column[object] | sa.Constraint, recorder: bool = False) -> None:
    """Make the table of a fact about a person on a programme: recorded, taken back, never edited."""
    op.create_table(
        table,
        _key("id"),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        _key("programme_id"),
        _key("person_id"),
        *[each for each in columns if isinstance(each, sa.Column)],
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        _key("recorded_by", nullable=not recorder),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        _key("ended_by", nullable=True),
        *[each for each in columns if isinstance(each, sa.Constraint)],
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=f"fk_{table}_programme_id_programme"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=f"fk_{table}_person_id_person"),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=f"fk_{table}_recorded_by_person"),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=f"fk_{table}_ended_by_person"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("public_id", name=f"uq_{table}_public_id"),
    )
    op.create_index(f"ix_{table}_person_id_programme_id", table, ["person_id", "programme_id"])


def _keep_files() -> None:
    op.create_table(
        "stored_file",
        _key("id"),
        _key("programme_id"),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        _key("stored_by", nullable=True),
        sa.CheckConstraint("kind IN ('pdf', 'jpeg', 'png')", name=op.f("ck_stored_file_kind")),
        sa.CheckConstraint("size_bytes > 0", name=op.f("ck_stored_file_is_not_empty")),
        sa.PrimaryKeyConstraint("id", name="pk_stored_file"),
        sa.UniqueConstraint("name", name="uq_stored_file_name"),
    )


def _bring_along() -> None:
    _fact(
        "brought_along",
        sa.Column("record", sa.String(length=30), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("place", sa.String(length=160), nullable=False),
        sa.Column("standing", sa.String(length=20), nullable=False),
        sa.Column("share_percent", sa.Integer(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "record IN ('experience', 'infant_observation', 'personal_therapy')", name=op.f("ck_brought_along_record")
        ),
        sa.CheckConstraint(
            "until_on IS NULL OR until_on >= from_on", name=op.f("ck_brought_along_ends_after_it_starts")
        ),
        sa.CheckConstraint(
            "record <> 'personal_therapy' OR (title = '' AND place = '' AND standing IN ('declaration', 'letter'))",
            name=op.f("ck_brought_along_therapy_has_no_words"),
        ),
        sa.CheckConstraint(
            "record <> 'infant_observation' OR standing IN ('done', 'running', 'to_start')",
            name=op.f("ck_brought_along_observation_stands"),
        ),
        sa.CheckConstraint(
            "record <> 'experience' OR (share_percent IS NOT NULL AND share_percent BETWEEN 1 AND 100)",
            name=op.f("ck_brought_along_post_has_a_share"),
        ),
    )


def _show_and_accept() -> None:
    _fact(
        "evidence",
        sa.Column("about", sa.String(length=30), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        _key("file_id"),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name="fk_evidence_file_id_stored_file"),
        sa.UniqueConstraint("file_id", name="uq_evidence_file_id"),
    )
    _fact(
        "acceptance",
        sa.Column("record", sa.String(length=30), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=True),
        sa.Column("is_short", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.CheckConstraint("NOT is_short OR reason <> ''", name=op.f("ck_acceptance_shortfall_has_a_reason")),
        recorder=True,
    )
    in_force = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_acceptance_in_force",
        "acceptance",
        ["person_id", "programme_id", "record"],
        unique=True,
        sqlite_where=in_force,
        postgresql_where=in_force,
    )


def upgrade() -> None:
    _keep_files()
    _bring_along()
    _show_and_accept()
    put_up(GUARDS)
