"""Which days a daily job owes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from trainee_app.background.rules import MOST_DAYS_BACK, Missed, days_owed

TODAY = date(2027, 3, 3)


@pytest.mark.parametrize(
    ("last", "missed", "owed"),
    [
        (None, Missed.EACH, [3]),
        (None, Missed.LATEST, [3]),
        (date(2027, 3, 3), Missed.EACH, []),
        (date(2027, 3, 4), Missed.EACH, []),  # the clock was ahead yesterday
        (date(2027, 3, 2), Missed.EACH, [3]),
        (date(2027, 2, 28), Missed.EACH, [1, 2, 3]),
        (date(2027, 2, 28), Missed.LATEST, [3]),
    ],
)
def test_a_daily_job_owes_the_days_since_it_last_ran(last: date | None, missed: Missed, owed: list[int]) -> None:
    assert [day.day for day in days_owed(last, TODAY, missed)] == owed


def test_a_copy_that_was_off_for_a_year_does_not_make_up_for_all_of_it() -> None:
    owed = days_owed(TODAY - timedelta(days=365), TODAY, Missed.EACH)
    assert (owed[0], owed[-1]) == (TODAY - timedelta(days=MOST_DAYS_BACK), TODAY)
