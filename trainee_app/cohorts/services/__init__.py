"""The verbs of this room: cohorts are made and people join them; agreements and placements are made and ended."""

from trainee_app.cohorts.services.agreeing import agree, end_placement_agreement, make_placement_agreement
from trainee_app.cohorts.services.arrangements import (
    ArrangementAlreadyEnded,
    end_agreement,
    end_placement,
    make_agreement,
    make_placement,
    withdraw_agreement,
    withdraw_placement,
)
from trainee_app.cohorts.services.breaks import BreakAlreadyTakenBack, insist_on_break, record_break, take_break_back
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
from trainee_app.cohorts.services.publishing import (
    agree_to_version,
    begin_draft,
    change_draft,
    discard_draft,
    follow_latest,
    propose_version,
    take_proposal_back,
)
from trainee_app.cohorts.services.repeats import FormWasUsedBefore, RecordIsOnesOwn

__all__ = [
    "ArrangementAlreadyEnded",
    "BreakAlreadyTakenBack",
    "FormWasUsedBefore",
    "NoVersionIsPublished",
    "PersonIsATraineeAlready",
    "RecordIsOnesOwn",
    "VersionIsOfAnotherProgramme",
    "add_trainee",
    "agree",
    "agree_to_version",
    "begin_draft",
    "change_draft",
    "discard_draft",
    "end_agreement",
    "end_placement",
    "end_placement_agreement",
    "enrol",
    "follow_latest",
    "insist_on_break",
    "invite_and_enrol",
    "make_agreement",
    "make_cohort",
    "make_placement",
    "make_placement_agreement",
    "pin_version",
    "propose_version",
    "record_break",
    "take_break_back",
    "take_proposal_back",
    "withdraw_agreement",
    "withdraw_placement",
]
