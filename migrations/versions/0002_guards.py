"""Triggers that hold what must never be false, whoever writes: application, console or somebody else's script."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# {differs} is each database's word for "is not the same, empty or not".
_MOVES = """NOT (
    (OLD.state = 'draft' AND NEW.state IN ('submitted', 'discarded'))
    OR (OLD.state = 'submitted' AND NEW.state IN ('withdrawn', 'returned', 'signed'))
    OR (OLD.state IN ('withdrawn', 'returned') AND NEW.state IN ('submitted', 'discarded'))
    OR (OLD.state = 'signed' AND NEW.state = 'void'))"""

# IS NOT TRUE, since a comparison with an empty state is neither true nor false, and NOT of that refuses nothing.
_PENDING_MOVES = """(
    (OLD.pending_state IS NULL AND NEW.pending_state IN ('draft', 'submitted'))
    OR (OLD.pending_state = 'draft' AND (NEW.pending_state IS NULL OR NEW.pending_state = 'submitted'))
    OR (OLD.pending_state = 'submitted' AND (NEW.pending_state IS NULL OR NEW.pending_state IN ('withdrawn', 'returned')))
    OR (OLD.pending_state IN ('withdrawn', 'returned') AND (NEW.pending_state IS NULL OR NEW.pending_state = 'submitted'))) IS NOT TRUE"""

_SUPERSEDED = """(NEW.state = 'signed' AND OLD.pending_state = 'submitted' AND NEW.pending_state IS NULL
    AND NEW.version = OLD.pending_version AND NEW.signature_id {differs} OLD.signature_id)"""


def _changed(*columns: str) -> str:
    return "(" + " OR ".join(f"NEW.{column} {{differs}} OLD.{column}" for column in columns) + ")"


_SIGNED_COLUMNS = _changed(
    "version", "worked_on", "activity", "minutes", "outcome", "case_id", "placement_id",
    "video_reviewed", "submitted_on", "signed_on", "signature_id", "late", "carried_by",
)  # fmt: skip

# name: (table, UPDATE or DELETE or INSERT, when it is refused or None for always, what to say)
GUARDS: dict[str, tuple[str, str, str | None, str]] = {
    "signature_never_changes": ("signature", "UPDATE", None, "a signature never changes"),
    "signature_never_goes": ("signature", "DELETE", None, "a signature never goes"),
    "trail_line_never_changes": ("trail_line", "UPDATE", None, "the trail never changes"),
    "trail_line_never_goes": ("trail_line", "DELETE", None, "the trail never goes"),
    "trail_head_only_grows": (
        "trail_head",
        "UPDATE",
        "NEW.seq <= OLD.seq OR NEW.chain {differs} OLD.chain",
        "the trail only grows",
    ),
    "trail_head_never_goes": ("trail_head", "DELETE", None, "the trail never goes"),
    "entry_version_stands_once_submitted": (
        "entry_version",
        "UPDATE",
        "OLD.submitted_at IS NOT NULL",
        "a submitted version never changes",
    ),
    "entry_version_never_goes": ("entry_version", "DELETE", None, "a version never goes"),
    "entry_text_stands_once_submitted": (
        "entry_text",
        "UPDATE",
        "OLD.sealed AND NOT (NEW.text = '' AND NEW.blanked_at IS NOT NULL AND NEW.sealed AND NOT "
        + _changed("version_id", "salt", "programme_id")
        + ")",
        "a submitted text can only be blanked",
    ),
    "entry_text_never_goes": ("entry_text", "DELETE", None, "a text is blanked, never deleted"),
    "entry_step_never_changes": (
        "entry_step",
        "UPDATE",
        "NOT (NEW.comment = '' AND NEW.comment_blanked_at IS NOT NULL) OR "
        + _changed("id", "programme_id", "entry_id", "version", "state_before", "state_after", "actor_id", "at"),
        "a step never changes, its comment can only be blanked",
    ),
    "entry_step_never_goes": ("entry_step", "DELETE", None, "a step never goes"),
    "log_entry_begins_unsigned": (
        "log_entry",
        "INSERT",
        "NEW.state NOT IN ('draft', 'submitted') OR NEW.pending_state IS NOT NULL",
        "an entry begins as a draft or submitted",
    ),
    "log_entry_keeps_its_identity": (
        "log_entry",
        "UPDATE",
        _changed("id", "public_id", "programme_id", "trainee_id", "recorded_at"),
        "an entry stays who it is",
    ),
    "log_entry_moves": (
        "log_entry",
        "UPDATE",
        "NEW.state {differs} OLD.state AND " + _MOVES,
        "an entry cannot move that way",
    ),
    "log_entry_pending_moves": (
        "log_entry",
        "UPDATE",
        "NEW.pending_state {differs} OLD.pending_state AND " + _PENDING_MOVES,
        "a correction cannot move that way",
    ),
    "log_entry_stands_once_signed": (
        "log_entry",
        "UPDATE",
        "OLD.state = 'signed' AND " + _SIGNED_COLUMNS + " AND " + _SUPERSEDED + " IS NOT TRUE",
        "a signed entry never changes",
    ),
    "log_entry_rests_at_its_end": (
        "log_entry",
        "UPDATE",
        "OLD.state IN ('void', 'discarded')",
        "an entry that is void or discarded never changes",
    ),
    "log_entry_never_goes": ("log_entry", "DELETE", None, "an entry never goes"),
    "import_batch_never_changes": ("import_batch", "UPDATE", None, "an import never changes"),
    "import_batch_never_goes": ("import_batch", "DELETE", None, "an import never goes"),
    "import_row_never_changes": ("import_row", "UPDATE", None, "an import never changes"),
    "import_row_never_goes": ("import_row", "DELETE", None, "an import never goes"),
    "programme_version_never_changes": ("programme_version", "UPDATE", None, "a published version never changes"),
    "programme_version_never_goes": ("programme_version", "DELETE", None, "a published version never goes"),
    "role_held_is_ended_never_edited": (
        "role_held",
        "UPDATE",
        _changed("programme_id", "person_id", "role", "starts_on", "recorded_at", "recorded_by")
        + " OR OLD.ended_at IS NOT NULL",
        "a role is ended, never edited",
    ),
    "role_held_never_goes": ("role_held", "DELETE", None, "a role is ended, never deleted"),
    "registration_is_ended_never_edited": (
        "registration",
        "UPDATE",
        _changed(
            "programme_id", "person_id", "body", "number", "valid_from", "valid_until", "recorded_at", "recorded_by"
        )
        + " OR OLD.ended_at IS NOT NULL",
        "a registration is ended, never edited",
    ),
    "registration_never_goes": ("registration", "DELETE", None, "a registration is ended, never deleted"),
    "placement_is_ended_never_edited": (
        "placement",
        "UPDATE",
        _changed("programme_id", "trainee_id", "name", "starts_on", "recorded_at", "recorded_by")
        + " OR OLD.ended_at IS NOT NULL",
        "a placement is ended, never edited",
    ),
    "placement_never_goes": ("placement", "DELETE", None, "a placement is ended, never deleted"),
    "supervision_agreement_is_ended_never_edited": (
        "supervision_agreement",
        "UPDATE",
        _changed("programme_id", "trainee_id", "supervisor_id", "capacity", "starts_on", "recorded_at", "recorded_by")
        + " OR OLD.ended_at IS NOT NULL",
        "an agreement is ended, never edited",
    ),
    "supervision_agreement_never_goes": (
        "supervision_agreement",
        "DELETE",
        None,
        "an agreement is ended, never deleted",
    ),
    "version_pin_is_ended_never_edited": (
        "version_pin",
        "UPDATE",
        _changed("programme_id", "cohort_id", "programme_version_id", "recorded_at", "recorded_by")
        + " OR OLD.ended_at IS NOT NULL",
        "a pin is ended, never edited",
    ),
    "version_pin_never_goes": ("version_pin", "DELETE", None, "a pin is ended, never deleted"),
}

_REFUSE_ON_POSTGRESQL = """CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'check_violation';
END $$"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name, (table, verb, when, message) in GUARDS.items():
            condition = "" if when is None else " WHEN " + when.replace("{differs}", "IS NOT")
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW{condition} BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )
        return
    op.execute(_REFUSE_ON_POSTGRESQL)
    for name, (table, verb, when, message) in GUARDS.items():
        condition = "" if when is None else " WHEN (" + when.replace("{differs}", "IS DISTINCT FROM") + ")"
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW{condition} EXECUTE FUNCTION refuse_change('{message}')"
        )
    for table in sorted({table for table, verb, when, _ in GUARDS.values() if verb == "DELETE"}):
        op.execute(
            f"CREATE TRIGGER {table}_is_never_emptied BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('{table} is never emptied')"
        )
