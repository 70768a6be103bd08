"""Away for half an hour in the middle of an entry: nothing typed is lost."""

from __future__ import annotations

import pytest

from tests.journeys.course import MARTA, Course
from tests.journeys.visiting import Door, follow, give_password, heading, press, read, sign_in, told

pytestmark = [pytest.mark.journey, pytest.mark.one_engine]


def test_a_session_that_ends_while_an_entry_is_written_takes_nothing_with_it(door: Door, course: Course) -> None:
    page = door()
    sign_in(page, MARTA)
    page.goto("/log/new")
    page.get_by_text("Reading", exact=True).click()
    page.get_by_label("Time", exact=True).fill("1h30")
    page.get_by_label("Note").fill("Fraiberg, Ghosts in the nursery.\nWith questions for the seminar.")
    course.let_sessions_lapse()
    press(page, "Log it")
    assert heading(page) == "Sign in"
    assert "What you typed is kept" in read(page)
    give_password(page, MARTA, "not my password")
    assert page.title().startswith("Error: ")
    give_password(page, MARTA)
    assert "Anna Kerrigan" in told(page)
    follow(page, "Reading")
    said = read(page)
    assert "1 h 30 min" in said
    assert (
        "Fraiberg, Ghosts in the nursery.\nWith questions for the seminar." in page.locator(".entry-note").inner_text()
    )


def test_the_back_button_and_a_second_press_log_one_entry(door: Door, course: Course) -> None:
    page = door()
    sign_in(page, MARTA)
    page.goto("/log/new")
    page.get_by_text("Reading", exact=True).click()
    page.get_by_label("Time", exact=True).fill("45")
    press(page, "Log it")
    assert "45 min" in told(page)
    page.go_back()
    press(page, "Log it")
    page.goto("/log")
    assert page.locator("table.entry-list tbody tr").count() == 1
