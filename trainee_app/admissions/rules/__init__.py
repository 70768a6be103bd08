"""The rules of selection: stages, what may be written, what is told. Pure."""

from trainee_app.admissions.rules.checks import (
    FEWEST_PLACES,
    HIGHEST_SCORE,
    LONGEST,
    LOWEST_SCORE,
    MOST_PLACES,
    Answers,
    DecisionDraft,
    IntakeDraft,
    InterviewDraft,
    check_complete,
    check_decision,
    check_intake,
    check_interview,
    check_lengths,
    check_score,
    tidy_time,
)
from trainee_app.admissions.rules.stages import ENDS, MOVES, Outcome, Stage, may_be_decided_as, may_move
from trainee_app.admissions.rules.telling import Situation, what_happens_next

__all__ = [
    "ENDS",
    "FEWEST_PLACES",
    "HIGHEST_SCORE",
    "LONGEST",
    "LOWEST_SCORE",
    "MOST_PLACES",
    "MOVES",
    "Answers",
    "DecisionDraft",
    "IntakeDraft",
    "InterviewDraft",
    "Outcome",
    "Situation",
    "Stage",
    "check_complete",
    "check_decision",
    "check_intake",
    "check_interview",
    "check_lengths",
    "check_score",
    "may_be_decided_as",
    "may_move",
    "tidy_time",
    "what_happens_next",
]
