"""Every SELECT about supervision sessions."""

from trainee_app.supervision.queries.conditions import (
    is_covered,
    is_own_session,
    is_supervised_by,
    records_supervision,
    runs_programme,
    runs_programme_of,
    signing_capacity,
    still_signs,
    was_present,
)
from trainee_app.supervision.queries.preparing import cases_before
from trainee_app.supervision.queries.recording import OfferedTrainee, offered_to, setting_of, trainees_to_record
from trainee_app.supervision.queries.sessions import (
    Presentation,
    draft_of,
    last_session_with,
    months_given,
    months_standing,
    present_at,
    presented_at,
    replaced_by,
    session_named,
    sessions_given,
    sessions_of,
)
from trainee_app.supervision.queries.telling import told_as

__all__ = [
    "OfferedTrainee",
    "Presentation",
    "cases_before",
    "draft_of",
    "is_covered",
    "is_own_session",
    "is_supervised_by",
    "last_session_with",
    "months_given",
    "months_standing",
    "offered_to",
    "present_at",
    "presented_at",
    "records_supervision",
    "replaced_by",
    "runs_programme",
    "runs_programme_of",
    "session_named",
    "sessions_given",
    "sessions_of",
    "setting_of",
    "signing_capacity",
    "still_signs",
    "told_as",
    "trainees_to_record",
    "was_present",
]
