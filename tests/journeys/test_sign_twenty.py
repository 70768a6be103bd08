"""A supervisor with more on the list than one act takes, on a phone: twenty in one act, each by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories.logbook import acting, content
from tests.factories.people import PASSWORD, saved
from tests.journeys.course import REES, Course
from tests.journeys.visiting import Door, heading, press, read, sign_in, told
from trainee_app import clock
from trainee_app.cohorts.models import Trainee
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.events import settle
from trainee_app.logbook.models import LogEntry
from trainee_app.logbook.services import submit_entry, withdraw_entry

pytestmark = [pytest.mark.journey, pytest.mark.one_engine]
_WAITING = 22


def test_twenty_are_signed_in_one_act_and_what_was_taken_back_meanwhile_is_not(door: Door, course: Course) -> None:
    names = _hand_in(course)
    page = door()
    sign_in(page, REES)
    page.goto("/to-sign")
    assert heading(page) == "22 entries wait for you"
    boxes = page.get_by_role("checkbox")
    assert boxes.count() == 20, "no more are shown than one act takes"
    assert "2 more wait" in read(page)
    for place in range(20):
        boxes.nth(place).check()
    assert "20 ticked" in page.get_by_role("status").filter(has_text="ticked").inner_text()
    _take_back(course, names[0])
    course.let_confirmation_lapse()
    press(page, "Sign 20 entries")
    page.get_by_label("Your password").fill(PASSWORD)
    press(page, "Go on")
    assert "Signed: 19 entries, 15 h 50 min recorded." in told(page)
    assert heading(page) == "Two entries wait for you"
    assert "Some entries were left as they are" in read(page)
    page.goto("/to-sign")
    for place in range(2):
        boxes.nth(place).check()
    press(page, "Sign 2 entries")
    assert "Signed: 2 entries, 1 h 40 min recorded." in told(page)
    assert heading(page) == "Nothing waits for you"


def _hand_in(course: Course) -> list[str]:
    """Let Marta hand in 22 sessions, the earliest first; return their public names."""
    with saved(course.app):
        trainee = db.session.scalars(select(Trainee)).one()
        at = clock.now()
        entries = [
            submit_entry(
                trainee_id=trainee.id,
                public_id=new_public_id(),
                content=content(worked_on=course.today - timedelta(days=_WAITING - number)),
                actor=acting(trainee.person, at),
                at=at,
            )
            for number in range(_WAITING)
        ]
        settle()
        return [each.public_id for each in entries]


def _take_back(course: Course, name: str) -> None:
    """Let Marta take one back, as she does on a page of her own."""
    with saved(course.app):
        entry = db.session.scalars(select(LogEntry).where(LogEntry.public_id == name)).one()
        trainee = db.session.get_one(Trainee, entry.trainee_id)
        withdraw_entry(entry=entry, actor=acting(trainee.person, clock.now()), at=clock.now())
        settle()
