"""How durations, days and times of day are read, whoever wrote them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainee_app.logbook.rules import (
    DayProblem,
    DayUnreadable,
    DurationProblem,
    DurationUnreadable,
    TimeUnreadable,
    Unit,
    local_day,
    parse_day,
    parse_duration,
    parse_start,
)
from trainee_app.web.formats import duration

TODAY = date(2026, 11, 20)
ON = date(2026, 11, 3)


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("50", 50), ("50m", 50), ("50 min", 50), ("50mins.", 50), ("90 minutes", 90), ("0:50", 50), ("0:50:00", 50),
        ("1:30", 90), ("01:05", 65), ("1h", 60), ("1 h", 60), ("1 hrs", 60), ("1hour", 60), ("2 hours", 120),
        ("1h30", 90), ("1h 30m", 90), ("1 h 30 min", 90), ("1 hr 30 mins", 90), ("1 hour, 30 minutes", 90),
        ("1 hour and 30 minutes", 90), ("0 hr 50 mins", 50), ("0h05", 5), ("1.5h", 90), ("1,5 h", 90), ("0.25 hrs", 15),
        (" 1H30 ", 90), ("24h", 1440), ("1440", 1440), ("0", 0),
        (50.0, 50), (time(1, 30), 90), (timedelta(hours=2), 120), (datetime(1899, 12, 31, 1, 30), 90),  # noqa: DTZ001 - a workbook's cell
    ],
)  # fmt: skip
def test_a_duration_is_read_in_every_usual_spelling(written: object, minutes: int) -> None:
    assert parse_duration(written, Unit.MINUTES) == minutes


@pytest.mark.parametrize(
    ("written", "minutes"), [("1", 60), ("1.5", 90), ("0,75", 45), ("3", 180), (0.8333333, 50), ("50 min", 50)]
)
def test_a_bare_number_is_in_the_unit_that_an_office_says(written: object, minutes: int) -> None:
    assert parse_duration(written, Unit.HOURS) == minutes


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("", DurationProblem.MISSING), ("   ", DurationProblem.MISSING), (None, DurationProblem.MISSING),
        ("1.5", DurationProblem.BARE_FRACTION), ("1,5", DurationProblem.BARE_FRACTION), ("50.0", DurationProblem.BARE_FRACTION),
        ("-60", DurationProblem.NEGATIVE), ("- 1h", DurationProblem.NEGATIVE), ("−5", DurationProblem.NEGATIVE),
        (timedelta(minutes=-5), DurationProblem.NEGATIVE), (-0.5, DurationProblem.NEGATIVE),
        ("26:00", DurationProblem.TOO_LONG), ("25h", DurationProblem.TOO_LONG), ("1441", DurationProblem.TOO_LONG),
        ("abc", DurationProblem.UNREADABLE), ("1:60", DurationProblem.UNREADABLE), ("1h75", DurationProblem.UNREADABLE),
        ("1::30", DurationProblem.UNREADABLE), ("٥٠", DurationProblem.UNREADABLE), ("9" * 50, DurationProblem.UNREADABLE),
        ("1e3", DurationProblem.UNREADABLE), (float("nan"), DurationProblem.UNREADABLE), (float("inf"), DurationProblem.UNREADABLE),
        (datetime(2026, 1, 3, 1, 0), DurationProblem.UNREADABLE),  # noqa: DTZ001 - a workbook's cell
        ("0:50:30", DurationProblem.BROKEN_MINUTE), ("0.333h", DurationProblem.BROKEN_MINUTE), (0.5, DurationProblem.BROKEN_MINUTE),
    ],
)  # fmt: skip
def test_what_is_no_duration_is_refused_with_its_reason(written: object, problem: DurationProblem) -> None:
    with pytest.raises(DurationUnreadable) as refused:
        parse_duration(written, Unit.MINUTES)
    assert refused.value.problem is problem
    assert str(refused.value).endswith((".", "?"))


@given(st.integers(1, 1440))
def test_a_duration_as_we_write_it_is_read_back(minutes: int) -> None:
    assert parse_duration(duration(minutes), Unit.MINUTES) == minutes
    assert parse_duration(f"{minutes // 60}:{minutes % 60:02d}", Unit.HOURS) == minutes


@given(st.one_of(st.text(max_size=60), st.floats(), st.integers(), st.times(), st.timedeltas(), st.none()))
def test_whatever_is_written_is_minutes_of_a_day_or_refused(written: object) -> None:
    for unit in Unit:
        try:
            assert 0 <= parse_duration(written, unit) <= 1440
        except DurationUnreadable:
            continue


@pytest.mark.parametrize(
    "written",
    [
        "3/11/2026", "03/11/26", "3 Nov 2026", "3 November 2026", "03.11.26", "3.11.2026", "2026-11-03", "3-11-2026",
        "Tue 3 Nov 2026", "3rd November, 2026", "3-Nov-26", " 3  NOV 2026 ", "2026-11-03 00:00:00",
        date(2026, 11, 3), datetime(2026, 11, 3, 0, 0),  # noqa: DTZ001 - a workbook's cell
    ],
)  # fmt: skip
def test_a_day_is_read_in_every_usual_spelling(written: object) -> None:
    assert parse_day(written) == ON


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("", DayProblem.MISSING), (None, DayProblem.MISSING), ("31/02/2026", DayProblem.UNREADABLE),
        ("11/30/2026", DayProblem.UNREADABLE), ("soon", DayProblem.UNREADABLE), ("3 Foo 2026", DayProblem.UNREADABLE),
        ("2026", DayProblem.UNREADABLE), ("29 Feb 2025", DayProblem.UNREADABLE), ("٣/١١/٢٠٢٦", DayProblem.UNREADABLE),
        (46329, DayProblem.UNREADABLE),
    ],
)  # fmt: skip
def test_what_is_no_day_is_refused(written: object, problem: DayProblem) -> None:
    with pytest.raises(DayUnreadable) as refused:
        parse_day(written)
    assert refused.value.problem is problem


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading_of_days_and_times(written: str) -> None:
    for read, refusal in ((parse_day, DayUnreadable), (parse_start, TimeUnreadable)):
        try:
            found = read(written)
        except refusal:
            continue
        assert found is None or isinstance(found, date | int)


@pytest.mark.parametrize(
    ("written", "minute"),
    [("", None), ("14:05", 845), ("9.30", 570), ("2pm", 840), ("12 am", 0), ("12:30pm", 750), ("0:00", 0)],
)
def test_a_time_of_day_is_read(written: str, minute: int | None) -> None:
    assert parse_start(written) == minute


@pytest.mark.parametrize("written", ["24:00", "14:60", "13pm", "0am", "noon", "14"])
def test_what_is_no_time_of_day_is_refused(written: str) -> None:
    with pytest.raises(TimeUnreadable):
        parse_start(written)


def test_the_local_day_changes_at_local_midnight_and_across_a_clock_change() -> None:
    assert local_day(datetime(2026, 6, 30, 23, 30, tzinfo=UTC), "Europe/London") == date(2026, 7, 1)
    assert local_day(datetime(2026, 12, 31, 23, 30, tzinfo=UTC), "Europe/London") == date(2026, 12, 31)
    assert local_day(datetime(2026, 10, 25, 0, 59, tzinfo=UTC), "Europe/London") == date(2026, 10, 25)
