"""The verbs of the supervision: record and sign a session, say that one does not count, record it anew.

Each holds the records of all who are named until the commit, checks before it changes anything, and raises a
`Refusal` with a sentence to show.
"""

from trainee_app.supervision.services.recording import record_session
from trainee_app.supervision.services.refusals import SessionChangedSinceShown, SessionFaulty, SessionNameTaken
from trainee_app.supervision.services.voiding import RECORDED_ANEW, correct_session, void_session

__all__ = [
    "RECORDED_ANEW",
    "SessionChangedSinceShown",
    "SessionFaulty",
    "SessionNameTaken",
    "correct_session",
    "record_session",
    "void_session",
]
