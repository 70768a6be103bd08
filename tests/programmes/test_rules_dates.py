from datetime import date

import pytest

from trainee_app.programmes.rules.dates import (
    PERIODICITY,
    Period,
    days_after,
    month_end,
    months_after,
    spoken_date,
    spoken_minutes,
    spoken_month_part,
)


@pytest.mark.parametrize(
    ("on", "spoken"),
    [
        (date(2027, 5, 1), "early May 2027"),
        (date(2027, 5, 10), "early May 2027"),
        (date(2027, 5, 11), "mid-May 2027"),
        (date(2027, 5, 20), "mid-May 2027"),
        (date(2027, 5, 21), "late May 2027"),
        (date(2027, 5, 31), "late May 2027"),
    ],
)
def test_a_projection_is_spoken_as_a_part_of_a_month(on, spoken):
    assert spoken_month_part(on) == spoken


@pytest.mark.parametrize(
    ("minutes", "spoken"),
    [(0, "0 min"), (30, "30 min"), (60, "1 h"), (61, "1 h 1 min"), (90, "1 h 30 min"), (41280, "688 h")],
)
def test_durations_are_spoken_in_hours_and_minutes(minutes, spoken):
    assert spoken_minutes(minutes) == spoken


def test_dates_are_spoken_without_leading_noughts():
    assert spoken_date(date(2027, 3, 3)) == "3 March 2027"


@pytest.mark.parametrize(
    ("on", "last"),
    [
        (date(2028, 2, 1), date(2028, 2, 29)),
        (date(2027, 2, 1), date(2027, 2, 28)),
        (date(2100, 2, 1), date(2100, 2, 28)),
        (date(2027, 12, 31), date(2027, 12, 31)),
    ],
)
def test_a_month_ends_on_its_last_day_in_leap_years_too(on, last):
    assert month_end(on) == last


@pytest.mark.parametrize(
    ("on", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 6, 30), 8, date(2028, 2, 29)),
        (date(2027, 4, 5), -8, date(2026, 8, 5)),
        (date(2025, 10, 6), 18, date(2027, 4, 6)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(on, months, later):
    assert months_after(on, months) == later


@pytest.mark.parametrize(
    ("on", "first", "last"),
    [
        (date(2026, 3, 29), date(2026, 3, 23), date(2026, 3, 29)),  # a Sunday, the clocks go forward
        (date(2026, 10, 25), date(2026, 10, 19), date(2026, 10, 25)),  # a Sunday, the clocks go back
        (date(2027, 1, 1), date(2026, 12, 28), date(2027, 1, 3)),  # week 53 of the year before
        (date(2026, 10, 26), date(2026, 10, 26), date(2026, 11, 1)),
    ],
)
def test_a_week_runs_from_monday_to_sunday_across_years_and_clock_changes(on, first, last):
    periodicity = PERIODICITY[Period.ISO_WEEK]
    stretch = periodicity.stretch(periodicity.index(on))
    assert (stretch.starts_on, stretch.ends_on) == (first, last)


def test_a_month_holds_its_first_and_last_day_and_no_other():
    periodicity = PERIODICITY[Period.CALENDAR_MONTH]
    index = periodicity.index(date(2028, 2, 29))
    assert index == periodicity.index(date(2028, 2, 1))
    assert index != periodicity.index(date(2028, 3, 1))
    assert periodicity.stretch(index).ends_on == date(2028, 2, 29)


def test_days_stay_within_what_a_date_can_say():
    assert days_after(date.max, 1) == date.max
    assert days_after(date.min, -1) == date.min
