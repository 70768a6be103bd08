"""The story of a family: proposed, agreed by two, seen, thought about in a group, its early phase signed off."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from tests.factories.people import saved
from tests.journeys.course import INES, MARTA, REES, Course
from tests.journeys.visiting import Door, follow, go, heading, press, read, sign_in, told
from trainee_app.cohorts.models import Placement
from trainee_app.db import db

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.journey


def test_a_family_is_proposed_seen_and_presented_and_its_early_phase_signed_off(door: Door, course: Course) -> None:
    ines, rees, marta = door(desk=True), door(desk=True), door()
    sign_in(ines, INES)
    record_what_the_placement_has_signed(ines, course)
    sign_in(marta, MARTA)
    propose_a_family(marta, course)
    sign_in(rees, REES)
    agree_as_supervisor(rees)
    record_the_placements_word(ines)
    log_a_session(marta)
    record_a_group(rees, course)
    sign_the_session(rees)
    sign_the_early_phase_off(rees)
    find_every_hour_once(marta)


def record_what_the_placement_has_signed(page: Page, course: Course) -> None:
    with saved(course.app):
        placement = db.session.scalars(select(Placement.public_id)).one()
    page.goto(f"/placements/{placement}/agreements")
    page.get_by_label("Who signed for the service").fill("Dilys Crowe")
    page.get_by_label("What they are there").fill("team lead")
    page.get_by_label("Signed on").fill(course.today.isoformat())
    page.get_by_label("The indemnity covers training cases").check()
    page.get_by_label("First day").fill((course.today - timedelta(days=10)).isoformat())
    press(page, "Record the agreement")
    assert "The agreement is recorded." in told(page)


def propose_a_family(page: Page, course: Course) -> None:
    """No field asks for a name; a number in the one line of words is refused and nothing typed is lost."""
    page.goto("/cases")
    follow(page, "Propose a family")
    page.get_by_label("How old is the baby, roughly?").select_option("3_to_6")
    page.get_by_label("Mother", exact=True).check()
    for label in ("The family agreed to be seen by a trainee on", "… and to be discussed in supervision on"):
        page.get_by_label(label).fill((course.today - timedelta(days=3)).isoformat())
    page.get_by_label("Who holds clinical responsibility").fill("Team lead, 07700 900123")
    page.get_by_label("Agreed number of sessions").fill("30")
    press(page, "Propose")
    assert page.title().startswith("Error: ")
    assert page.get_by_label("Agreed number of sessions").input_value() == "30"
    page.get_by_label("Who holds clinical responsibility").fill("Team lead")
    press(page, "Propose")
    assert "Your placement and your supervisor are asked." in told(page)


def agree_as_supervisor(page: Page) -> None:
    page.goto("/case-proposals")
    follow(page, "Marta Ellison")
    page.get_by_label("Yes", exact=True).check()
    press(page, "Answer")
    assert "Your answer is recorded." in told(page)


def record_the_placements_word(page: Page) -> None:
    """The office says on whose word; with both agreed there is a case, and it has a code."""
    page.goto("/case-proposals")
    follow(page, "Marta Ellison")
    page.get_by_label("On whose word").fill("Dilys Crowe, team lead")
    page.get_by_label("Yes", exact=True).check()
    press(page, "Answer")
    assert "It is a case now and has its code." in told(page)


def log_a_session(page: Page) -> None:
    page.goto("/log/new")
    page.get_by_text("Case session", exact=True).click()
    page.get_by_label("Time", exact=True).fill("50")
    page.get_by_text("Marta’s case 1 · ").click()
    press(page, "Log it")
    assert "Dr Helen Rees" in told(page)


def record_a_group(page: Page, course: Course) -> None:
    page.goto("/supervision/new")
    page.get_by_label("Group", exact=True).check()
    page.get_by_label("Date", exact=True).fill(course.today.isoformat())
    page.get_by_label("Time", exact=True).fill("1h30")
    page.get_by_label("Marta Ellison", exact=True).check()
    page.get_by_label("Presented: Marta’s case 1").check()
    press(page, "Sign and record")
    assert "1 h 30 min" in read(page)


def sign_the_session(page: Page) -> None:
    page.goto("/to-sign")
    assert heading(page) == "One entry waits for you"
    page.get_by_role("checkbox").check()
    press(page, "Sign 1 entry")
    assert "Signed: 1 entry, 50 min recorded." in told(page)


def sign_the_early_phase_off(page: Page) -> None:
    page.goto("/")
    go(page.get_by_role("link", name="Marta’s case 1"))
    follow(page, "Sign the early phase off")
    assert "Sessions held" in read(page)
    press(page, "Sign it off")
    assert page.title().startswith("Error: ")
    page.get_by_label("I have seen what this phase rests on").check()
    press(page, "Sign it off")
    assert "The early phase is signed off." in told(page)


def find_every_hour_once(page: Page) -> None:
    """The session is in the log and in the case, the supervision in the month and on the case; each once."""
    page.goto("/cases")
    go(page.get_by_role("main").get_by_role("link", name="Marta’s case 1"))
    case = read(page)
    assert "29" in page.locator("#sessions").inner_text()
    assert "1 h 30" in page.locator("#supervision").inner_text()
    assert "1 of 8 sessions held and signed" in case
    page.goto("/standing")
    clinical = page.locator("details.requirement#clinical")
    clinical.locator("summary").click()
    # An hour for 50 minutes with the family, and an hour and a half of supervision.
    assert "2 h 30" in clinical.locator("tfoot").inner_text()
    page.goto("/log")
    assert page.locator("table.entry-list tbody tr").count() == 2
