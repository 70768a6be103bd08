"""What may be written about an intake, an application, an interview, a decision. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from trainee_app.admissions.rules.stages import Outcome
from trainee_app.refusals import Violation

LONGEST: Final = {
    "statement": 6000,
    "access_to_cases": 2000,
    "place": 300,
    "note": 2000,
    "reason": 2000,
    "told": 1000,
    "conditions": 1000,
}
FEWEST_PLACES: Final = 1
MOST_PLACES: Final = 500
LOWEST_SCORE: Final = 1
HIGHEST_SCORE: Final = 5
_TIME: Final = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")


@dataclass(frozen=True, slots=True)
class IntakeDraft:
    """From when to when people may apply (both days included), and for how many places."""

    opens_on: date
    closes_on: date
    places: int


@dataclass(frozen=True, slots=True)
class Answers:
    """What an applicant writes. Empty while it is being written."""

    statement: str = ""
    access_to_cases: str = ""


@dataclass(frozen=True, slots=True)
class InterviewDraft:
    """An interview: the day, the local time, where, and the public names of the two who hold it."""

    held_on: date
    starts_at: str
    place: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class DecisionDraft:
    """A decision as the administrator proposes it. `reason` is for the course, `told` for the applicant."""

    outcome: Outcome
    reason: str
    told: str
    conditions: str = ""
    answer_by: date | None = None


def check_intake(draft: IntakeDraft, cohort_starts_on: date) -> tuple[Violation, ...]:
    """Say what is wrong with an intake for a cohort that begins on that day."""
    return tuple(_intake_faults(draft, cohort_starts_on))


def _intake_faults(draft: IntakeDraft, cohort_starts_on: date) -> Iterator[Violation]:
    if draft.closes_on < draft.opens_on:
        yield Violation("closes_before_it_opens", "closes_on", "It closes before it opens. Change one of the two days.")
    elif draft.closes_on >= cohort_starts_on:
        words = "Applications close before the course begins. Choose an earlier day."
        yield Violation("closes_after_the_course_begins", "closes_on", words)
    if not FEWEST_PLACES <= draft.places <= MOST_PLACES:
        yield Violation("places_not_plausible", "places", f"Write a number from {FEWEST_PLACES} to {MOST_PLACES}.")


def check_lengths(answers: Answers) -> tuple[Violation, ...]:
    """Say what of an application is too long to be kept; it may be empty while it is being written."""
    return tuple(
        _too_long(field, len(getattr(answers, field)) - LONGEST[field])
        for field in ("statement", "access_to_cases")
        if len(getattr(answers, field)) > LONGEST[field]
    )


def check_complete(answers: Answers) -> tuple[Violation, ...]:
    """Say what an application lacks before it can be handed in. Prerequisites are the course's to look at later."""
    missing = {
        "statement": "Write why you want to train, in your own words.",
        "access_to_cases": "Say where you could see families; “not yet” is an answer too.",
    }
    found = [
        Violation(f"{field}_missing", field, words) for field, words in missing.items() if not getattr(answers, field)
    ]
    return (*found, *check_lengths(answers))


def check_interview(draft: InterviewDraft, interviewers: Collection[str], today: date) -> tuple[Violation, ...]:
    """Say what is wrong with an interview; `interviewers` are the public names of those who may hold it."""
    return tuple(_interview_faults(draft, interviewers, today))


def _interview_faults(draft: InterviewDraft, interviewers: Collection[str], today: date) -> Iterator[Violation]:
    if draft.held_on < today:
        yield Violation("in_the_past", "held_on", "That day has passed. Choose today or a day to come.")
    if _TIME.fullmatch(draft.starts_at) is None:
        yield Violation("no_time", "starts_at", "Write the time as 14:30.")
    if not draft.place:
        yield Violation("place_missing", "place", "Say where it is, or that it is by video.")
    elif len(draft.place) > LONGEST["place"]:
        yield _too_long("place", len(draft.place) - LONGEST["place"])
    for field in ("first", "second"):
        if getattr(draft, field) not in interviewers:
            yield Violation("unknown_interviewer", field, "Choose somebody of the course.")
    if draft.first == draft.second:
        yield Violation("the_same_twice", "second", "Two different people score an interview. Choose another.")


def tidy_time(text: str) -> str:
    """Return "9.05" as "09:05"; anything else as it was written."""
    found = _TIME.fullmatch(text)
    return f"{int(found[1]):02d}:{found[2]}" if found else text


def check_score(score: int, note: str) -> tuple[Violation, ...]:
    """Say what is wrong with a score and its note."""
    found = []
    if not LOWEST_SCORE <= score <= HIGHEST_SCORE:
        found.append(Violation("no_score", "score", f"Choose a score from {LOWEST_SCORE} to {HIGHEST_SCORE}."))
    if not note:
        found.append(Violation("note_missing", "note", "Say in a sentence or two what you saw."))
    elif len(note) > LONGEST["note"]:
        found.append(_too_long("note", len(note) - LONGEST["note"]))
    return tuple(found)


def check_decision(draft: DecisionDraft, may_be: Collection[Outcome], today: date) -> tuple[Violation, ...]:
    """Say what is wrong with a decision; `may_be` are those that the stage allows."""
    return tuple(_decision_faults(draft, may_be, today))


def _decision_faults(draft: DecisionDraft, may_be: Collection[Outcome], today: date) -> Iterator[Violation]:
    if draft.outcome not in may_be:
        yield Violation("not_now", "outcome", "This cannot be decided at the stage the application has reached.")
    for field, words in (("reason", "Say why."), ("told", "Write what the applicant is to read.")):
        if not getattr(draft, field):
            yield Violation(f"{field}_missing", field, words)
    for field in ("reason", "told", "conditions"):
        if len(getattr(draft, field)) > LONGEST[field]:
            yield _too_long(field, len(getattr(draft, field)) - LONGEST[field])
    yield from _offer_faults(draft, today)


def _offer_faults(draft: DecisionDraft, today: date) -> Iterator[Violation]:
    if draft.outcome is not Outcome.OFFER:
        if draft.answer_by is not None:
            yield Violation("no_answer_is_asked", "answer_by", "Only an offer has a day to answer by. Leave it empty.")
        if draft.conditions:
            yield Violation("no_conditions", "conditions", "Only an offer has conditions. Leave them empty.")
    elif draft.answer_by is None:
        yield Violation("answer_by_missing", "answer_by", "Choose the last day on which the offer can be accepted.")
    elif draft.answer_by < today:
        yield Violation("answer_by_in_the_past", "answer_by", "That day has passed. Choose a day to come.")


def _too_long(field: str, over: int) -> Violation:
    return Violation("too_long", field, f"Shorten this by {over:,} characters; {LONGEST[field]:,} fit.")
