"""The stages of an application and what may be written. Without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from trainee_app.admissions.rules import (
    ENDS,
    LONGEST,
    MOVES,
    Answers,
    DecisionDraft,
    IntakeDraft,
    InterviewDraft,
    Outcome,
    Situation,
    Stage,
    check_complete,
    check_decision,
    check_intake,
    check_interview,
    check_lengths,
    check_score,
    may_be_decided_as,
    may_move,
    tidy_time,
    what_happens_next,
)

TODAY = date(2026, 11, 2)
COURSE = date(2027, 10, 1)

# By hand from the field's words: the only ways an application goes.
WAYS = {
    (None, "applied"),
    ("applied", "screening"),
    ("screening", "interview"),
    ("screening", "not_offered"),
    ("interview", "offered"),
    ("interview", "waiting_list"),
    ("interview", "not_offered"),
    ("waiting_list", "offered"),
    ("waiting_list", "not_offered"),
    ("offered", "accepted"),
    ("offered", "offer_declined"),
    ("offered", "interview"),
    ("accepted", "enrolled"),
    ("accepted", "offer_declined"),
}


@pytest.mark.parametrize(("before", "after"), list(product([None, *Stage], Stage)))
def test_an_application_goes_these_ways_and_no_other(before: Stage | None, after: Stage) -> None:
    assert may_move(before, after) is ((before and before.value, after.value) in WAYS)


def test_nothing_follows_an_end_and_every_stage_can_be_reached() -> None:
    assert {Stage.NOT_OFFERED, Stage.OFFER_DECLINED, Stage.ENROLLED} == ENDS
    assert {after for following in MOVES.values() for after in following} == set(Stage)


def test_the_words_are_those_of_the_field() -> None:
    assert [stage.words for stage in Stage] == [
        "applied", "screening", "interview", "offered", "waiting list", "not offered", "offer declined", "accepted",
        "enrolled",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("stage", "outcomes"),
    [
        (None, ()),
        (Stage.APPLIED, ()),
        (Stage.SCREENING, (Outcome.NO_OFFER,)),
        (Stage.INTERVIEW, (Outcome.OFFER, Outcome.WAITING_LIST, Outcome.NO_OFFER)),
        (Stage.WAITING_LIST, (Outcome.OFFER, Outcome.NO_OFFER)),
        (Stage.OFFERED, ()),
        (Stage.ENROLLED, ()),
    ],
)
def test_the_stage_says_what_may_be_decided(stage: Stage | None, outcomes: tuple[Outcome, ...]) -> None:
    assert may_be_decided_as(stage) == outcomes


@pytest.mark.parametrize(
    ("opens_on", "closes_on", "places", "codes"),
    [
        (date(2026, 9, 1), date(2027, 1, 31), 12, []),
        (date(2026, 9, 1), date(2026, 9, 1), 1, []),
        (date(2026, 9, 1), date(2026, 8, 31), 12, ["closes_before_it_opens"]),
        (date(2026, 9, 1), COURSE, 12, ["closes_after_the_course_begins"]),
        (date(2026, 9, 1), date(2027, 9, 30), 0, ["places_not_plausible"]),
        (date(2026, 9, 1), date(2027, 9, 30), 501, ["places_not_plausible"]),
    ],
)
def test_an_intake_opens_closes_and_has_places(opens_on: date, closes_on: date, places: int, codes: list[str]) -> None:
    assert [each.code for each in check_intake(IntakeDraft(opens_on, closes_on, places), COURSE)] == codes


def test_an_application_may_be_empty_while_it_is_written_and_is_whole_when_it_is_handed_in() -> None:
    assert check_lengths(Answers()) == ()
    assert [each.field for each in check_complete(Answers())] == ["statement", "access_to_cases"]
    assert check_complete(Answers("Because.", "Not yet.")) == ()
    long = Answers("x" * (LONGEST["statement"] + 3), "Not yet.")
    assert [each.message for each in check_complete(long)] == ["Shorten this by 3 characters; 6,000 fit."]


INTERVIEW = InterviewDraft(TODAY, "9.30", "Room 2", "a", "b")


@pytest.mark.parametrize(
    ("draft", "codes"),
    [
        (INTERVIEW, []),
        (replace(INTERVIEW, held_on=date(2026, 11, 1)), ["in_the_past"]),
        (replace(INTERVIEW, starts_at="25:00"), ["no_time"]),
        (replace(INTERVIEW, starts_at=""), ["no_time"]),
        (replace(INTERVIEW, place=""), ["place_missing"]),
        (replace(INTERVIEW, place="x" * 301), ["too_long"]),
        (replace(INTERVIEW, second="a"), ["the_same_twice"]),
        (replace(INTERVIEW, first="c"), ["unknown_interviewer"]),
    ],
)
def test_an_interview_is_to_come_somewhere_with_two_people(draft: InterviewDraft, codes: list[str]) -> None:
    assert [each.code for each in check_interview(draft, {"a", "b"}, TODAY)] == codes


@pytest.mark.parametrize(("typed", "tidy"), [("9.05", "09:05"), ("14:30", "14:30"), ("soon", "soon")])
def test_a_time_is_written_in_one_way(typed: str, tidy: str) -> None:
    assert tidy_time(typed) == tidy


@pytest.mark.parametrize(
    ("score", "note", "codes"),
    [(1, "x", []), (5, "x", []), (0, "x", ["no_score"]), (6, "", ["no_score", "note_missing"])],
)
def test_a_score_is_one_to_five_with_a_note(score: int, note: str, codes: list[str]) -> None:
    assert [each.code for each in check_score(score, note)] == codes


OFFER = DecisionDraft(Outcome.OFFER, "Why.", "Told.", "", TODAY)
WAIT = DecisionDraft(Outcome.WAITING_LIST, "Why.", "Told.")


@pytest.mark.parametrize(
    ("draft", "codes"),
    [
        (OFFER, []),
        (WAIT, []),
        (replace(OFFER, answer_by=None), ["answer_by_missing"]),
        (replace(OFFER, answer_by=date(2026, 11, 1)), ["answer_by_in_the_past"]),
        (replace(OFFER, reason=""), ["reason_missing"]),
        (replace(OFFER, told=""), ["told_missing"]),
        (replace(OFFER, conditions="x" * 1001), ["too_long"]),
        (replace(WAIT, answer_by=TODAY), ["no_answer_is_asked"]),
        (replace(WAIT, conditions="x"), ["no_conditions"]),
        (replace(WAIT, outcome=Outcome.NO_OFFER), ["not_now"]),
    ],
)
def test_a_decision_says_why_and_an_offer_until_when(draft: DecisionDraft, codes: list[str]) -> None:
    may_be = (Outcome.OFFER, Outcome.WAITING_LIST)
    assert [each.code for each in check_decision(draft, may_be, TODAY)] == codes


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (Situation(None, date(2027, 1, 31), COURSE), "hand it in by 31 January 2027"),
        (Situation(None, None, COURSE), "hand it in."),
        (Situation(Stage.APPLIED, None, COURSE), "The course office reads it next."),
        (Situation(Stage.INTERVIEW, None, COURSE), "arranges your interview"),
        (Situation(Stage.INTERVIEW, None, COURSE, interview_on=TODAY), "is on 2 November 2026"),
        (Situation(Stage.INTERVIEW, None, COURSE, interview_on=date(2026, 11, 1)), "has been held"),
        (Situation(Stage.OFFERED, None, COURSE, answer_by=TODAY), "Answer by 2 November 2026."),
        (Situation(Stage.OFFERED, None, COURSE, answer_by=date(2026, 11, 1)), "until 1 November 2026"),
        (Situation(Stage.OFFERED, None, COURSE), "asks you for your answer"),
        (Situation(Stage.ACCEPTED, None, COURSE), "begins on 1 October 2027"),
        (Situation(Stage.NOT_OFFERED, None, COURSE), "not to offer a place"),
    ],
)
def test_an_applicant_is_told_what_happens_next_and_when(now: Situation, words: str) -> None:
    assert words in what_happens_next(now, TODAY)
