"""Reminders, and proposals to countersign for a supervisor who is away or gone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.guarding import Guards, put_up

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def _changed(*columns: str) -> str:
    return "(" + " OR ".join(f"NEW.{column} {{differs}} OLD.{column}" for column in columns) + ")"


GUARDS: Guards = {
    "signing_reminder_never_changes": ("signing_reminder", "UPDATE", None, "a reminder was sent as it was sent"),
    "signing_reminder_never_goes": ("signing_reminder", "DELETE", None, "a reminder was sent"),
    "absence_stands_as_proposed": (
        "absence",
        "UPDATE",
        _changed(
            "id",
            "public_id",
            "programme_id",
            "trainee_id",
            "agreement_id",
            "evidence",
            "canonical",
            "content_hash",
            "proposed_by",
            "proposed_at",
        ),
        "a proposal stands as it was made",
    ),
    "absence_is_decided_once": ("absence", "UPDATE", "OLD.decision IS NOT NULL", "a proposal is decided once"),
    "absence_never_goes": ("absence", "DELETE", None, "a proposal never goes"),
}


def _big() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "signing_reminder",
        sa.Column("id", _big(), nullable=False),
        sa.Column("programme_id", _big(), nullable=False),
        sa.Column("trainee_id", _big(), nullable=False),
        sa.Column("person_id", _big(), nullable=False),
        sa.Column("asked_by", _big(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_signing_reminder_programme_id_programme")
        ),
        sa.ForeignKeyConstraint(["trainee_id"], ["trainee.id"], name=op.f("fk_signing_reminder_trainee_id_trainee")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_signing_reminder_person_id_person")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_signing_reminder_asked_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_reminder")),
    )
    op.create_index("ix_signing_reminder_person_id_trainee_id", "signing_reminder", ["person_id", "trainee_id"])
    op.create_table(
        "absence",
        sa.Column("id", _big(), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("programme_id", _big(), nullable=False),
        sa.Column("trainee_id", _big(), nullable=False),
        sa.Column("agreement_id", _big(), nullable=False),
        sa.Column("evidence", sa.String(length=70), nullable=False),
        sa.Column("canonical", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("proposed_by", _big(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.String(length=15), nullable=True),
        sa.Column("decided_by", _big(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("decision IN ('countersigned', 'declined')", name=op.f("ck_absence_decision")),
        sa.CheckConstraint(
            "(decision IS NULL) = (decided_at IS NULL) AND (decision IS NULL) = (decided_by IS NULL)",
            name=op.f("ck_absence_decided_by_somebody"),
        ),
        sa.CheckConstraint(
            "decided_by <> proposed_by OR decision = 'declined'", name=op.f("ck_absence_decided_by_another")
        ),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_absence_programme_id_programme")),
        sa.ForeignKeyConstraint(["trainee_id"], ["trainee.id"], name=op.f("fk_absence_trainee_id_trainee")),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["supervision_agreement.id"], name=op.f("fk_absence_agreement_id_supervision_agreement")
        ),
        sa.ForeignKeyConstraint(["proposed_by"], ["person.id"], name=op.f("fk_absence_proposed_by_person")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_absence_decided_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
        sa.UniqueConstraint("public_id", name=op.f("uq_absence_public_id")),
    )
    op.create_index("ix_absence_trainee_id", "absence", ["trainee_id"])
    put_up(GUARDS)
