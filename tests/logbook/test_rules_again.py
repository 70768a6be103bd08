"""What is offered once more, and durations: every spelling of every minute comes back, and none is misunderstood."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainee_app.logbook.rules import (
    DurationProblem,
    DurationUnreadable,
    Logged,
    Unit,
    offers,
    parse_duration,
)

# Each way of writing so many hours and minutes.
SPELLINGS = (
    "{h}:{m:02d}",
    "{h}:{m:02d}:00",
    "{h:02d}:{m:02d}",
    "{h}:{m:02d} h",
    "{h}h{m:02d}",
    "{h}h{m}",
    "{h}H{m}M",
    "{h} h {m}",
    "{h}h {m}m",
    "{h} h {m} min",
    "{h} hr {m}",
    "{h} hr {m} mins",
    "{h} hrs. {m} min.",
    "{h} hour {m} minutes",
    "{h} hours, {m} minutes",
    "{h} hours and {m} minutes",
    "{all}",
    "{all}m",
    "{all} min",
    "{all} mins.",
    "{all}minutes",
)


def spellings(minutes: int) -> list[str]:
    """Every way of writing a number of minutes; hours with decimals where that comes out even."""
    found = [each.format(h=minutes // 60, m=minutes % 60, all=minutes) for each in SPELLINGS]
    if minutes % 3 == 0:
        hours = f"{minutes / 60:.2f}"
        found += [f"{hours}h", f"{hours.replace('.', ',')} hrs", f"{hours} hours"]
    if minutes % 15 == 0:
        quarter = ("", "¼", "½", "¾")[minutes % 60 // 15]
        found += [f"{minutes // 60}{quarter} h", f"{minutes // 60} {quarter}hours"]
    return found


def test_every_spelling_of_every_minute_of_a_day_comes_back() -> None:
    misread = [
        (written, minutes)
        for minutes in range(1441)
        for written in spellings(minutes)
        if parse_duration(written, Unit.MINUTES) != minutes
    ]
    assert misread == []


@given(st.integers(0, 9999), st.integers(0, 9999), st.sampled_from(".,"))
def test_a_bare_fraction_is_never_guessed(whole: int, part: int, point: str) -> None:
    with pytest.raises(DurationUnreadable) as asked:
        parse_duration(f"{whole}{point}{part}", Unit.MINUTES)
    assert asked.value.problem is DurationProblem.BARE_FRACTION


@pytest.mark.parametrize(
    ("written", "readings"),
    [
        ("1.5", ["As hours it is 1 h 30 min: write 1.5h.", "In minutes, write a whole number"]),
        ("1.30", ["As hours it is 1 h 18 min: write 1.30h.", "As hours and minutes it is 1 h 30 min: write 1:30."]),
        ("50.0", ["As minutes it is 50 min: write 50."]),
        ("½", ["As hours it is 30 min: write 0.5h."]),
    ],
)
def test_a_bare_fraction_is_asked_back_with_each_reading(written: str, readings: list[str]) -> None:
    with pytest.raises(DurationUnreadable) as asked:
        parse_duration(written, Unit.MINUTES)
    for reading in readings:
        assert reading in str(asked.value)


@pytest.mark.parametrize(("written", "minutes"), [("an hour", 60), ("Half an hour", 30), ("1½ hours", 90), ("¾ h", 45)])
def test_words_for_an_hour_are_read(written: str, minutes: int) -> None:
    assert parse_duration(written, Unit.MINUTES) == minutes


def logged(name: str, activity: str = "reading", minutes: int = 60, start: int | None = None) -> Logged:
    return Logged(name, activity, minutes, None, None, None, start)


def test_the_last_comes_first_then_what_is_logged_most() -> None:
    newest_first = [
        logged("last", "liaison"),
        logged("once", "essay"),
        logged("session", "case_session", 50),
        logged("reading"),
        logged("older", "case_session", 50),
        logged("oldest", "case_session", 50),
    ]
    assert [each.entry.name for each in offers(newest_first, 3)] == ["last", "session", "once"]
    assert offers([], 3) == []


def test_a_start_is_offered_where_most_began_then() -> None:
    (offer,) = offers([logged("c", start=840), logged("b", start=840), logged("a", start=900)], 3)
    assert (offer.started_at_minute, offer.arguments()) == (840, {"again": "c", "start": "14:00"})
    assert offer.words("Reading") == "Reading, 1 h"
    (offer,) = offers([logged("b", start=840), logged("a", start=900)], 3)
    assert offer.arguments() == {"again": "b"}
