"""How posts add up: a table worked by hand, to the day."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories.cohorts import pip_definition
from trainee_app.credentials.rules import Days, Worked, experience_months, is_short
from trainee_app.credentials.rules.bringing import Record
from trainee_app.programmes.rules import parse_definition

FIRST_DAY = date(2027, 1, 1)


def post(first: str, last: str | None, share: int = 100) -> Worked:
    return Worked(date.fromisoformat(first), date.fromisoformat(last) if last else None, share)


# What was worked, and by hand: whole months, days left over. The course begins on 1 January 2027.
BY_HAND = [
    ("nothing", [], 0, 0),
    ("four years to the eve of the course", [post("2023-01-01", "2026-12-31")], 48, 0),
    ("a post that goes on counts to that eve", [post("2023-01-01", None)], 48, 0),
    ("one day short of four years", [post("2023-01-02", None)], 47, 30),
    ("one day short at its end", [post("2023-01-01", "2026-12-30")], 47, 30),
    ("the course’s first day does not count", [post("2027-01-01", None)], 0, 0),
    ("one day", [post("2026-12-31", None)], 0, 1),
    ("what lies after the course’s first day does not count", [post("2026-01-01", "2027-06-30")], 12, 0),
    ("29 February counts in its year", [post("2023-03-01", "2024-02-29")], 12, 0),
    ("28 February is a day short of that year", [post("2023-03-01", "2024-02-28")], 11, 28),
    ("from 29 February to 28 February a year later", [post("2024-02-29", "2025-02-28")], 12, 1),
    ("from 29 February to 27 February", [post("2024-02-29", "2025-02-27")], 12, 0),
    ("the same two years twice count once", [post("2020-01-01", "2021-12-31"), post("2020-01-01", "2021-12-31")], 24, 0),
    ("an overlap of six months counts once", [post("2020-01-01", "2021-12-31"), post("2021-07-01", "2022-12-31")], 36, 0),
    ("a short post within a long one adds nothing", [post("2020-01-01", "2021-12-31"), post("2020-05-05", "2020-06-06")], 24, 0),
    ("a post that follows on the next day makes one stretch", [post("2020-01-01", "2020-06-15"), post("2020-06-16", "2020-12-31")], 12, 0),
    ("a gap of one day leaves two stretches: 5 m 14 d and 6 m 15 d", [post("2020-01-01", "2020-06-14"), post("2020-06-16", "2020-12-31")], 11, 30),
    ("left-over days of two stretches make a month at 31: 1 m 15 d and 1 m 16 d", [post("2020-01-01", "2020-02-15"), post("2020-04-01", "2020-05-16")], 3, 0),
    ("and not at 30: 1 m 15 d and 1 m 15 d", [post("2020-01-01", "2020-02-15"), post("2020-04-01", "2020-05-15")], 2, 30),
    ("half time counts in full", [post("2023-01-01", None, 50)], 48, 0),
    ("two half posts at once are no more than one", [post("2023-01-01", None, 50), post("2023-01-01", None, 50)], 48, 0),
]  # fmt: skip


@pytest.mark.parametrize(("words", "posts", "months", "days"), BY_HAND, ids=[each[0] for each in BY_HAND])
def test_posts_add_up_as_by_hand(words, posts, months, days) -> None:
    for given in (posts, posts[::-1]):
        found = experience_months(given, FIRST_DAY)
        assert (found.months, found.days) == (months, days)


def test_gaps_and_the_least_share_are_shown() -> None:
    found = experience_months([post("2020-01-01", "2020-06-30", 80), post("2020-09-01", None, 60)], FIRST_DAY)
    assert found.gaps == (Days(date(2020, 7, 1), date(2020, 8, 31)),)
    assert found.stretches == (Days(date(2020, 1, 1), date(2020, 6, 30)), Days(date(2020, 9, 1), date(2026, 12, 31)))
    assert (found.is_part_time, found.least_share_percent) == (True, 60)
    assert not experience_months([post("2020-01-01", None)], FIRST_DAY).is_part_time


def test_one_day_short_of_four_years_is_short_of_what_the_programme_asks_for() -> None:
    definition = parse_definition(pip_definition())
    months = [experience_months([post(first, None)], FIRST_DAY).months for first in ("2023-01-01", "2023-01-02")]
    assert [is_short(definition, Record.EXPERIENCE, each) for each in months] == [False, True]
    assert is_short(definition, Record.EXPERIENCE, None)
