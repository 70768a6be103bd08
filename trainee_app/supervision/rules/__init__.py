"""The rules of the supervision: what may be recorded, what is signed by it, what is told before it. Pure."""

from trainee_app.supervision.rules.preparing import (
    CaseBefore,
    MonthStanding,
    floor_activities,
    periods_of_day,
    to_bring,
)
from trainee_app.supervision.rules.recording import (
    CANONICAL_VERSION,
    DOCUMENT,
    MINUTES_OF_A_DAY,
    Case,
    Code,
    Format,
    Person,
    SessionDraft,
    Setting,
    SignedSession,
    Standing,
    activity_of,
    canonical_bytes,
    check_session,
    document_name,
)

__all__ = [
    "CANONICAL_VERSION",
    "DOCUMENT",
    "MINUTES_OF_A_DAY",
    "Case",
    "CaseBefore",
    "Code",
    "Format",
    "MonthStanding",
    "Person",
    "SessionDraft",
    "Setting",
    "SignedSession",
    "Standing",
    "activity_of",
    "canonical_bytes",
    "check_session",
    "document_name",
    "floor_activities",
    "periods_of_day",
    "to_bring",
]
