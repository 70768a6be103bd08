"""Training cases: proposals, plans, consents, phases, reviews, endings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.guarding import Guards, put_up

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def _changed(*columns: str) -> str:
    return "(" + " OR ".join(f"NEW.{column} {{differs}} OLD.{column}" for column in columns) + ")"


GUARDS: Guards = {
    "training_case_stands": (
        "training_case",
        "UPDATE",
        _changed(
            "id",
            "public_id",
            "programme_id",
            "trainee_id",
            "number",
            "code",
            "kind",
            "age_band",
            "placement_id",
            "opened_on",
            "recorded_at",
        ),
        "a training case never changes",
    ),
    "training_case_never_goes": ("training_case", "DELETE", None, "a training case never goes"),
    "case_proposal_stands": (
        "case_proposal",
        "UPDATE",
        _changed(
            "id",
            "public_id",
            "programme_id",
            "trainee_id",
            "placement_id",
            "kind",
            "age_band",
            "carers",
            "seen_agreed_on",
            "discussed_agreed_on",
            "responsibility",
            "agreed_sessions",
            "agreed_end_on",
            "last_allowed_on",
            "proposed_at",
        ),
        "a case proposal never changes",
    ),
    "case_proposal_never_goes": ("case_proposal", "DELETE", None, "a case proposal never goes"),
    "case_answer_never_changes": ("case_answer", "UPDATE", None, "a case answer never changes"),
    "case_answer_never_goes": ("case_answer", "DELETE", None, "a case answer never goes"),
    "case_plan_never_changes": ("case_plan", "UPDATE", None, "a case plan never changes"),
    "case_plan_never_goes": ("case_plan", "DELETE", None, "a case plan never goes"),
    "case_consent_is_ended_never_edited": (
        "case_consent",
        "UPDATE",
        (
            "OLD.ended_at IS NOT NULL OR "
            + _changed("programme_id", "case_id", "kind", "scope", "given_on", "recorded_by", "recorded_at")
        ),
        "a case consent is ended, never edited",
    ),
    "case_consent_never_goes": ("case_consent", "DELETE", None, "a case consent never goes"),
    "case_mark_never_changes": ("case_mark", "UPDATE", None, "a case mark never changes"),
    "case_mark_never_goes": ("case_mark", "DELETE", None, "a case mark never goes"),
    "case_phase_never_changes": ("case_phase", "UPDATE", None, "a case phase never changes"),
    "case_phase_never_goes": ("case_phase", "DELETE", None, "a case phase never goes"),
    "case_ending_never_changes": ("case_ending", "UPDATE", None, "a case ending never changes"),
    "case_ending_never_goes": ("case_ending", "DELETE", None, "a case ending never goes"),
    "case_presented_stands": (
        "case_presented",
        "UPDATE",
        _changed("id", "programme_id", "case_id", "document", "held_on", "minutes", "video_reviewed", "recorded_at"),
        "a case presented never changes",
    ),
    "case_presented_never_goes": ("case_presented", "DELETE", None, "a case presented never goes"),
}


def upgrade() -> None:
    op.create_table(
        "training_case",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("trainee_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("age_band", sa.String(length=20), nullable=False),
        sa.Column("placement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('parent_infant', 'group')", name=op.f("ck_training_case_kind")),
        sa.CheckConstraint(
            "closed_on IS NULL OR closed_on >= opened_on", name=op.f("ck_training_case_closes_after_it_opens")
        ),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_training_case_placement_id_placement")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_training_case_programme_id_programme")
        ),
        sa.ForeignKeyConstraint(["trainee_id"], ["trainee.id"], name=op.f("fk_training_case_trainee_id_trainee")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_case")),
        sa.UniqueConstraint("code", name=op.f("uq_training_case_code")),
        sa.UniqueConstraint("public_id", name=op.f("uq_training_case_public_id")),
        sa.UniqueConstraint("trainee_id", "number", name=op.f("uq_training_case_trainee_id_number")),
    )
    op.create_table(
        "case_consent",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("scope", sa.String(length=40), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('seen', 'discussed', 'video')", name=op.f("ck_case_consent_kind")),
        sa.CheckConstraint(
            "withdrawn_on IS NULL OR withdrawn_on >= given_on", name=op.f("ck_case_consent_withdrawn_after_given")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["training_case.id"], name=op.f("fk_case_consent_case_id_training_case")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_case_consent_programme_id_programme")
        ),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_case_consent_recorded_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_consent")),
        sa.UniqueConstraint("public_id", name=op.f("uq_case_consent_public_id")),
    )
    with op.batch_alter_table("case_consent", schema=None) as batch_op:
        batch_op.create_index("ix_case_consent_case_id", ["case_id"], unique=False)

    op.create_table(
        "case_ending",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.Column("feedback_received", sa.Boolean(), nullable=False),
        sa.Column("recorded_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["training_case.id"], name=op.f("fk_case_ending_case_id_training_case")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_case_ending_programme_id_programme")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_case_ending_recorded_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_ending")),
        sa.UniqueConstraint("case_id", name=op.f("uq_case_ending_case_id")),
    )
    op.create_table(
        "case_mark",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('review', 'assessment', 'recorded', 'destroyed', 'feedback', 'told_lead', 'told_supervisor')",
            name=op.f("ck_case_mark_kind"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["training_case.id"], name=op.f("fk_case_mark_case_id_training_case")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_case_mark_programme_id_programme")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_case_mark_recorded_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_mark")),
        sa.UniqueConstraint("public_id", name=op.f("uq_case_mark_public_id")),
    )
    with op.batch_alter_table("case_mark", schema=None) as batch_op:
        batch_op.create_index("ix_case_mark_case_id", ["case_id"], unique=False)

    op.create_table(
        "case_phase",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("phase", sa.String(length=10), nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=False),
        sa.Column("signature_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("canonical", sa.LargeBinary(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("phase IN ('early', 'middle', 'final')", name=op.f("ck_case_phase_phase")),
        sa.ForeignKeyConstraint(["case_id"], ["training_case.id"], name=op.f("fk_case_phase_case_id_training_case")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_case_phase_programme_id_programme")),
        sa.ForeignKeyConstraint(["signature_id"], ["signature.id"], name=op.f("fk_case_phase_signature_id_signature")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_phase")),
        sa.UniqueConstraint("case_id", "phase", name=op.f("uq_case_phase_case_id_phase")),
        sa.UniqueConstraint("public_id", name=op.f("uq_case_phase_public_id")),
    )
    op.create_table(
        "case_plan",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("agreed_sessions", sa.Integer(), nullable=True),
        sa.Column("agreed_end_on", sa.Date(), nullable=True),
        sa.Column("last_allowed_on", sa.Date(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("ending_agreed_on", sa.Date(), nullable=True),
        sa.Column("responsibility", sa.String(length=120), nullable=False),
        sa.Column("recorded_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["training_case.id"], name=op.f("fk_case_plan_case_id_training_case")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_case_plan_programme_id_programme")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_case_plan_recorded_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_plan")),
    )
    with op.batch_alter_table("case_plan", schema=None) as batch_op:
        batch_op.create_index("ix_case_plan_case_id", ["case_id", "id"], unique=False)

    op.create_table(
        "case_presented",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("document", sa.String(length=60), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("video_reviewed", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'signed', 'void')", name=op.f("ck_case_presented_state")),
        sa.CheckConstraint("minutes >= 0", name=op.f("ck_case_presented_minutes_are_some")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["training_case.id"], name=op.f("fk_case_presented_case_id_training_case")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_case_presented_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_presented")),
        sa.UniqueConstraint("case_id", "document", name=op.f("uq_case_presented_case_id_document")),
    )
    with op.batch_alter_table("case_presented", schema=None) as batch_op:
        batch_op.create_index("ix_case_presented_document", ["document"], unique=False)

    op.create_table(
        "case_proposal",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("trainee_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("placement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("age_band", sa.String(length=20), nullable=False),
        sa.Column("carers", sa.String(length=120), nullable=False),
        sa.Column("seen_agreed_on", sa.Date(), nullable=False),
        sa.Column("discussed_agreed_on", sa.Date(), nullable=False),
        sa.Column("responsibility", sa.String(length=120), nullable=False),
        sa.Column("agreed_sessions", sa.Integer(), nullable=True),
        sa.Column("agreed_end_on", sa.Date(), nullable=True),
        sa.Column("last_allowed_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'agreed') = (case_id IS NOT NULL)", name=op.f("ck_case_proposal_agreed_is_a_case")
        ),
        sa.CheckConstraint(
            "state IN ('proposed', 'agreed', 'declined', 'withdrawn')", name=op.f("ck_case_proposal_state")
        ),
        sa.CheckConstraint(
            "agreed_sessions IS NOT NULL OR agreed_end_on IS NOT NULL", name=op.f("ck_case_proposal_has_an_end")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["training_case.id"], name=op.f("fk_case_proposal_case_id_training_case")),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_case_proposal_placement_id_placement")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_case_proposal_programme_id_programme")
        ),
        sa.ForeignKeyConstraint(["trainee_id"], ["trainee.id"], name=op.f("fk_case_proposal_trainee_id_trainee")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_proposal")),
        sa.UniqueConstraint("public_id", name=op.f("uq_case_proposal_public_id")),
    )
    with op.batch_alter_table("case_proposal", schema=None) as batch_op:
        batch_op.create_index("ix_case_proposal_trainee_id", ["trainee_id"], unique=False)

    op.create_table(
        "case_answer",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("proposal_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("part", sa.String(length=12), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("on_word_of", sa.String(length=200), nullable=False),
        sa.Column("answered_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("part IN ('placement', 'supervisor')", name=op.f("ck_case_answer_part")),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_case_answer_answered_by_person")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_case_answer_programme_id_programme")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["case_proposal.id"], name=op.f("fk_case_answer_proposal_id_case_proposal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_answer")),
        sa.UniqueConstraint("proposal_id", "part", name=op.f("uq_case_answer_proposal_id_part")),
    )
    put_up(GUARDS)
