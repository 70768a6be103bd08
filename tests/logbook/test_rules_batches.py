"""Lines of text, series of days and the grid of a week, without a database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainee_app.logbook.rules import DayUnreadable
from trainee_app.logbook.rules.lines import near_day, read_lines
from trainee_app.logbook.rules.series import SeriesTooLong, series_days
from trainee_app.logbook.rules.weeks import Cell, Line, Shown, day_total, line_total, week_of

TODAY = date(2026, 11, 4)  # a Wednesday
TITLES = {"case_session": "Case session", "reading": "Reading", "seminar": "Seminar", "day": "Teaching day"}
READING = Line("reading")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("3 Nov, 50, case session", (date(2026, 11, 3), 50, "case_session", None, "")),
        ("yesterday, 1h30, Reading, Fraiberg, twice", (date(2026, 11, 3), 90, "reading", None, "Fraiberg, twice")),
        ("today; 1,5h; sem", (TODAY, 90, "seminar", None, "")),
        ("Mon\t0:50\tcase_session\tcase 2", (date(2026, 11, 2), 50, "case_session", 2, "")),
        ("thursday, 50m, session, case 1, late", (date(2026, 10, 29), 50, "case_session", 1, "late")),
        ("5/11, 45, day", (date(2025, 11, 5), 45, "day", None, "")),
        ("2026-11-01, 45, reading,", (date(2026, 11, 1), 45, "reading", None, "")),
    ],
)
def test_a_line_is_read(line: str, said: tuple[object, ...]) -> None:
    (found,) = read_lines(line, TITLES, TODAY)
    assert found.problem == ""
    assert (found.worked_on, found.minutes, found.activity, found.case_number, found.note) == said


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("3 Nov 50 reading", "with commas between"),
        ("someday, 50, reading", "cannot be read as a date"),
        ("30/2, 50, reading", "no such day"),
        ("3 Nov, 1.5, reading", "As hours it is 1 h 30 min"),
        ("3 Nov, 50, dance", "no activity “dance”"),
        ("3 Nov, 50, e", "could be Case session, Reading, Seminar, Teaching day"),
    ],
)
def test_a_line_that_cannot_be_read_says_why(line: str, words: str) -> None:
    first, second = read_lines(f"\n{line}\ntoday, 5, reading", TITLES, TODAY)
    assert (first.number, words in first.problem) == (2, True), first.problem
    assert (second.number, second.problem) == (3, "")


@given(st.text(max_size=80))
def test_no_text_breaks_the_reading_of_lines(text: str) -> None:
    for line in read_lines(text, TITLES, TODAY):
        assert bool(line.problem) != bool(line.activity)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_day_without_its_year_is_the_last_one_there_was(today: date) -> None:
    for days_ago in (0, 1, 200):
        meant = today - timedelta(days=days_ago)
        try:
            assert near_day(f"{meant.day}/{meant.month}", today) == meant
        except DayUnreadable:
            assert (meant.month, meant.day) == (2, 29)


def test_every_thursday_but_not_in_these_weeks() -> None:
    thursdays = series_days({3}, date(2026, 10, 1), date(2026, 11, 5), not_in_weeks_of=[date(2026, 10, 26)])
    assert thursdays == [date(2026, 10, day) for day in (1, 8, 15, 22)] + [date(2026, 11, 5)]
    assert series_days({3}, date(2026, 10, 1), date(2026, 10, 31), every_weeks=2) == [
        date(2026, 10, day) for day in (1, 15, 29)
    ]


def test_named_days_join_a_series_once_and_none_is_longer_than_anybody_looks_at() -> None:
    named = [date(2026, 10, 1), date(2026, 9, 1)]
    assert series_days({3}, date(2026, 10, 1), date(2026, 10, 1), others=named) == [named[1], named[0]]
    for last in (date(2027, 10, 1), date(9999, 12, 31)):
        with pytest.raises(SeriesTooLong):
            series_days(set(range(7)), date(2026, 10, 1), last)


@given(st.dates())
def test_a_week_is_monday_to_sunday_around_its_day(on: date) -> None:
    days = week_of(on)
    assert [each.weekday() for each in days] == list(range(7))
    if date(1, 1, 8) < on < date(9999, 12, 10):
        assert on in days


def test_the_sums_of_a_week_are_those_of_what_is_shown() -> None:
    there = Shown("x", TODAY, READING, 60, "signed", "held", is_typed=False)
    cells = [
        Cell(line=READING, on=TODAY, shown=(there,), typed="30", minutes=30),
        Cell(line=Line("essay"), on=TODAY, typed="what", problem="no"),
        Cell(line=READING, on=date(2026, 11, 5), typed="15", minutes=15),
    ]
    assert (line_total(cells, READING), day_total(cells, TODAY), line_total(cells, Line("essay"))) == (105, 90, 0)
