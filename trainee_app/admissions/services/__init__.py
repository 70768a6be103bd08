"""The verbs of selection."""

from trainee_app.admissions.services.applying import (
    ApplicationChangedSinceShown,
    ApplicationIsHandedIn,
    HasAppliedAlready,
    IntakeIsNotOpen,
    begin_application,
    check_is_open,
    edition_of,
    hand_in,
    record_application,
    save_application,
    take_into_screening,
)
from trainee_app.admissions.services.deciding import (
    DecidedByTheProposer,
    DecisionIsMade,
    DecisionIsWaitedFor,
    InterviewIsNotScored,
    decide,
    propose_decision,
    take_decision_back,
)
from trainee_app.admissions.services.enrolling import enrol_applicant
from trainee_app.admissions.services.intakes import CohortHasAnIntake, change_intake, make_intake
from trainee_app.admissions.services.interviewing import (
    InterviewHasEnded,
    InterviewIsScored,
    InterviewIsToCome,
    ScorerDoesNotHoldIt,
    ScoreStandsAlready,
    arrange_interview,
    give_score,
)
from trainee_app.admissions.services.moving import (
    NEWS_LETTER,
    ApplicationIsOnesOwn,
    FormWasUsedBefore,
    StageDoesNotAllowIt,
)
from trainee_app.admissions.services.offering import (
    OfferHasLapsed,
    OfferIsAnswered,
    OfferIsWithdrawn,
    answer_offer,
    give_place_back,
    withdraw_offer,
)
from trainee_app.admissions.services.recorded import bring_application_in, intake_for

__all__ = [
    "NEWS_LETTER",
    "ApplicationChangedSinceShown",
    "ApplicationIsHandedIn",
    "ApplicationIsOnesOwn",
    "CohortHasAnIntake",
    "DecidedByTheProposer",
    "DecisionIsMade",
    "DecisionIsWaitedFor",
    "FormWasUsedBefore",
    "HasAppliedAlready",
    "IntakeIsNotOpen",
    "InterviewHasEnded",
    "InterviewIsNotScored",
    "InterviewIsScored",
    "InterviewIsToCome",
    "OfferHasLapsed",
    "OfferIsAnswered",
    "OfferIsWithdrawn",
    "ScoreStandsAlready",
    "ScorerDoesNotHoldIt",
    "StageDoesNotAllowIt",
    "answer_offer",
    "arrange_interview",
    "begin_application",
    "bring_application_in",
    "change_intake",
    "check_is_open",
    "decide",
    "edition_of",
    "enrol_applicant",
    "give_place_back",
    "give_score",
    "hand_in",
    "intake_for",
    "make_intake",
    "propose_decision",
    "record_application",
    "save_application",
    "take_decision_back",
    "take_into_screening",
    "withdraw_offer",
]
