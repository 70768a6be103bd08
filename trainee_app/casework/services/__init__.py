"""The verbs of this room: families are proposed, cases kept, supervised and ended."""

from trainee_app.casework.services.keeping import (
    CaseHasEnded,
    ConsentAlreadyWithdrawn,
    FormUsedElsewhere,
    end_case,
    give_consent,
    mark_case,
    plan_case,
    withdraw_consent,
)
from trainee_app.casework.services.proposing import (
    AlreadyAnswered,
    FormBelongsToAnother,
    NoAgreementCoversCases,
    ProposalAlreadySettled,
    answer_proposal,
    propose_family,
    withdraw_proposal,
)
from trainee_app.casework.services.supervising import (
    NotTheirsToSign,
    PhaseIsNotNext,
    Presented,
    note_presented,
    phase_to_sign,
    settle_presented,
    sign_phase,
    void_presented,
)

__all__ = [
    "AlreadyAnswered",
    "CaseHasEnded",
    "ConsentAlreadyWithdrawn",
    "FormBelongsToAnother",
    "FormUsedElsewhere",
    "NoAgreementCoversCases",
    "NotTheirsToSign",
    "PhaseIsNotNext",
    "Presented",
    "ProposalAlreadySettled",
    "answer_proposal",
    "end_case",
    "give_consent",
    "mark_case",
    "note_presented",
    "phase_to_sign",
    "plan_case",
    "propose_family",
    "settle_presented",
    "sign_phase",
    "void_presented",
    "withdraw_consent",
    "withdraw_proposal",
]
