"""Placement agreements, agreements agreed by both, breaks; waivers decided by two."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.guarding import Guards, put_up

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def _changed(*columns: str) -> str:
    return "(" + " OR ".join(f"NEW.{column} {{differs}} OLD.{column}" for column in columns) + ")"


GUARDS: Guards = {
    "agreement_word_never_changes": ("agreement_word", "UPDATE", None, "an agreement word never changes"),
    "agreement_word_never_goes": ("agreement_word", "DELETE", None, "an agreement word never goes"),
    "placement_agreement_is_ended_never_edited": (
        "placement_agreement",
        "UPDATE",
        (
            "OLD.ended_at IS NOT NULL OR "
            + _changed(
                "programme_id",
                "placement_id",
                "signatory_name",
                "signatory_role",
                "agreed_on",
                "covers_cases",
                "manager_id",
                "starts_on",
                "recorded_at",
                "recorded_by",
            )
        ),
        "a placement agreement is ended, never edited",
    ),
    "placement_agreement_never_goes": ("placement_agreement", "DELETE", None, "a placement agreement never goes"),
    "training_break_is_ended_never_edited": (
        "training_break",
        "UPDATE",
        (
            "OLD.ended_at IS NOT NULL OR "
            + _changed(
                "programme_id",
                "trainee_id",
                "kind",
                "starts_on",
                "ends_on",
                "days",
                "decided_on",
                "decided_by",
                "reason",
                "recorded_at",
                "recorded_by",
            )
        ),
        "a training break is ended, never edited",
    ),
    "training_break_never_goes": ("training_break", "DELETE", None, "a training break never goes"),
    "waiver_stands": (
        "waiver",
        "UPDATE",
        _changed(
            "id",
            "public_id",
            "programme_id",
            "trainee_id",
            "requirement",
            "kind",
            "reason",
            "evidence",
            "conditions",
            "expires_on",
            "proposed_by",
            "proposed_at",
        )
        + " OR OLD.ended_at IS NOT NULL OR (OLD.decision <> '' AND "
        + _changed("decision", "decided_by", "decided_at", "decided_on")
        + ")",
        "a waiver never changes, nor what was decided about it",
    ),
    "waiver_never_goes": ("waiver", "DELETE", None, "a waiver never goes"),
}


def upgrade() -> None:
    op.create_table(
        "waiver",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("trainee_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("requirement", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("evidence", sa.String(length=500), nullable=False),
        sa.Column("conditions", sa.String(length=500), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("proposed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=False),
        sa.Column("decided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("(decision = '') = (decided_by IS NULL)", name=op.f("ck_waiver_decided_by_somebody")),
        sa.CheckConstraint("decision IN ('', 'granted', 'refused')", name=op.f("ck_waiver_decision")),
        sa.CheckConstraint("kind IN ('waiver', 'equivalence')", name=op.f("ck_waiver_kind")),
        sa.CheckConstraint(
            "decided_by IS NULL OR decided_by <> proposed_by", name=op.f("ck_waiver_decided_by_another")
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_waiver_decided_by_person")),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_waiver_ended_by_person")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_waiver_programme_id_programme")),
        sa.ForeignKeyConstraint(["proposed_by"], ["person.id"], name=op.f("fk_waiver_proposed_by_person")),
        sa.ForeignKeyConstraint(["trainee_id"], ["trainee.id"], name=op.f("fk_waiver_trainee_id_trainee")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiver")),
        sa.UniqueConstraint("public_id", name=op.f("uq_waiver_public_id")),
    )
    with op.batch_alter_table("waiver", schema=None) as batch_op:
        batch_op.create_index("ix_waiver_trainee_id", ["trainee_id"], unique=False)
    op.create_table(
        "training_break",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("trainee_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("decided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("kind IN ('intermission', 'extension')", name=op.f("ck_training_break_kind")),
        sa.CheckConstraint("days > 0", name=op.f("ck_training_break_days_are_some")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_training_break_ends_after_it_starts")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_training_break_decided_by_person")),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_training_break_ended_by_person")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_training_break_programme_id_programme")
        ),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_training_break_recorded_by_person")),
        sa.ForeignKeyConstraint(["trainee_id"], ["trainee.id"], name=op.f("fk_training_break_trainee_id_trainee")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_break")),
        sa.UniqueConstraint("public_id", name=op.f("uq_training_break_public_id")),
    )
    with op.batch_alter_table("training_break", schema=None) as batch_op:
        batch_op.create_index("ix_training_break_trainee_id", ["trainee_id"], unique=False)

    op.create_table(
        "agreement_word",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("agreement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["supervision_agreement.id"],
            name=op.f("fk_agreement_word_agreement_id_supervision_agreement"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_agreement_word_person_id_person")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_agreement_word_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_word")),
        sa.UniqueConstraint("agreement_id", "person_id", name=op.f("uq_agreement_word_agreement_id_person_id")),
    )
    op.create_table(
        "placement_agreement",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("placement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("signatory_name", sa.String(length=200), nullable=False),
        sa.Column("signatory_role", sa.String(length=120), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.Column("covers_cases", sa.Boolean(), nullable=False),
        sa.Column("manager_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_placement_agreement_ends_after_it_starts")
        ),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_placement_agreement_ended_by_person")),
        sa.ForeignKeyConstraint(["manager_id"], ["person.id"], name=op.f("fk_placement_agreement_manager_id_person")),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_placement_agreement_placement_id_placement")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_placement_agreement_programme_id_programme")
        ),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_placement_agreement_recorded_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement_agreement")),
        sa.UniqueConstraint("public_id", name=op.f("uq_placement_agreement_public_id")),
    )
    with op.batch_alter_table("placement_agreement", schema=None) as batch_op:
        batch_op.create_index("ix_placement_agreement_placement_id", ["placement_id"], unique=False)
    put_up(GUARDS)
