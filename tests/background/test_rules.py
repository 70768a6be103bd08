"""Which days a daily job owes, and when a lease is free."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from trainee_app.background.rules import MOST_DAYS_BACK, Missed, days_owed, is_free

TODAY = date(2027, 3, 3)
AT = datetime(2027, 3, 3, 9, tzinfo=UTC)


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


@pytest.mark.parametrize(
    ("until", "free"),
    [
        (AT - timedelta(seconds=1), True),
        (AT, True),
        (AT + timedelta(seconds=1), False),
        (AT + timedelta(hours=1), False),
        (AT + timedelta(days=3), True),  # written by a clock that was three days ahead
    ],
)
def test_a_lease_is_free_when_it_has_run_out_or_cannot_be_true(until: datetime, free: bool) -> None:
    assert is_free(until, AT) is free
