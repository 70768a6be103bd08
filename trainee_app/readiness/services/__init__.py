"""The verbs of this room: standings are kept, waivers proposed, decided and ended."""

from trainee_app.readiness.services.comparing import report_drift
from trainee_app.readiness.services.keeping import rewrite_standings
from trainee_app.readiness.services.moving import CohortWasMovedMeanwhile, VersionLacksActivities, move_cohort
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
    "CohortWasMovedMeanwhile",
    "DecidedByTheProposer",
    "VersionLacksActivities",
    "WaiverAlreadyDecided",
    "WaiverHasEnded",
    "decide_waiver",
    "end_waiver",
    "insist_on_open",
    "move_cohort",
    "propose_waiver",
    "report_drift",
    "rewrite_standings",
]
