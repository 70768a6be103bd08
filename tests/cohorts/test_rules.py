"""What may be recorded about cohorts, agreements and placements, as tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from trainee_app.cohorts.rules import (
    AgreementDraft,
    Capacity,
    CohortDraft,
    PlacementDraft,
    Span,
    check_agreement,
    check_cohort,
    check_end,
    check_placement,
)

COURSE = Span(date(2025, 10, 1), date(2027, 4, 5))
COHORT = CohortDraft("Cohort 2027", date(2027, 10, 1), date(2029, 4, 5))
MARTA, REES, ANNA = 1, 2, 3
AGREEMENT = AgreementDraft(MARTA, REES, Capacity.SUPERVISOR, Span(date(2025, 10, 1), None))
PLACEMENT = PlacementDraft("Northside Infant Team", Span(date(2025, 10, 1), None))


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({}, []),
        ({"name": ""}, ["name_missing"]),
        ({"name": "x" * 121}, ["name_too_long"]),
        ({"name": "COHORT 2025"}, ["name_taken"]),
        ({"ends_on": date(2027, 9, 30)}, ["ends_before_it_begins"]),
        ({"ends_on": date(2027, 10, 1)}, ["ends_before_it_begins"]),
        ({"ends_on": date(2039, 4, 5)}, ["too_long"]),
        ({"starts_on": date(27, 10, 1)}, ["year_not_plausible", "too_long"]),
        ({"starts_on": date(27, 10, 1), "ends_on": date(29, 4, 5)}, ["year_not_plausible", "year_not_plausible"]),
    ],
)
def test_a_cohort_is_checked(change: dict, codes: list[str]) -> None:
    found = check_cohort(replace(COHORT, **change), ["Cohort 2025"])
    assert [violation.code for violation in found] == codes


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "codes"),
    [
        (date(2025, 10, 1), None, []),
        (date(2025, 4, 5), None, []),
        (date(2027, 4, 5), date(2027, 4, 5), []),
        (date(2025, 10, 1), date(2028, 1, 1), []),
        (date(2025, 3, 1), None, ["begins_long_before_the_course"]),
        (date(2027, 4, 6), None, ["begins_after_the_course"]),
        (date(2026, 1, 2), date(2026, 1, 1), ["ends_before_it_begins"]),
        (date(2025, 8, 1), date(2025, 9, 30), ["ends_before_the_course"]),
        (date(26, 1, 2), None, ["year_not_plausible", "begins_long_before_the_course"]),
        (date(2026, 1, 2), date(2207, 1, 1), ["year_not_plausible"]),
    ],
)
def test_the_days_of_an_agreement_and_a_placement_are_checked(
    starts_on: date, ends_on: date | None, codes: list[str]
) -> None:
    span = Span(starts_on, ends_on)
    agreement = check_agreement(replace(AGREEMENT, span=span), COURSE, [], may_supervise=True)
    placement = check_placement(replace(PLACEMENT, span=span), COURSE, [])
    assert [violation.code for violation in agreement] == codes
    assert [violation.code for violation in placement] == codes


def test_nobody_is_their_own_supervisor() -> None:
    (violation,) = check_agreement(replace(AGREEMENT, supervisor_id=MARTA), COURSE, [], may_supervise=True)
    assert (violation.code, violation.field) == ("own_supervisor", "supervisor")


def test_only_somebody_with_the_role_supervises() -> None:
    (violation,) = check_agreement(AGREEMENT, COURSE, [], may_supervise=False)
    assert violation.code == "holds_no_role"


@pytest.mark.parametrize(
    ("other", "is_refused"),
    [
        (AGREEMENT, True),
        (replace(AGREEMENT, span=Span(date(2025, 9, 1), date(2025, 10, 1))), True),
        (replace(AGREEMENT, span=Span(date(2025, 8, 1), date(2025, 9, 30))), False),
        (replace(AGREEMENT, capacity=Capacity.TUTOR), False),
        (replace(AGREEMENT, supervisor_id=ANNA), False),
    ],
)
def test_the_same_pair_agrees_once_for_the_same_days(other: AgreementDraft, is_refused: bool) -> None:
    codes = [violation.code for violation in check_agreement(AGREEMENT, COURSE, [other], may_supervise=True)]
    assert codes == (["already_agreed"] if is_refused else [])


@pytest.mark.parametrize(
    ("draft", "codes"),
    [
        (replace(PLACEMENT, name=""), ["name_missing"]),
        (replace(PLACEMENT, name="x" * 201), ["name_too_long"]),
        (replace(PLACEMENT, name="NORTHSIDE infant team"), ["already_recorded"]),
        (replace(PLACEMENT, name="Southside"), []),
    ],
)
def test_a_placement_is_checked(draft: PlacementDraft, codes: list[str]) -> None:
    assert [violation.code for violation in check_placement(draft, COURSE, [PLACEMENT])] == codes


@pytest.mark.parametrize(
    ("span", "ends_on", "codes"),
    [
        (Span(date(2025, 10, 1), None), date(2026, 1, 31), []),
        (Span(date(2025, 10, 1), date(2026, 2, 1)), date(2026, 1, 31), []),
        (Span(date(2025, 10, 1), None), date(2025, 10, 1), ["ends_before_it_begins"]),
        (Span(date(2025, 10, 1), None), date(2025, 9, 30), ["ends_before_it_begins"]),
        (Span(date(2025, 10, 1), date(2026, 1, 31)), date(2026, 1, 31), ["ends_anyway"]),
        (Span(date(2025, 10, 1), None), date(2206, 1, 31), ["year_not_plausible"]),
    ],
)
def test_an_end_lies_within_what_it_ends(span: Span, ends_on: date, codes: list[str]) -> None:
    assert [violation.code for violation in check_end(span, ends_on)] == codes
