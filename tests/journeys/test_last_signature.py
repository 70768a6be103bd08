"""The last signature raises the flag: what was one hour short is met, and everybody concerned can see it."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from tests.factories.cohorts import make_version
from tests.factories.people import saved
from tests.journeys.course import INES, MARTA, REES, Course
from tests.journeys.visiting import Door, follow, heading, press, read, sign_in, told
from trainee_app import clock
from trainee_app.access import Actor
from trainee_app.cohorts.models import Cohort
from trainee_app.cohorts.services import pin_version
from trainee_app.db import db
from trainee_app.events import settle

pytestmark = pytest.mark.journey

# A course that asks for one hour with families and a registration: all that is left of a training in its last week.
_LAST_HOUR = """
[programme]
key = "pip"
title = "Parent-infant psychotherapy"
version = 2
length_months = 18
grace_days = 14
former_supervisor_days = 90
too_early_weeks = 1
pace_weeks = 12
slack_weeks = 2

[[category]]
key = "clinical"
title = "Clinical practice"

[[group]]
key = "client_contact"
title = "Client contact"

[[group]]
key = "supervision"
title = "Supervision"

[[activity]]
key = "case_session"
title = "Case session"
category = "clinical"
groups = ["client_contact"]
signed_by = "supervisor"
needs_case = true
credit = [{ from = 50, to = 60, credits = 60 }]

[[milestones]]
key = "even"
points = [{ after_months = 18, percent = 100 }]

[[requirement]]
key = "clinical"
kind = "sum"
title = "The last hour"
why = "It is the last one."
source = "to be confirmed by the course"
source_words = "Made for this story."
of = { categories = ["clinical"] }
at_least = "1 h"
milestones = "even"
most_a_week = "12 h"

[[requirement]]
key = "registration"
kind = "registration"
title = "Professional registration, valid on the day"
why = "Clinicians answer to a professional body."
source = "published"
source_words = "Made for this story."
due_by = "application"
"""


def ask_for_one_hour(app: Flask) -> None:
    with saved(app):
        cohort = db.session.scalars(select(Cohort)).one()
        version = make_version(cohort.programme, 2, _LAST_HOUR)
        nobody = Actor(0, clock.today("Europe/London"), second_factor=True)
        pin_version(cohort=cohort, version=version, actor=nobody, at=clock.now())
        settle()


def test_the_last_signature_raises_the_flag(door: Door, course: Course) -> None:
    ask_for_one_hour(course.app)
    marta, rees, ines = door(), door(), door(desk=True)
    sign_in(marta, MARTA)
    marta.goto("/log/new")
    marta.get_by_text("Case session", exact=True).click()
    marta.get_by_label("Time", exact=True).fill("50")
    press(marta, "Log it")
    marta.goto("/standing")
    assert "Flagged as ready" not in read(marta)
    sign_in(rees, REES)
    follow(rees, "Look and sign")
    rees.get_by_role("checkbox").check()
    press(rees, "Sign 1 entry")
    assert "Signed: 1 entry" in told(rees)
    marta.reload()
    assert "Flagged as ready" in read(marta)
    assert "The board decides" in read(marta)
    sign_in(ines, INES)
    assert "One trainee is ready to qualify" in read(ines)
    follow(ines, "See who")
    assert heading(ines) == course.cohort
    assert "Ready" in ines.locator(".matrix tbody tr").inner_text()
