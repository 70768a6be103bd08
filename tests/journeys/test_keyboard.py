"""By keyboard alone: the log's form, and the queue."""

from __future__ import annotations

import pytest

from tests.journeys.course import MARTA, REES, Course
from tests.journeys.visiting import Door, heading, sign_in, tab_to, told

pytestmark = [pytest.mark.journey, pytest.mark.one_engine]


def test_an_hour_is_logged_and_signed_by_keyboard_alone(door: Door, course: Course) -> None:
    marta = door(desk=True)
    sign_in(marta, MARTA)
    marta.goto("/log/new")
    keys = marta.keyboard
    tab_to(marta, "Skip to the page")
    keys.press("Enter")
    assert marta.evaluate("document.activeElement.id") == "main"
    tab_to(marta, "Seminar")
    tab_to(marta, "Case session", "ArrowRight")
    tab_to(marta, "Time")
    keys.type("0:50")
    tab_to(marta, "Note")
    keys.type("By keyboard.")
    tab_to(marta, "Log it")
    keys.press("Enter")
    marta.wait_for_url("**/log")
    assert "Dr Helen Rees" in told(marta)

    rees = door(desk=True)
    sign_in(rees, REES)
    rees.goto("/to-sign")
    tab_to(rees, "Sign: Case session")
    rees.keyboard.press("Space")
    tab_to(rees, "Sign 1 entry")
    rees.keyboard.press("Enter")
    rees.wait_for_load_state()
    assert "Signed: 1 entry" in told(rees)
    assert heading(rees) == "Nothing waits for you"


def test_an_entry_is_returned_by_keyboard_and_errors_lead_to_their_field(door: Door, course: Course) -> None:
    marta = door(desk=True)
    sign_in(marta, MARTA)
    marta.goto("/log/new")
    tab_to(marta, "Seminar")
    tab_to(marta, "Case session", "ArrowRight")
    tab_to(marta, "Log it")
    marta.keyboard.press("Enter")
    marta.wait_for_selector("[data-error-summary]")
    assert "data-error-summary" in marta.evaluate("document.activeElement.outerHTML")
    marta.keyboard.press("Tab")
    marta.keyboard.press("Enter")
    assert marta.evaluate("document.activeElement.name") == "minutes"
    marta.keyboard.type("50")
    marta.keyboard.press("Enter")
    marta.wait_for_url("**/log")

    rees = door(desk=True)
    sign_in(rees, REES)
    rees.goto("/to-sign")
    tab_to(rees, "Return")
    rees.keyboard.press("Enter")
    rees.wait_for_url("**/return")
    tab_to(rees, "What should be mended?")
    rees.keyboard.type("Which day was this?")
    tab_to(rees, "Return it")
    rees.keyboard.press("Enter")
    rees.wait_for_url("**/to-sign")
    assert "Returned to Marta Ellison" in told(rees)
