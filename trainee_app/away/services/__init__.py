"""The verbs of signing by link. The verbs of the log judge what may be signed; these judge the link and the code."""

from trainee_app.away.services.absences import (
    bound_by,
    countersign,
    decline_absence,
    document_of,
    propose_absence,
    remind,
)
from trainee_app.away.services.answering import Answer, Answered, answer, ask_for_code
from trainee_app.away.services.asking import ask_by_link, end_list, end_open_lists, hand_code, hand_token
from trainee_app.away.services.refusals import (
    AbsenceDecided,
    AskedLately,
    DeciderProposed,
    LinkOver,
    NothingWaits,
    NotWhatWasShown,
    SignerHasAccount,
    SignerHasNoAddress,
    SomeCannotBeCountersigned,
    TooManyCodes,
)

__all__ = [
    "AbsenceDecided",
    "Answer",
    "Answered",
    "AskedLately",
    "DeciderProposed",
    "LinkOver",
    "NotWhatWasShown",
    "NothingWaits",
    "SignerHasAccount",
    "SignerHasNoAddress",
    "SomeCannotBeCountersigned",
    "TooManyCodes",
    "answer",
    "ask_by_link",
    "ask_for_code",
    "bound_by",
    "countersign",
    "decline_absence",
    "document_of",
    "end_list",
    "end_open_lists",
    "hand_code",
    "hand_token",
    "propose_absence",
    "remind",
]
