"""Breaks and what placements sign, as tables; the expected end worked by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from trainee_app.cohorts.rules import (
    BreakDraft,
    BreakKind,
    PlacementAgreementDraft,
    Span,
    check_break,
    check_placement_agreement,
    end_after,
    extension,
)

COURSE = Span(date(2025, 10, 1), date(2027, 4, 5))
TODAY = date(2026, 11, 3)
AWAY = BreakDraft(BreakKind.INTERMISSION, date(2026, 12, 1), date(2027, 1, 31), date(2026, 11, 2), "Illness")
AGREEMENT = PlacementAgreementDraft("Ann Lead", "team lead", date(2025, 9, 20), True, Span(date(2025, 10, 1), None))


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "days", "end"),
    [
        (date(2026, 12, 1), date(2026, 12, 1), 1, date(2027, 4, 6)),
        (date(2026, 12, 1), date(2026, 12, 31), 31, date(2027, 5, 6)),
        # Over the last of February in a year that has no 29th, and in one that has.
        (date(2026, 2, 28), date(2026, 3, 1), 2, date(2027, 4, 7)),
        (date(2028, 2, 28), date(2028, 3, 1), 3, date(2027, 4, 8)),
        (date(2026, 4, 1), date(2027, 3, 31), 365, date(2028, 4, 4)),
    ],
)
def test_both_days_of_a_break_are_included_and_move_the_end(starts_on, ends_on, days, end) -> None:
    draft = replace(AWAY, starts_on=starts_on, ends_on=ends_on)
    assert (draft.days, end_after(date(2027, 4, 5), draft.days)) == (days, end)


@pytest.mark.parametrize("until", [date(2027, 4, 6), date(2027, 7, 5), date(2028, 2, 29)])
def test_an_extension_ends_on_the_day_that_was_asked_for(until: date) -> None:
    draft = extension(ends_on=date(2027, 4, 5), until=until, decided_on=TODAY, reason="More time")
    assert draft.starts_on == date(2027, 4, 6)
    assert end_after(date(2027, 4, 5), draft.days) == until
    assert check_break(draft, COURSE, [], TODAY) == ()


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({}, []),
        ({"starts_on": date(2025, 10, 1)}, []),
        ({"starts_on": date(2025, 9, 30)}, ["before_the_course"]),
        ({"starts_on": date(2027, 4, 5), "ends_on": date(2027, 5, 5)}, []),
        ({"starts_on": date(2027, 4, 6), "ends_on": date(2027, 5, 5)}, ["after_the_course"]),
        ({"ends_on": date(2026, 11, 30)}, ["ends_before_it_begins"]),
        ({"ends_on": date(2026, 12, 1)}, []),
        ({"ends_on": date(2028, 11, 29)}, []),
        ({"ends_on": date(2028, 11, 30)}, ["too_long"]),
        ({"decided_on": TODAY}, []),
        ({"decided_on": date(2026, 11, 4)}, ["decided_in_the_future"]),
        ({"reason": ""}, ["reason_missing"]),
        ({"reason": "x" * 1000}, []),
        ({"reason": "x" * 1001}, ["reason_too_long"]),
        ({"starts_on": date(26, 12, 1)}, ["year_not_plausible", "too_long", "before_the_course"]),
    ],
)
def test_a_break_is_checked(change: dict, codes: list[str]) -> None:
    assert [violation.code for violation in check_break(replace(AWAY, **change), COURSE, [], TODAY)] == codes


@pytest.mark.parametrize(
    ("other", "is_refused"),
    [
        (Span(date(2026, 10, 1), date(2026, 11, 30)), False),
        (Span(date(2026, 10, 1), date(2026, 12, 1)), True),
        (Span(date(2027, 1, 31), date(2027, 3, 1)), True),
        (Span(date(2027, 2, 1), date(2027, 3, 1)), False),
        (Span(date(2026, 12, 5), date(2026, 12, 6)), True),
    ],
)
def test_nobody_is_away_twice_on_one_day(other: Span, is_refused: bool) -> None:
    codes = [violation.code for violation in check_break(AWAY, COURSE, [other], TODAY)]
    assert codes == (["overlaps"] if is_refused else [])


def test_an_extension_that_adds_no_day_is_refused_in_its_own_words() -> None:
    draft = extension(ends_on=date(2027, 4, 5), until=date(2027, 4, 5), decided_on=TODAY, reason="More time")
    (violation,) = check_break(draft, COURSE, [], TODAY)
    assert (violation.field, "not after the expected end" in violation.message) == ("ends_on", True)


@pytest.mark.parametrize(
    ("change", "standing", "codes"),
    [
        ({}, [], []),
        ({"signatory_name": ""}, [], ["signatory_name_missing"]),
        ({"signatory_name": "x" * 201}, [], ["signatory_name_too_long"]),
        ({"signatory_role": ""}, [], ["signatory_role_missing"]),
        ({"signatory_role": "x" * 121}, [], ["signatory_role_too_long"]),
        ({"agreed_on": TODAY}, [], []),
        ({"agreed_on": date(2026, 11, 4)}, [], ["in_the_future"]),
        ({"span": Span(date(2026, 1, 2), date(2026, 1, 1))}, [], ["ends_before_it_begins"]),
        ({"span": Span(date(2024, 1, 1), date(2025, 9, 30))}, [], ["outside_the_placement"]),
        ({"span": Span(date(2024, 1, 1), date(2025, 10, 1))}, [], []),
        ({"span": Span(date(2027, 1, 1), None)}, [], ["outside_the_placement"]),
        ({}, [Span(date(2026, 1, 1), None)], ["already_agreed"]),
        ({"span": Span(date(2025, 10, 1), date(2025, 12, 31))}, [Span(date(2026, 1, 1), None)], []),
        ({"agreed_on": date(25, 9, 20)}, [], ["year_not_plausible"]),
    ],
)
def test_what_a_placement_signs_is_checked(change: dict, standing: list[Span], codes: list[str]) -> None:
    placement = Span(date(2025, 10, 1), date(2026, 12, 31))
    found = check_placement_agreement(replace(AGREEMENT, **change), placement, standing, TODAY)
    assert [violation.code for violation in found] == codes
