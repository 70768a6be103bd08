"""Supervision sessions, teaching dates and registers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.guarding import Guards, put_up

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def _changed(*columns: str) -> str:
    return "(" + " OR ".join(f"NEW.{column} {{differs}} OLD.{column}" for column in columns) + ")"


# A record may become void once; nothing else of it ever changes.
_RECORD = ("id", "public_id", "programme_id", "content_hash", "signature_id", "replaces_id", "recorded_at")
GUARDS: Guards = {
    "supervision_session_stands_once_signed": (
        "supervision_session",
        "UPDATE",
        _changed(*_RECORD, "supervisor_id", "held_on", "format", "activity", "minutes")
        + " OR OLD.voided_at IS NOT NULL",
        "a signed supervision session never changes",
    ),
    "supervision_session_never_goes": ("supervision_session", "DELETE", None, "a supervision session never goes"),
    "supervision_present_never_changes": (
        "supervision_present",
        "UPDATE",
        None,
        "who was present at a signed session never changes",
    ),
    "supervision_present_never_goes": (
        "supervision_present",
        "DELETE",
        None,
        "who was present at a signed session never goes",
    ),
    "teaching_date_is_cancelled_never_edited": (
        "teaching_date",
        "UPDATE",
        _changed(
            "id",
            "public_id",
            "programme_id",
            "cohort_id",
            "title",
            "series",
            "activity",
            "held_on",
            "starts_at_minute",
            "minutes",
            "leader_id",
            "recorded_at",
            "recorded_by",
        )
        + " OR OLD.cancelled_at IS NOT NULL",
        "a teaching date is cancelled, never edited",
    ),
    "teaching_date_never_goes": ("teaching_date", "DELETE", None, "a teaching date is cancelled, never deleted"),
    "teaching_register_stands_once_signed": (
        "teaching_register",
        "UPDATE",
        _changed(*_RECORD, "date_id", "leader_id") + " OR OLD.voided_at IS NOT NULL",
        "a signed register never changes",
    ),
    "teaching_register_never_goes": ("teaching_register", "DELETE", None, "a register never goes"),
    "register_mark_never_changes": ("register_mark", "UPDATE", None, "a mark of a signed register never changes"),
    "register_mark_never_goes": ("register_mark", "DELETE", None, "a mark of a signed register never goes"),
}


def upgrade() -> None:
    # What a record puts into a log says so.
    with op.batch_alter_table("entry_version", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_entry_version_source"), type_="check")
        batch_op.create_check_constraint(op.f("ck_entry_version_source"), "source IN ('page','import','record')")
    op.create_table(
        "supervision_session",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("supervisor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("format", sa.String(length=12), nullable=False),
        sa.Column("activity", sa.String(length=40), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("signature_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("replaces_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=False),
        sa.CheckConstraint("format IN ('individual', 'group')", name=op.f("ck_supervision_session_format")),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (voided_by IS NULL)", name=op.f("ck_supervision_session_void_is_whole")
        ),
        sa.CheckConstraint("minutes BETWEEN 1 AND 1440", name=op.f("ck_supervision_session_minutes_of_a_day")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_supervision_session_programme_id_programme")
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"],
            ["supervision_session.id"],
            name=op.f("fk_supervision_session_replaces_id_supervision_session"),
        ),
        sa.ForeignKeyConstraint(
            ["signature_id"], ["signature.id"], name=op.f("fk_supervision_session_signature_id_signature")
        ),
        sa.ForeignKeyConstraint(
            ["supervisor_id"], ["person.id"], name=op.f("fk_supervision_session_supervisor_id_person")
        ),
        sa.ForeignKeyConstraint(["voided_by"], ["person.id"], name=op.f("fk_supervision_session_voided_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_session")),
        sa.UniqueConstraint("public_id", name=op.f("uq_supervision_session_public_id")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_supervision_session_replaces_id")),
    )
    op.create_index("ix_supervision_session_programme_id", "supervision_session", ["programme_id"], unique=False)
    op.create_index(
        "ix_supervision_session_supervisor_id_held_on",
        "supervision_session",
        ["supervisor_id", "held_on"],
        unique=False,
    )
    op.create_table(
        "supervision_present",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("session_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("trainee_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["log_entry.id"], name=op.f("fk_supervision_present_entry_id_log_entry")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_supervision_present_programme_id_programme")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["supervision_session.id"],
            name=op.f("fk_supervision_present_session_id_supervision_session"),
        ),
        sa.ForeignKeyConstraint(["trainee_id"], ["trainee.id"], name=op.f("fk_supervision_present_trainee_id_trainee")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_present")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_supervision_present_entry_id")),
        sa.UniqueConstraint("session_id", "trainee_id", name=op.f("uq_supervision_present_session_id_trainee_id")),
    )
    op.create_index("ix_supervision_present_trainee_id", "supervision_present", ["trainee_id"], unique=False)
    op.create_table(
        "teaching_date",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("cohort_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("series", sa.String(length=120), nullable=False),
        sa.Column("activity", sa.String(length=40), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("starts_at_minute", sa.Integer(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("leader_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "(cancelled_at IS NULL) = (cancelled_by IS NULL)", name=op.f("ck_teaching_date_cancelled_is_whole")
        ),
        sa.CheckConstraint("minutes BETWEEN 1 AND 1440", name=op.f("ck_teaching_date_minutes_of_a_day")),
        sa.CheckConstraint("starts_at_minute BETWEEN 0 AND 1439", name=op.f("ck_teaching_date_start_within_the_day")),
        sa.ForeignKeyConstraint(["cancelled_by"], ["person.id"], name=op.f("fk_teaching_date_cancelled_by_person")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_teaching_date_cohort_id_cohort")),
        sa.ForeignKeyConstraint(["leader_id"], ["person.id"], name=op.f("fk_teaching_date_leader_id_person")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_teaching_date_programme_id_programme")
        ),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_teaching_date_recorded_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teaching_date")),
        sa.UniqueConstraint("public_id", name=op.f("uq_teaching_date_public_id")),
    )
    op.create_index("ix_teaching_date_cohort_id_held_on", "teaching_date", ["cohort_id", "held_on"], unique=False)
    op.create_index("ix_teaching_date_leader_id_held_on", "teaching_date", ["leader_id", "held_on"], unique=False)
    op.create_table(
        "teaching_register",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("date_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("leader_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("signature_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("replaces_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (voided_by IS NULL)", name=op.f("ck_teaching_register_void_is_whole")
        ),
        sa.ForeignKeyConstraint(
            ["date_id"], ["teaching_date.id"], name=op.f("fk_teaching_register_date_id_teaching_date")
        ),
        sa.ForeignKeyConstraint(["leader_id"], ["person.id"], name=op.f("fk_teaching_register_leader_id_person")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_teaching_register_programme_id_programme")
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["teaching_register.id"], name=op.f("fk_teaching_register_replaces_id_teaching_register")
        ),
        sa.ForeignKeyConstraint(
            ["signature_id"], ["signature.id"], name=op.f("fk_teaching_register_signature_id_signature")
        ),
        sa.ForeignKeyConstraint(["voided_by"], ["person.id"], name=op.f("fk_teaching_register_voided_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teaching_register")),
        sa.UniqueConstraint("public_id", name=op.f("uq_teaching_register_public_id")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_teaching_register_replaces_id")),
    )
    op.create_index(
        "uq_teaching_register_in_force",
        "teaching_register",
        ["date_id"],
        unique=True,
        sqlite_where=sa.text("voided_at IS NULL"),
        postgresql_where=sa.text("voided_at IS NULL"),
    )
    op.create_table(
        "register_mark",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("register_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("trainee_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("mark", sa.String(length=12), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("(mark = 'absent') = (entry_id IS NULL)", name=op.f("ck_register_mark_absent_has_no_entry")),
        sa.CheckConstraint(
            "mark IN ('present', 'left_early', 'absent', 'made_up')", name=op.f("ck_register_mark_mark")
        ),
        sa.CheckConstraint("minutes BETWEEN 0 AND 1440", name=op.f("ck_register_mark_minutes_of_a_day")),
        sa.ForeignKeyConstraint(["entry_id"], ["log_entry.id"], name=op.f("fk_register_mark_entry_id_log_entry")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_register_mark_programme_id_programme")
        ),
        sa.ForeignKeyConstraint(
            ["register_id"], ["teaching_register.id"], name=op.f("fk_register_mark_register_id_teaching_register")
        ),
        sa.ForeignKeyConstraint(["trainee_id"], ["trainee.id"], name=op.f("fk_register_mark_trainee_id_trainee")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_mark")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_register_mark_entry_id")),
        sa.UniqueConstraint("register_id", "trainee_id", name=op.f("uq_register_mark_register_id_trainee_id")),
    )
    op.create_index("ix_register_mark_trainee_id", "register_mark", ["trainee_id"], unique=False)
    put_up(GUARDS)
