"""The verbs about what people bring along."""

from trainee_app.credentials.services.bringing import (
    AcceptanceIsOnesOwn,
    AlreadyAccepted,
    AlreadyTakenBack,
    accept_prerequisite,
    attach_evidence,
    draft_of_brought,
    record_brought,
    take_acceptance_back,
    take_brought_back,
    take_evidence_back,
)
from trainee_app.credentials.services.registrations import (
    RegistrationAlreadyEnded,
    RegistrationIsOnesOwn,
    draft_of,
    end_registration,
    record_registration,
    withdraw_registration,
)
from trainee_app.credentials.services.repeats import FormBelongsToSomethingElse

__all__ = [
    "AcceptanceIsOnesOwn",
    "AlreadyAccepted",
    "AlreadyTakenBack",
    "FormBelongsToSomethingElse",
    "RegistrationAlreadyEnded",
    "RegistrationIsOnesOwn",
    "accept_prerequisite",
    "attach_evidence",
    "draft_of",
    "draft_of_brought",
    "end_registration",
    "record_brought",
    "record_registration",
    "take_acceptance_back",
    "take_brought_back",
    "take_evidence_back",
    "withdraw_registration",
]
