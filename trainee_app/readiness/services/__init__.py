"""The verbs of this room: standings are kept, waivers proposed, decided and ended."""

from trainee_app.readiness.services.keeping import rewrite_standings
from trainee_app.readiness.services.waiving import (
    DecidedByTheProposer,
    WaiverAlreadyDecided,
    WaiverHasEnded,
    decide_waiver,
    end_waiver,
    insist_on_open,
    propose_waiver,
)

__all__ = [
    "DecidedByTheProposer",
    "WaiverAlreadyDecided",
    "WaiverHasEnded",
    "decide_waiver",
    "end_waiver",
    "insist_on_open",
    "propose_waiver",
    "rewrite_standings",
]
