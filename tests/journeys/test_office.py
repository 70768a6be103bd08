"""The office at its desk: a new cohort, a trainee invited, an agreement; an old workbook attested by two."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from tests.factories.cohorts import make_cohort
from tests.factories.people import saved
from tests.imports.sheets import COHORT, EXPECTED
from tests.journeys.course import DORA, INES, Course
from tests.journeys.visiting import Door, follow, go, heading, press, read, sign_in, told
from tests.people.pages import letters
from tests.serving import LiveServer
from trainee_app.db import db
from trainee_app.demo.run import PROJECT
from trainee_app.programmes.models import Programme
from trainee_app.web.formats import hours

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.journey, pytest.mark.one_engine]
_UNA = EXPECTED["minutes"]["una.hobart@example.org"]


def test_a_cohort_is_made_a_trainee_invited_and_an_agreement_recorded(door: Door, course: Course) -> None:
    page = door(desk=True)
    sign_in(page, INES)
    go(page.get_by_role("navigation", name="Main", exact=True).get_by_role("link", name="Cohorts"))
    follow(page, "New cohort")
    page.get_by_label("Name", exact=True).fill("Next intake")
    page.get_by_label("First day").fill(course.today.isoformat())
    page.get_by_label("Last day").fill((course.today + timedelta(weeks=78)).isoformat())
    press(page, "Make the cohort")
    assert "Next intake is made" in told(page)
    follow(page, "Add a trainee")
    page.get_by_label("Name", exact=True).fill("Luca Ferretti")
    page.get_by_label("E-mail address").fill("luca@example.org")
    press(page, "Add to Next intake")
    assert [letter.to for letter in letters(course.app)] == ["luca@example.org"]
    assert heading(page) == "Supervision and placements"
    record_agreement(page, course)
    assert "Holds today" in page.locator("#agreements").inner_text()


def record_agreement(page: Page, course: Course) -> None:
    form = page.get_by_role("form", name="Record an agreement")
    form.get_by_label("Who", exact=True).select_option(label="Dr Helen Rees")
    form.get_by_label("Supervisor: signs client work and supervision").check()
    form.get_by_label("First day").fill(course.today.isoformat())
    go(form.get_by_role("button"))


def test_an_old_workbook_counts_once_two_people_have_attested_it(
    door: Door, course: Course, live_server: LiveServer
) -> None:
    with saved(course.app):
        old = make_cohort(db.session.scalars(select(Programme)).one())
    imported = subprocess.run(
        [sys.executable, "-m", "flask", "import", "workbook", str(COHORT), "--cohort", old.name],
        cwd=PROJECT, env=live_server.database.environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert imported.returncode == 0, imported.stderr
    first, second = door(desk=True), door()
    sign_in(first, INES)
    attest(first)
    signed, waiting = hours_of_una(first)
    assert (signed, waiting != "0 h") == ("0 h", True)
    sign_in(second, DORA)
    attest(second)
    assert hours_of_una(second) == (hours(_UNA["case_session"]), "0 h")


def attest(page: Page) -> None:
    page.goto("/imports")
    follow(page, "cohort.xlsx")
    page.get_by_role("checkbox").check()
    go(page.locator("#attestation").get_by_role("button"))
    assert "ttested" in read(page)


def hours_of_una(page: Page) -> tuple[str, str]:
    """Return the signed and the waiting time of her client sessions, as her standing shows them."""
    page.goto("/cohorts")
    follow(page, "Cohort 2025")
    follow(page, "Una Hobart")
    clinical = page.locator("#clinical")
    clinical.locator("summary").click()
    cells = clinical.get_by_role("row").filter(has_text="Case session").get_by_role("cell").all_inner_texts()
    return cells[1], cells[3]
