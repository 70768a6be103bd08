"""What may be recorded as a registration, as tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from trainee_app.credentials.rules import RegistrationDraft, check_end, check_registration, day_before_it_began

DRAFT = RegistrationDraft("BPC", "PSY 10234", date(2026, 4, 1), date(2027, 3, 31))


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({}, []),
        ({"valid_until": date(2026, 4, 1)}, []),
        ({"body": ""}, ["body_missing"]),
        ({"body": "x" * 61}, ["body_too_long"]),
        ({"number": ""}, ["number_missing"]),
        ({"number": "x" * 41}, ["number_too_long"]),
        ({"valid_until": date(2026, 3, 31)}, ["ends_before_it_begins"]),
        ({"valid_from": date(26, 4, 1)}, ["year_not_plausible"]),
        ({"valid_until": date(2207, 4, 1)}, ["year_not_plausible"]),
    ],
)
def test_a_registration_is_checked(change: dict, codes: list[str]) -> None:
    assert [violation.code for violation in check_registration(replace(DRAFT, **change), [])] == codes


@pytest.mark.parametrize(
    ("recorded", "is_refused"),
    [
        (DRAFT, True),
        (replace(DRAFT, body="bpc", number="psy 10234", valid_until=date(2026, 4, 1)), True),
        (replace(DRAFT, valid_from=date(2025, 4, 1), valid_until=date(2026, 3, 31)), False),
        (replace(DRAFT, valid_from=date(2027, 4, 1), valid_until=date(2028, 3, 31)), False),
        (replace(DRAFT, body="HCPC"), False),
        (replace(DRAFT, number="PSY 1"), False),
    ],
)
def test_a_renewal_follows_and_a_repeat_is_refused(recorded: RegistrationDraft, is_refused: bool) -> None:
    codes = [violation.code for violation in check_registration(DRAFT, [recorded])]
    assert codes == (["already_recorded"] if is_refused else [])


@pytest.mark.parametrize(
    ("ended_on", "codes"),
    [
        (date(2026, 4, 1), []),
        (date(2027, 3, 30), []),
        (date(2026, 3, 31), ["ends_before_it_begins"]),
        (date(2027, 3, 31), ["ends_anyway"]),
    ],
)
def test_an_early_end_lies_within_the_registration(ended_on: date, codes: list[str]) -> None:
    assert [violation.code for violation in check_end(DRAFT, ended_on)] == codes


def test_what_was_recorded_by_mistake_holds_on_no_day() -> None:
    assert day_before_it_began(DRAFT) == date(2026, 3, 31)
