"""Offline and back: a phone is enrolled, drafts are made without a network, and each reaches the log once, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from tests.accessibility.looking import faults_of
from tests.accessibility.looks import Look
from tests.factories.people import PASSWORD, saved
from tests.journeys.course import MARTA, Course
from tests.journeys.visiting import Door, follow, give_password, heading, press, sign_in
from trainee_app import clock
from trainee_app.db import db
from trainee_app.logbook.models import LogEntry
from trainee_app.phones.models import PhoneEnrolment
from trainee_app.phones.rules import Why
from trainee_app.phones.services import revoke_phone

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

pytestmark = [pytest.mark.journey, pytest.mark.one_engine]
_OFFLINE = "You are offline. What waits here is sent when the network is back."
_IS_KEPT = "navigator.serviceWorker.controller !== null"
_KEPT_FOR_OFFLINE = """async () => {
  const names = await caches.keys();
  const kept = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return kept.flat().map((request) => new URL(request.url).pathname);
}"""


def _entries(course: Course) -> list[tuple[str, int, str]]:
    with course.app.app_context():
        statement = select(LogEntry.activity, LogEntry.minutes, LogEntry.state).order_by(LogEntry.id)
        return [(row.activity, row.minutes, row.state) for row in db.session.execute(statement)]


def _draft(page: Page, activity: str, time: str) -> None:
    page.get_by_label("What was it?").select_option(activity)
    page.get_by_label("Time", exact=True).fill(time)
    press(page, "Keep it")
    page.get_by_text("Kept: ").wait_for()


def _waits(page: Page) -> list[str]:
    return page.locator("[data-waiting] [data-what]").all_inner_texts()


def _says(page: Page, words: str) -> None:
    page.locator("[data-status]").filter(has_text=words).wait_for()


def _lose(route: Route) -> None:
    """Let the record hear it and the phone hear nothing."""
    route.fetch()
    route.abort()


def _enrol(page: Page, course: Course) -> None:
    sign_in(page, MARTA)
    page.goto("/account/phones")
    course.let_confirmation_lapse()
    page.get_by_label("Name of this phone").fill("My own phone")
    press(page, "Enrol this phone")
    page.get_by_label("Your password").fill(PASSWORD)
    press(page, "Go on")
    _says(page, "Nothing waits to be sent.")
    page.wait_for_function(_IS_KEPT)
    course.let_sessions_lapse()


def _draft_offline(page: Page) -> None:
    page.context.set_offline(True)
    page.reload()
    assert heading(page) == "Drafts on this phone"
    _says(page, _OFFLINE)
    _draft(page, "Case session", "1,5h")
    _draft(page, "Reading", "0:50")
    page.reload()
    _says(page, _OFFLINE)
    assert _waits(page) == ["Case session, 1 h 30 min", "Reading, 50 min"]
    page.emulate_media(reduced_motion="reduce")
    assert list(faults_of(page, Look("phones.shell", None, is_error=False), is_further=False)) == []


def _lose_the_token_and_no_draft(page: Page, course: Course) -> None:
    page.goto("/phone")
    page.context.set_offline(True)
    _draft(page, "Essay", "2h")
    with saved(course.app):
        (phone,) = db.session.scalars(select(PhoneEnrolment))
        revoke_phone(phone=phone, why=Why.OWN, actor_id=None, at=clock.now())
    page.context.set_offline(False)
    page.get_by_text("This phone is not enrolled").wait_for()
    assert page.get_by_label("What was it?").is_hidden(), "it has forgotten what there is to choose"
    assert _waits(page) == ["Essay, 2 h"], "and nothing that was typed"
    follow(page, "Sign in and enrol this phone")
    press(page, "Enrol this phone")
    _says(page, "Everything is sent.")


def _mend_what_was_refused(page: Page) -> None:
    page.get_by_text("More: not held, a start time, a note").click()
    page.get_by_label("Began at").fill("25:00")
    page.get_by_label("Note").fill("Ring 07700 900123")
    _draft(page, "Teaching day", "an hour")
    _says(page, "1 draft was not taken: see why below.")
    page.get_by_text("A day has no such time. Write it like 14:05, or leave it empty.").wait_for()
    press(page, "Change Teaching day, 1 h")
    page.get_by_label("Began at").fill("9:00")
    press(page, "Keep the change")
    page.get_by_text("looks like a telephone number").first.wait_for()
    press(page, "Change Teaching day, 1 h")
    page.get_by_label("Note").fill("How babies look")
    page.get_by_label("Date").fill("2030-01-01")
    press(page, "Keep the change")
    _says(page, "Everything is sent.")
    page.get_by_text("Cannot be handed in as it stands. 1 January 2030 is still to come.").wait_for()


def test_drafts_made_offline_are_sent_once_each_in_order_and_handed_in_after_signing_in(
    door: Door, course: Course
) -> None:
    page = door()
    _enrol(page, course)
    _draft_offline(page)
    assert _entries(course) == []
    page.route("**/phone/drafts", _lose)
    page.context.set_offline(False)
    page.get_by_text("It may be in your log already").first.wait_for()
    made = [("case_session", 90, "draft"), ("reading", 50, "draft")]
    assert _entries(course) == made, "the record has them, and the phone was not told"
    assert len(_waits(page)) == 2, "nothing is forgotten that was not acknowledged"
    page.unroute("**/phone/drafts")
    page.context.new_page().goto("/phone")
    press(page, "Send now")
    _says(page, "Everything is sent.")
    assert _waits(page) == []
    assert _entries(course) == made, "sent again by two windows, and there once"
    assert {each for each in page.evaluate(_KEPT_FOR_OFFLINE) if not each.startswith("/static/")} == {"/phone"}

    follow(page, "Sign in and hand in")
    give_password(page, MARTA)
    follow(page, "Case session")
    follow(page, "Change it and hand it in")
    press(page, "Log it")
    assert _entries(course) == [("case_session", 90, "submitted"), ("reading", 50, "draft")]

    _lose_the_token_and_no_draft(page, course)
    _mend_what_was_refused(page)
    assert _entries(course)[2:] == [("essay", 120, "draft"), ("workshop", 60, "draft")]
