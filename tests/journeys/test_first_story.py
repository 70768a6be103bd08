"""The first story: hours logged on a phone, signed and returned, put right, and what they come to."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.journeys.course import INES, MARTA, REES, Course
from tests.journeys.visiting import Door, follow, go, heading, press, read, sign_in, told

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.journey


def test_hours_are_logged_signed_returned_put_right_and_counted(door: Door, course: Course) -> None:
    walk_the_story(door, course, scripts=True)


@pytest.mark.one_engine
def test_the_whole_story_works_without_javascript(door: Door, course: Course) -> None:
    walk_the_story(door, course, scripts=False)


def walk_the_story(door: Door, course: Course, *, scripts: bool) -> None:
    marta = door(scripts=scripts)
    sign_in(marta, MARTA)
    log_three_hours(marta, course, scripts=scripts)
    rees = door(scripts=scripts)
    sign_in(rees, REES)
    return_one_and_sign_two(rees, course, scripts=scripts)
    put_right_what_came_back(marta)
    sign_what_came_again(rees, scripts=scripts)
    read_how_it_stands(marta)
    ines = door(desk=True, scripts=scripts)
    sign_in(ines, INES)
    look_at_the_cohort(ines, course)


def log_three_hours(page: Page, course: Course, *, scripts: bool) -> None:
    """The first takes what it takes; "Again" needs two taps and another day."""
    assert heading(page) == "Week 21 of 78, Marta"
    go(page.get_by_role("navigation", name="Main, phone").get_by_role("link", name="Log time", exact=True))
    page.get_by_text("Case session", exact=True).click()
    page.get_by_label("Time", exact=True).fill("50")
    if scripts:
        assert "50 min: counts as 1 h of clinical practice, once Dr Helen Rees has signed." in read(page)
    press(page, "Log it")
    assert "Dr Helen Rees" in told(page)
    assert page.get_by_text("Waits for signature").count() == 1
    for days_ago, words in ((1, "Case session, 50 min"), (2, "Case session, 50 min")):
        page.goto("/log/new")
        follow(page, words)
        page.get_by_label("Date", exact=True).fill((course.today - timedelta(days=days_ago)).isoformat())
        press(page, "Log it")
    assert page.get_by_text("Waits for signature").count() == 3


def return_one_and_sign_two(page: Page, course: Course, *, scripts: bool) -> None:
    """Signing asks again who is there; what was ticked is still ticked afterwards."""
    assert heading(page) == "Three entries wait for you"
    follow(page, "Look and sign")
    go(page.get_by_role("link", name="Return").first)
    press(page, "Return it")
    assert page.title().startswith("Error: ")
    page.get_by_label("What should be mended?").fill("Was this the full 50 minutes?")
    press(page, "Return it")
    assert "Returned to Marta Ellison" in told(page)
    boxes = page.get_by_role("checkbox")
    assert boxes.count() == 2
    for place in range(2):
        boxes.nth(place).check()
    course.let_confirmation_lapse()
    press(page, "Sign 2 entries" if scripts else "Sign what is ticked")
    assert heading(page) == "Confirm that it is you"
    page.get_by_label("Your password").fill("not my password")
    press(page, "Go on")
    assert page.title().startswith("Error: ")
    page.get_by_label("Your password").fill("nine quiet kestrels over the marsh")
    press(page, "Go on")
    assert "Signed: 2 entries, 1 h 40 min recorded." in told(page)
    assert heading(page) == "Nothing waits for you"


def put_right_what_came_back(page: Page) -> None:
    """The front page says what came back and why; one tap leads there."""
    page.goto("/")
    assert "Was this the full 50 minutes?" in read(page)
    follow(page, "Correct it")
    assert "Was this the full 50 minutes?" in read(page)
    page.get_by_label("Time", exact=True).fill("45 min")
    press(page, "Hand in again")
    assert page.get_by_text("Waits for signature").count() == 1


def sign_what_came_again(page: Page, *, scripts: bool) -> None:
    page.goto("/to-sign")
    assert heading(page) == "One entry waits for you"
    page.get_by_role("checkbox").check()
    press(page, "Sign 1 entry" if scripts else "Sign what is ticked")
    assert "Signed: 1 entry, 45 min recorded." in told(page)


def read_how_it_stands(page: Page) -> None:
    """What is met, what is not yet and why; and the rows behind a figure."""
    page.goto("/standing")
    clinical = page.locator("details.requirement#clinical")
    assert "of 220 h" in clinical.locator("summary").inner_text()
    assert page.locator("details.requirement [data-state=met]").count() >= 1
    clinical.locator("summary").click()
    rows = clinical.get_by_role("row").filter(has_text="Case session")
    # Two sessions of 50 minutes count as an hour each, one of 45 minutes as it is.
    assert re.search(r"3\D+2 h 25\D+2 h 45", rows.inner_text().replace("\n", " ")), rows.inner_text()
    go(rows.get_by_role("link").first)
    assert heading(page) == "Clinical practice, at least 220 hours"
    assert page.locator("#rows tbody tr").count() == 3


def look_at_the_cohort(page: Page, course: Course) -> None:
    """One page shows everybody; from it to one person's standing and to what is behind."""
    follow(page, course.cohort)
    row = page.locator(".matrix tbody tr").filter(has_text="Marta Ellison")
    assert "2" in row.locator("td[data-label*='Clinical']").inner_text()
    go(row.get_by_role("link", name="Marta Ellison"))
    assert "Marta Ellison" in read(page)
    follow(page, "Open the log")
    assert heading(page) == "Marta Ellison’s log"
