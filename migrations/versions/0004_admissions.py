"""Selection: intakes, applications, interviews, decisions, offers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.guarding import Guards, put_up

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def _changed(*columns: str) -> str:
    return "(" + " OR ".join(f"NEW.{column} {{differs}} OLD.{column}" for column in columns) + ")"


# As in the rules of the room, and held equal to them by a test.
_MOVES = """(
    (OLD.stage IS NULL AND NEW.stage = 'applied')
    OR (OLD.stage = 'applied' AND NEW.stage = 'screening')
    OR (OLD.stage = 'screening' AND NEW.stage IN ('interview', 'not_offered'))
    OR (OLD.stage = 'interview' AND NEW.stage IN ('offered', 'waiting_list', 'not_offered'))
    OR (OLD.stage = 'waiting_list' AND NEW.stage IN ('offered', 'not_offered'))
    OR (OLD.stage = 'offered' AND NEW.stage IN ('accepted', 'offer_declined', 'interview'))
    OR (OLD.stage = 'accepted' AND NEW.stage IN ('enrolled', 'offer_declined'))) IS NOT TRUE"""

# Who is blanked is blanked; nothing else of what was handed in changes.
_REWRITTEN = (
    "OLD.stage IS NOT NULL AND ((NEW.statement <> OLD.statement AND NEW.statement <> '')"
    " OR (NEW.access_to_cases <> OLD.access_to_cases AND NEW.access_to_cases <> ''))"
)

GUARDS: Guards = {
    "intake_keeps_its_identity": (
        "intake",
        "UPDATE",
        _changed("id", "public_id", "programme_id", "cohort_id", "recorded_at", "recorded_by"),
        "an intake stays what it is",
    ),
    "intake_never_goes": ("intake", "DELETE", None, "an intake never goes"),
    "application_keeps_its_identity": (
        "application",
        "UPDATE",
        _changed("id", "public_id", "programme_id", "intake_id", "person_id", "recorded_at", "recorded_by"),
        "an application stays whose it is",
    ),
    "application_moves": (
        "application",
        "UPDATE",
        "NEW.stage {differs} OLD.stage AND " + _MOVES,
        "an application cannot move that way",
    ),
    "application_stands_once_handed_in": (
        "application",
        "UPDATE",
        _REWRITTEN,
        "an application that was handed in can only be blanked",
    ),
    "application_never_goes": ("application", "DELETE", None, "an application never goes"),
    "application_step_never_changes": ("application_step", "UPDATE", None, "a step never changes"),
    "application_step_never_goes": ("application_step", "DELETE", None, "a step never goes"),
    "interview_is_ended_never_edited": (
        "interview",
        "UPDATE",
        _changed(
            "id",
            "public_id",
            "programme_id",
            "application_id",
            "held_on",
            "starts_at",
            "place",
            "first_id",
            "second_id",
            "recorded_at",
            "recorded_by",
        )
        + " OR OLD.ended_at IS NOT NULL",
        "an interview is ended, never edited",
    ),
    "interview_never_goes": ("interview", "DELETE", None, "an interview never goes"),
    "interview_score_never_changes": (
        "interview_score",
        "UPDATE",
        _changed("id", "public_id", "programme_id", "interview_id", "person_id", "score", "at")
        + " OR (NEW.note <> OLD.note AND NEW.note <> '')",
        "a score never changes, its note can only be blanked",
    ),
    "interview_score_never_goes": ("interview_score", "DELETE", None, "a score never goes"),
    "selection_decision_stands": (
        "selection_decision",
        "UPDATE",
        _changed(
            "id", "public_id", "programme_id", "application_id", "outcome", "answer_by", "proposed_by", "proposed_at"
        )
        + "".join(f" OR (NEW.{text} <> OLD.{text} AND NEW.{text} <> '')" for text in ("reason", "told", "conditions"))
        + " OR ((OLD.verdict <> '' OR OLD.ended_at IS NOT NULL) AND "
        + _changed("verdict", "decided_by", "decided_at", "ended_at", "ended_by")
        + ")",
        "a decision never changes, its words can only be blanked",
    ),
    "selection_decision_never_goes": ("selection_decision", "DELETE", None, "a decision never goes"),
    "offer_is_answered_once": (
        "offer",
        "UPDATE",
        _changed("id", "public_id", "programme_id", "application_id", "decision_id", "answer_by", "made_at")
        + " OR (NEW.conditions <> OLD.conditions AND NEW.conditions <> '')"
        + " OR ((OLD.answer <> '' OR OLD.withdrawn_at IS NOT NULL) AND "
        + _changed("answer", "answered_at", "answered_by", "on_word", "withdrawn_at", "withdrawn_by")
        + ")",
        "an offer is answered or withdrawn once",
    ),
    "offer_never_goes": ("offer", "DELETE", None, "an offer never goes"),
}


def upgrade() -> None:
    op.create_table(
        "intake",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("cohort_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("places", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("(opens_on IS NULL) = (closes_on IS NULL)", name=op.f("ck_intake_both_days_or_none")),
        sa.CheckConstraint("closes_on IS NULL OR closes_on >= opens_on", name=op.f("ck_intake_closes_after_it_opens")),
        sa.CheckConstraint("places IS NULL OR places > 0", name=op.f("ck_intake_places_are_some")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_intake_cohort_id_cohort")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_intake_programme_id_programme")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_intake_recorded_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake")),
        sa.UniqueConstraint("cohort_id", name=op.f("uq_intake_cohort_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_intake_public_id")),
    )
    op.create_table(
        "application",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("intake_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=True),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("access_to_cases", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trainee_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "(trainee_id IS NULL) OR stage = 'enrolled'", name=op.f("ck_application_trainee_is_enrolled")
        ),
        sa.CheckConstraint(
            "stage IS NULL OR stage IN ('applied','screening','interview','offered','waiting_list','not_offered','offer_declined','accepted','enrolled')",
            name=op.f("ck_application_stage"),
        ),
        sa.ForeignKeyConstraint(["intake_id"], ["intake.id"], name=op.f("fk_application_intake_id_intake")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_application_person_id_person")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_application_programme_id_programme")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_application_recorded_by_person")),
        sa.ForeignKeyConstraint(["trainee_id"], ["trainee.id"], name=op.f("fk_application_trainee_id_trainee")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
        sa.UniqueConstraint("intake_id", "person_id", name=op.f("uq_application_intake_id_person_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_application_public_id")),
    )
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.create_index("ix_application_person_id", ["person_id"], unique=False)

    op.create_table(
        "application_step",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("application_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("stage_before", sa.String(length=20), nullable=True),
        sa.Column("stage_after", sa.String(length=20), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("actor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("source IN ('page', 'office workbook')", name=op.f("ck_application_step_source")),
        sa.CheckConstraint(
            "stage_after IN ('applied','screening','interview','offered','waiting_list','not_offered','offer_declined','accepted','enrolled')",
            name=op.f("ck_application_step_stage_after"),
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_application_step_actor_id_person")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_application_step_application_id_application")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_application_step_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_step")),
        sa.UniqueConstraint("application_id", "number", name=op.f("uq_application_step_application_id_number")),
    )
    op.create_table(
        "interview",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("application_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.String(length=5), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("first_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("second_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("(first_id IS NULL) = (second_id IS NULL)", name=op.f("ck_interview_both_or_none")),
        sa.CheckConstraint("first_id IS NULL OR first_id <> second_id", name=op.f("ck_interview_two_people")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_interview_application_id_application")
        ),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_interview_ended_by_person")),
        sa.ForeignKeyConstraint(["first_id"], ["person.id"], name=op.f("fk_interview_first_id_person")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_interview_programme_id_programme")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_interview_recorded_by_person")),
        sa.ForeignKeyConstraint(["second_id"], ["person.id"], name=op.f("fk_interview_second_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview")),
        sa.UniqueConstraint("public_id", name=op.f("uq_interview_public_id")),
    )
    with op.batch_alter_table("interview", schema=None) as batch_op:
        batch_op.create_index(
            "uq_interview_standing",
            ["application_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "selection_decision",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("application_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("told", sa.String(length=1000), nullable=False),
        sa.Column("conditions", sa.String(length=1000), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("proposed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verdict", sa.String(length=20), nullable=False),
        sa.Column("decided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "(outcome = 'offer') = (answer_by IS NOT NULL)", name=op.f("ck_selection_decision_an_offer_has_its_day")
        ),
        sa.CheckConstraint(
            "(verdict = '') = (decided_by IS NULL)", name=op.f("ck_selection_decision_decided_by_somebody")
        ),
        sa.CheckConstraint(
            "outcome IN ('offer', 'waiting_list', 'no_offer')", name=op.f("ck_selection_decision_outcome")
        ),
        sa.CheckConstraint("verdict IN ('', 'agreed', 'not_agreed')", name=op.f("ck_selection_decision_verdict")),
        sa.CheckConstraint(
            "decided_by IS NULL OR decided_by <> proposed_by", name=op.f("ck_selection_decision_decided_by_another")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_selection_decision_application_id_application")
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_selection_decision_decided_by_person")),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_selection_decision_ended_by_person")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_selection_decision_programme_id_programme")
        ),
        sa.ForeignKeyConstraint(["proposed_by"], ["person.id"], name=op.f("fk_selection_decision_proposed_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_selection_decision")),
        sa.UniqueConstraint("public_id", name=op.f("uq_selection_decision_public_id")),
    )
    with op.batch_alter_table("selection_decision", schema=None) as batch_op:
        batch_op.create_index(
            "uq_selection_decision_waiting",
            ["application_id"],
            unique=True,
            sqlite_where=sa.text("verdict = '' AND ended_at IS NULL"),
            postgresql_where=sa.text("verdict = '' AND ended_at IS NULL"),
        )

    op.create_table(
        "interview_score",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("interview_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("score BETWEEN 1 AND 5", name=op.f("ck_interview_score_score")),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interview.id"], name=op.f("fk_interview_score_interview_id_interview")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_interview_score_person_id_person")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_interview_score_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_score")),
        sa.UniqueConstraint("interview_id", "person_id", name=op.f("uq_interview_score_interview_id_person_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_interview_score_public_id")),
    )
    op.create_table(
        "offer",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("application_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("decision_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("conditions", sa.String(length=1000), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("on_word", sa.Boolean(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("(answer = '') = (answered_at IS NULL)", name=op.f("ck_offer_answered_at_some_time")),
        sa.CheckConstraint("answer = '' OR withdrawn_at IS NULL", name=op.f("ck_offer_answered_or_withdrawn")),
        sa.CheckConstraint("answer IN ('', 'accepted', 'declined')", name=op.f("ck_offer_answer")),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_offer_answered_by_person")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_offer_application_id_application")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["selection_decision.id"], name=op.f("fk_offer_decision_id_selection_decision")
        ),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_offer_programme_id_programme")),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["person.id"], name=op.f("fk_offer_withdrawn_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_offer_decision_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_offer_public_id")),
    )
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.create_index(
            "uq_offer_standing",
            ["application_id"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )
    put_up(GUARDS)
