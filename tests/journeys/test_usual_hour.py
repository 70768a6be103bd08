"""The usual hour on a phone: three taps and nothing to type; the page says how it understood what was typed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.journeys.course import MARTA, Course
from tests.journeys.visiting import Door, press, read, sign_in, told
from tests.logbook.test_rules_again import spellings
from trainee_app.logbook.rules import Unit, parse_duration

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = [pytest.mark.journey, pytest.mark.one_engine]
_READ = """async (typed) => {
  const { minutesOf } = await import("/static/js/log-time.js");
  return typed.map(minutesOf);
}"""
_WITHIN_REACH = """(at) => {
  const box = at.getBoundingClientRect();
  return box.top >= innerHeight / 2 && box.bottom <= innerHeight;
}"""


class Thumb:
    """One thumb on a phone, which counts."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps = page, 0

    def tap(self, what: Locator) -> None:
        """Tap once; the page has to be there for it."""
        what.click()
        self.taps += 1


@pytest.mark.parametrize("scripts", [True, False], ids=["with_scripts", "without"])
def test_the_usual_hour_takes_three_taps_and_no_typing(door: Door, course: Course, *, scripts: bool) -> None:
    page = door(scripts=scripts)
    sign_in(page, MARTA)
    for days_ago in (8, 1):
        page.goto("/log/new")
        page.get_by_text("Case session", exact=True).click()
        page.get_by_label("Time", exact=True).fill("50m")
        page.get_by_label("Date", exact=True).fill((course.today - timedelta(days=days_ago)).isoformat())
        press(page, "Log it")
    page.goto("/")
    thumb = Thumb(page)
    log = page.get_by_role("navigation", name="Main, phone").get_by_role("link", name="Log time", exact=True)
    assert log.evaluate(_WITHIN_REACH), "the thumb does not reach it"
    thumb.tap(log)
    thumb.tap(page.get_by_role("link", name="Case session, 50 min", exact=True))
    assert page.get_by_label("Date", exact=True).input_value() == course.today.isoformat()
    thumb.tap(page.get_by_role("button", name="Log it", exact=True))
    assert thumb.taps == 3
    assert "Logged: Case session, 50 min. Counts as 1 h of clinical practice" in told(page)


def test_the_page_reads_durations_as_the_rules_do(door: Door, course: Course) -> None:
    page = door()
    sign_in(page, MARTA)
    page.goto("/log/new")
    typed = [written for minutes in range(0, 1441, 7) for written in spellings(minutes)]
    assert page.evaluate(_READ, typed) == [parse_duration(each, Unit.MINUTES) for each in typed]
    time = page.get_by_label("Time", exact=True)
    time.fill("1,5")
    assert "Is 1,5 meant in hours or in minutes? As hours it is 1 h 30 min: write 1,5h." in read(page)
    time.fill("1,5h")
    assert "1 h 30 min." in page.locator("[data-counts-line]").inner_text()


def test_a_week_on_a_phone_says_its_sums_as_it_is_typed(door: Door, course: Course) -> None:
    page = door()
    sign_in(page, MARTA)
    page.goto(f"/log/week?on={(course.today - timedelta(days=7)).isoformat()}")
    cells = page.locator("[data-day='1'][data-cell]")
    cells.nth(0).fill("1h30")
    cells.nth(1).fill("1.5")
    sums = page.locator("[data-day-sum='1'], [data-week-sum]")
    assert sums.all_inner_texts() == ["1 h 30", "1 h 30"]
    assert "Is 1.5 meant in hours or in minutes?" in read(page)
    press(page, "Hand in")
    assert page.title().startswith("Error: ")
    assert cells.nth(1).input_value() == "1.5"
    assert sums.all_inner_texts() == ["1 h 30", "1 h 30"]
    cells.nth(1).fill("0:45")
    press(page, "Hand in")
    assert "Handed in: 2 entries, 2 h 15 min." in told(page)
    assert sums.all_inner_texts() == ["2 h 15", "2 h 15"]
