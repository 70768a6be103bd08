"""A standing as it is kept, and as it is shown. Pure."""

from trainee_app.readiness.rules.dating import Reading, day_ends_at
from trainee_app.readiness.rules.keeping import (
    Evaluated,
    finding_of,
    finding_values,
    fingerprint,
    headline_of,
    headline_values,
    most_urgent,
)
from trainee_app.readiness.rules.showing import (
    Section,
    activity_rows,
    burn_up_of,
    columns_of,
    course_of,
    figure_words,
    headline_tag,
    month_marks,
    percent,
    period_state,
    sections_of,
    signers_in_words,
)
from trainee_app.readiness.rules.waiving import LONGEST, WaiverDraft, WaiverKind, check_waiver

__all__ = [
    "LONGEST",
    "Evaluated",
    "Reading",
    "Section",
    "WaiverDraft",
    "WaiverKind",
    "activity_rows",
    "burn_up_of",
    "check_waiver",
    "columns_of",
    "course_of",
    "day_ends_at",
    "figure_words",
    "finding_of",
    "finding_values",
    "fingerprint",
    "headline_of",
    "headline_tag",
    "headline_values",
    "month_marks",
    "most_urgent",
    "percent",
    "period_state",
    "sections_of",
    "signers_in_words",
]
