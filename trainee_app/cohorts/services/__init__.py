"""The verbs of this room: cohorts are made and people join them; agreements and placements are made and ended."""

from trainee_app.cohorts.services.arrangements import (
    ArrangementAlreadyEnded,
    end_agreement,
    end_placement,
    make_agreement,
    make_placement,
    withdraw_agreement,
    withdraw_placement,
)
from trainee_app.cohorts.services.memberships import (
    NoVersionIsPublished,
    PersonIsATraineeAlready,
    VersionIsOfAnotherProgramme,
    add_trainee,
    enrol,
    invite_and_enrol,
    make_cohort,
    pin_version,
)
from trainee_app.cohorts.services.repeats import FormWasUsedBefore, RecordIsOnesOwn

__all__ = [
    "ArrangementAlreadyEnded",
    "FormWasUsedBefore",
    "NoVersionIsPublished",
    "PersonIsATraineeAlready",
    "RecordIsOnesOwn",
    "VersionIsOfAnotherProgramme",
    "add_trainee",
    "end_agreement",
    "end_placement",
    "enrol",
    "invite_and_enrol",
    "make_agreement",
    "make_cohort",
    "make_placement",
    "pin_version",
    "withdraw_agreement",
    "withdraw_placement",
]
