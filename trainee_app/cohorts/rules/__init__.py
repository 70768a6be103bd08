"""What may be recorded about cohorts, supervision agreements, placements and breaks. Pure."""

from trainee_app.cohorts.rules.arranging import (
    LONGEST_COHORT_NAME,
    LONGEST_PLACEMENT_NAME,
    AgreementDraft,
    Capacity,
    CohortDraft,
    PlacementDraft,
    Span,
    check_agreement,
    check_cohort,
    check_end,
    check_placement,
)
from trainee_app.cohorts.rules.breaks import LONGEST_REASON, BreakDraft, BreakKind, check_break, end_after, extension
from trainee_app.cohorts.rules.foreseen import Away, CasePaused, OtherEnd, OtherEndOf, StandsOtherwise
from trainee_app.cohorts.rules.placing import (
    LONGEST_SIGNATORY,
    LONGEST_SIGNATORY_ROLE,
    PlacementAgreementDraft,
    check_placement_agreement,
)

__all__ = [
    "LONGEST_COHORT_NAME",
    "LONGEST_PLACEMENT_NAME",
    "LONGEST_REASON",
    "LONGEST_SIGNATORY",
    "LONGEST_SIGNATORY_ROLE",
    "AgreementDraft",
    "Away",
    "BreakDraft",
    "BreakKind",
    "Capacity",
    "CasePaused",
    "CohortDraft",
    "OtherEnd",
    "OtherEndOf",
    "PlacementAgreementDraft",
    "PlacementDraft",
    "Span",
    "StandsOtherwise",
    "check_agreement",
    "check_break",
    "check_cohort",
    "check_end",
    "check_placement",
    "check_placement_agreement",
    "end_after",
    "extension",
]
