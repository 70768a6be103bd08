"""A minimum is changed: the administrator sees who is affected, the director agrees, and the history tells of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.factories.people import PASSWORD
from tests.journeys.course import DORA, INES, Course
from tests.journeys.visiting import Door, follow, go, heading, press, read, sign_in, told

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.journey, pytest.mark.one_engine]
_WHY = "The board asked for more supervision."


def to_the_programme(page: Page) -> None:
    go(page.get_by_role("navigation", name="Main", exact=True).get_by_role("link", name="Programme", exact=True))


def test_a_minimum_is_changed_looked_at_published_by_two_and_found_in_the_history(door: Door, course: Course) -> None:
    office, director = door(desk=True), door(desk=True, scripts=False)
    sign_in(office, INES)
    to_the_programme(office)
    press(office, "Copy and edit version 1")
    assert heading(office) == "Draft of version 2"
    address = office.url
    change_the_minimum(office)
    see_the_effect(office)
    office.goto(address)
    office.get_by_label("Why it is published").fill(_WHY)
    press(office, "Propose to publish it")
    assert "A director other than you agrees" in told(office)
    assert office.get_by_role("button", name="Agree, and publish it").count() == 0
    course.let_confirmation_lapse()
    agree(director, address)
    move_the_cohort(office, course)
    read_the_history(office, course)


def change_the_minimum(page: Page) -> None:
    follow(page, "Supervision, at least 60 hours")
    page.get_by_label("At least", exact=True).fill("ninety")
    page.get_by_label("Why it is asked for").fill("Supervision keeps the work safe, and there was too little of it.")
    press(page, "Change the draft")
    assert "with its unit" in read(page)
    assert page.get_by_label("Why it is asked for").input_value().startswith("Supervision keeps the work safe")
    page.get_by_label("At least", exact=True).fill("90h")
    page.get_by_label("Title", exact=True).fill("Supervision, at least 90 hours")
    press(page, "Change the draft")
    changes = page.locator("#changes").inner_text()
    assert "60 h" in changes
    assert "90 h" in changes


def see_the_effect(page: Page) -> None:
    follow(page, "See the effect on a cohort")
    effect = page.locator("#effect").inner_text()
    assert "Marta Ellison" in effect
    assert "0 h of 60 h" in effect
    assert "0 h of 90 h" in effect


def agree(page: Page, address: str) -> None:
    sign_in(page, DORA)
    page.goto(address)
    assert _WHY in page.locator("#proposal").inner_text()
    page.get_by_label("I have looked at what changes, and for whom.").check()
    press(page, "Agree, and publish it")
    if page.get_by_label("Password").count():
        page.get_by_label("Password").fill(PASSWORD)
        go(page.get_by_role("main").get_by_role("button").first)
    assert "Version 2 is published" in told(page)


def move_the_cohort(page: Page, course: Course) -> None:
    to_the_programme(page)
    versions = page.locator("#versions")
    assert "Ines Okafor, with Dora Whitlock" in versions.inner_text()
    go(versions.get_by_role("link", name=course.cohort))
    press(page, "Show what it would change")
    assert "0 h of 90 h" in page.locator("#effect").inner_text()
    page.get_by_label("Why the cohort is moved").fill("Agreed with the cohort.")
    press(page, "Move the cohort to version 2")
    assert "is judged under version 2 from now on" in told(page)
    follow(page, course.cohort)
    follow(page, "Marta Ellison")
    assert "Supervision, at least 90 hours" in read(page)


def read_the_history(page: Page, course: Course) -> None:
    to_the_programme(page)
    follow(page, "History")
    history = read(page)
    assert "Dora Whitlock agreed to version 2, which Ines Okafor had proposed." in history
    assert "Ines Okafor proposed to publish version 2." in history
