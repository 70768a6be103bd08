"""From an application to the first hour in the log: nothing is typed twice on the way."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from tests.factories.people import give_account, give_role, make_person, saved
from tests.journeys.course import DORA, INES, REES, Course, Someone
from tests.journeys.visiting import Door, follow, heading, press, read, sign_in, told
from trainee_app import clock
from trainee_app.access import Actor
from trainee_app.admissions.services import make_intake
from trainee_app.cohorts.models import Cohort
from trainee_app.db import db
from trainee_app.people.rules import Role

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.journey

NELL = Someone("Nell Freshwater", "nell@example.org")


def open_an_intake(course: Course) -> str:
    """Let somebody be known as an applicant, and return the intake to the cohort that runs."""
    with saved(course.app):
        cohort = db.session.scalars(select(Cohort)).one()
        nell = make_person(NELL.name, NELL.email)
        give_account(nell)
        give_role(nell, cohort.programme, Role.APPLICANT, course.today - timedelta(days=30))
        nobody = Actor(0, course.today, second_factor=True)
        return make_intake(cohort=cohort, draft=None, actor=nobody, at=clock.now()).public_id


def test_somebody_applies_is_chosen_enrolled_and_logs_a_first_hour(door: Door, course: Course) -> None:
    intake = open_an_intake(course)
    ines, dora, rees, nell = door(desk=True), door(desk=True), door(), door()
    sign_in(ines, INES)
    record_the_applicant(ines, intake)
    sign_in(nell, NELL)
    save_the_application(nell)
    declare_personal_therapy(nell)
    application = hand_it_in_and_arrange(ines, intake, course)
    for page, who in ((dora, DORA), (rees, REES)):
        sign_in(page, who)
        score(page, application)
    propose_an_offer(ines, application, course)
    agree(dora, application)
    accept(nell)
    enrol(ines, application)
    log_the_first_hour(nell)


def record_the_applicant(page: Page, intake: str) -> None:
    page.goto(f"/intakes/{intake}/applicants/new")
    page.get_by_label("Name", exact=True).fill(NELL.name)
    page.get_by_label("E-mail address").fill(NELL.email)
    press(page, "Record and invite")
    assert NELL.name in read(page)


def save_the_application(page: Page) -> None:
    """Saved as one goes: nothing has to be complete."""
    follow(page, "Go on with the application")
    page.get_by_label("Why do you want to train?").fill("To learn to think about a baby and its mother together.")
    press(page, "Save, and go on later")
    assert "To learn to think" in page.get_by_label("Why do you want to train?").input_value()


def declare_personal_therapy(page: Page) -> None:
    follow(page, "Add and show")
    assert "Personal psychoanalytic psychotherapy" in read(page)


def hand_it_in_and_arrange(page: Page, intake: str, course: Course) -> str:
    """The office hands in for somebody, takes it into the screening and arranges the interview by two."""
    page.goto(f"/intakes/{intake}")
    follow(page, NELL.name)
    address = page.url
    page.get_by_label("Where could you see families?").fill("In the perinatal team where I work.")
    press(page, "Hand it in")
    press(page, "Take it into the screening")
    follow(page, "Arrange the interview")
    page.get_by_label("Day", exact=True).fill(course.today.isoformat())
    page.get_by_label("Time", exact=True).fill("9:00")
    page.get_by_label("Where", exact=True).fill("Seminar room")
    page.get_by_label("First interviewer").select_option(label=DORA.name)
    page.get_by_label("Second interviewer").select_option(label=REES.name)
    press(page, "Arrange the interview")
    assert "Seminar room" in read(page)
    return address


def score(page: Page, application: str) -> None:
    """Neither sees the other's score before their own stands."""
    page.goto(application)
    assert " of 5." not in read(page)
    follow(page, "Give your score")
    page.get_by_role("radio").nth(3).check()
    page.get_by_label("What you saw").fill("Curious, and honest about what she does not know.")
    press(page, "Give this score")


def propose_an_offer(page: Page, application: str, course: Course) -> None:
    page.goto(application)
    assert read(page).count(" of 5.") == 2
    follow(page, "Propose a decision")
    page.get_by_label("Offer a place").check()
    page.get_by_label("Why", exact=True).fill("Both interviewers would take her.")
    page.get_by_label("What the applicant reads").fill("We are glad to offer you a place.")
    page.get_by_label("Answer by").fill((course.today + timedelta(days=14)).isoformat())
    press(page, "Propose it")


def agree(page: Page, application: str) -> None:
    page.goto(application)
    follow(page, "Decide")
    page.get_by_label("I agree: it is decided so").check()
    press(page, "Record the decision")


def accept(page: Page) -> None:
    page.goto("/")
    follow(page, "Answer the offer")
    page.get_by_label("Accept the place").check()
    press(page, "Send the answer")
    assert "Accepted" in read(page)


def enrol(page: Page, application: str) -> None:
    page.goto(application)
    follow(page, "Enrol")
    press(page, "Enrol")
    assert "Neither met nor accepted" in read(page)
    for box in page.get_by_role("checkbox").all():
        box.check()
    press(page, "Enrol")
    assert NELL.name in read(page)


def log_the_first_hour(page: Page) -> None:
    page.goto("/")
    assert heading(page).endswith("Nell")
    page.goto("/log/new")
    page.get_by_text("Reading", exact=True).click()
    page.get_by_label("Time", exact=True).fill("1h")
    press(page, "Log it")
    assert "Logged" in told(page) or "1 h" in read(page)
    assert page.get_by_text("Waits for signature").count() == 1
