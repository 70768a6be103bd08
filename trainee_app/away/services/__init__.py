"""The verbs of signing by link. The verbs of the log judge what may be signed; these judge the link and the code."""

from trainee_app.away.services.answering import Answer, Answered, answer, ask_for_code
from trainee_app.away.services.asking import ask_by_link, end_list, end_open_lists, hand_code, hand_token
from trainee_app.away.services.refusals import (
    AskedLately,
    LinkOver,
    NothingWaits,
    SignerHasAccount,
    SignerHasNoAddress,
    TooManyCodes,
)

__all__ = [
    "Answer",
    "Answered",
    "AskedLately",
    "LinkOver",
    "NothingWaits",
    "SignerHasAccount",
    "SignerHasNoAddress",
    "TooManyCodes",
    "answer",
    "ask_by_link",
    "ask_for_code",
    "end_list",
    "end_open_lists",
    "hand_code",
    "hand_token",
]
