"""The rules of the casework, by tables."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.factories.casework import LENGTH, draft
from tests.programmes.records import pip
from trainee_app.casework.rules import (
    EndingKind,
    MarkKind,
    Part,
    Phase,
    Plan,
    cases_needed,
    check_day,
    check_phase,
    check_plan,
    check_proposal,
    check_reach,
    check_responsibility,
    ending_prompt,
    next_phase,
    phase_bytes,
    with_sessions_left,
)

TODAY = date(2026, 3, 2)
_DAY = timedelta(days=1)


def plan(**says: Any) -> Plan:
    return Plan(**{"agreed_sessions": None, "agreed_end_on": None, "last_allowed_on": None, **says})


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"age_band": "12 days"}, "age_band_missing", "age_band"),
        ({"carers": ()}, "carers_missing", "carers"),
        ({"carers": ("Mrs Smith",)}, "carers_missing", "carers"),
        ({"seen_agreed_on": TODAY + _DAY}, "agreed_in_the_future", "seen_agreed_on"),
        ({"discussed_agreed_on": TODAY + _DAY}, "agreed_in_the_future", "discussed_agreed_on"),
        ({"seen_agreed_on": date(1926, 3, 1)}, "agreed_long_ago", "seen_agreed_on"),
        ({"responsibility": ""}, "responsibility_missing", "responsibility"),
        ({"responsibility": "My supervisor"}, "is_the_supervisor", "responsibility"),
        ({"responsibility": "x" * 121}, "too_long", "responsibility"),
        ({"responsibility": "Team lead, 943 476 5919"}, "identifier", "responsibility"),
        ({"plan": plan()}, "no_end", "agreed_sessions"),
        ({"plan": plan(agreed_sessions=0)}, "sessions_out_of_range", "agreed_sessions"),
        ({"plan": plan(agreed_sessions=201)}, "sessions_out_of_range", "agreed_sessions"),
        ({"plan": plan(agreed_end_on=TODAY - _DAY)}, "ends_in_the_past", "agreed_end_on"),
    ],
)
def test_what_is_wrong_with_a_proposal_is_said_at_its_field(changes, code, field) -> None:
    (violation,) = check_proposal(draft(**changes), TODAY)
    assert (violation.code, violation.field) == (code, field)
    assert violation.message.endswith(".")


@pytest.mark.parametrize("changes", [{}, {"seen_agreed_on": TODAY}, {"carers": ("mother", "grandparent")}])
def test_an_ordinary_proposal_is_taken(changes) -> None:
    assert check_proposal(draft(**changes), TODAY) == ()


def test_the_role_that_holds_responsibility_is_in_the_placement() -> None:
    assert list(check_responsibility("Clinical lead, Northside")) == []
    assert [each.code for each in check_responsibility("the Supervisor")] == ["is_the_supervisor"]


@pytest.mark.parametrize(
    ("end", "allowed", "codes"),
    [
        (date(2026, 9, 1), date(2026, 9, 1), []),
        (date(2026, 9, 2), date(2026, 9, 1), ["longer_than_allowed"]),
        (date(2026, 9, 2), None, []),
        (None, TODAY, ["no_end"]),
        (TODAY, TODAY - _DAY, ["allowed_in_the_past"]),
    ],
)
def test_a_plan_ends_by_the_last_session_that_the_service_allows(end, allowed, codes) -> None:
    found = check_plan(plan(agreed_end_on=end, last_allowed_on=allowed), TODAY)
    assert [each.code for each in found] == codes


@pytest.mark.parametrize(
    ("day", "fields"),
    [
        (date(9999, 12, 31), ["agreed_end_on"]),
        (date(2029, 4, 5), ["agreed_end_on"]),
        (date(2029, 4, 4), []),
        (None, []),
    ],
)
def test_no_end_is_agreed_years_beyond_the_training(day, fields) -> None:
    found = list(check_reach({"agreed_end_on": day}, date(2027, 4, 4)))
    assert [each.field for each in found] == fields
    assert all("4 April 2029 is the latest day here" in each.message for each in found)


def test_an_end_that_stood_may_have_passed_and_a_new_one_may_not() -> None:
    passed = plan(agreed_sessions=30, agreed_end_on=TODAY - _DAY, last_allowed_on=TODAY - _DAY)
    assert list(check_plan(passed, TODAY, passed)) == []
    assert [each.code for each in check_plan(passed, TODAY, LENGTH)] == ["ends_in_the_past", "allowed_in_the_past"]


@pytest.mark.parametrize(
    ("day", "codes"),
    [(TODAY, []), (TODAY + _DAY, ["in_the_future"]), (date(2025, 3, 1), []), (date(2025, 2, 28), ["long_before"])],
)
def test_a_day_has_come_and_is_not_years_off(day, codes) -> None:
    assert [each.code for each in check_day("on", day, TODAY, TODAY)] == codes


_SESSIONS = [
    ("A", date(2026, 3, 9), 50, "held", "signed"),
    ("B", date(2026, 3, 16), 0, "missed", "submitted"),
    ("C", date(2026, 3, 23), 50, "held", "submitted"),
    ("D", date(2026, 3, 30), 50, "held", "signed"),
]


@pytest.mark.parametrize(("agreed", "left"), [(30, [29, 29, 28, 27]), (2, [1, 1, 0, 0]), (None, [None] * 4)])
def test_sessions_left_stand_beside_every_session_and_a_missed_one_takes_none(agreed, left) -> None:
    assert [each.left for each in with_sessions_left(_SESSIONS, agreed)] == left


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (85, ""),
        (84, "Agree with the family how the work ends: 12 weeks are left."),
        (57, "Agree with the family how the work ends: 8 weeks are left."),
        (56, "Talk about the ending now: 8 weeks are left."),
        (13, "Talk about the ending now: one week is left."),
        (0, "Talk about the ending now: less than a week is left."),
        (-1, ""),
    ],
)
def test_the_ending_is_prompted_twelve_and_eight_weeks_before(days, words) -> None:
    assert ending_prompt(plan(agreed_end_on=TODAY + days * _DAY), TODAY) == words
    assert ending_prompt(plan(last_allowed_on=TODAY + days * _DAY), TODAY) == words


def test_a_plan_by_sessions_alone_has_no_day_to_prompt_for() -> None:
    assert ending_prompt(LENGTH, TODAY) == ""


def test_the_last_day_of_the_service_prompts_before_a_later_agreed_end() -> None:
    both = plan(agreed_end_on=TODAY + 200 * _DAY, last_allowed_on=TODAY + 50 * _DAY)
    assert ending_prompt(both, TODAY).startswith("Talk about the ending now")


@pytest.mark.parametrize(
    ("signed", "following"),
    [([], Phase.EARLY), (["early"], Phase.MIDDLE), (["early", "middle"], Phase.FINAL), (list(Phase), None)],
)
def test_phases_follow_each_other(signed, following) -> None:
    assert next_phase(signed) is following


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        (TODAY - _DAY, ["before_it_began"]),
        (TODAY, []),
        (date(2026, 9, 30), []),
        (date(2026, 10, 1), ["after_the_end"]),
    ],
)
def test_a_phase_is_complete_within_its_case(day, codes) -> None:
    assert [each.code for each in check_phase(day, (TODAY, date(2026, 9, 30)), [], TODAY)] == codes


def test_a_phase_is_not_complete_before_the_one_before_it() -> None:
    before = [date(2026, 5, 4)]
    assert [each.code for each in check_phase(date(2026, 5, 3), (TODAY, None), before, TODAY)] == [
        "before_the_last_phase"
    ]
    assert list(check_phase(date(2026, 5, 4), (TODAY, None), before, TODAY)) == []


def test_what_is_signed_with_a_phase_has_one_spelling() -> None:
    assert phase_bytes({"b": 1, "a": "é"}) == '{"a":"é","b":1,"canonical_version":1}'.encode()


def test_every_kind_has_words() -> None:
    for kinds in (EndingKind, MarkKind, Phase):
        words = [each.words for each in kinds]
        assert len(set(words)) == len(words)
    assert set(Part) == {"placement", "supervisor"}


def test_what_may_come_after_the_ending() -> None:
    assert {each for each in MarkKind if each.outlives_the_case} == {
        MarkKind.DESTROYED,
        MarkKind.FEEDBACK,
        MarkKind.TOLD_LEAD,
        MarkKind.TOLD_SUPERVISOR,
    }


def test_how_many_cases_are_asked_for_is_the_programmes() -> None:
    assert cases_needed(pip()) == 3
