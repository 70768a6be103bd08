"""Dr Rees signs a month in ink: the sheet is printed, signed, recorded by the office and decided by the director."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pypdf
import pytest
from sqlalchemy import select

from tests.factories.files import pdf
from tests.factories.logbook import acting, content
from tests.factories.people import saved
from tests.journeys.course import DORA, INES, MARTA, Course
from tests.journeys.visiting import Door, follow, go, heading, press, read, sign_in, told
from trainee_app import clock
from trainee_app.cohorts.models import Trainee
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.logbook.queries import entry_named
from trainee_app.logbook.services import submit_entry, withdraw_entry

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.journey, pytest.mark.one_engine]


def test_a_sheet_goes_out_on_paper_and_its_rows_come_back_signed(door: Door, course: Course) -> None:
    kept, changed = (_hand_in(course, minutes) for minutes in (50, 60))
    marta = door()
    sign_in(marta, MARTA)
    marta.goto("/log")
    follow(marta, "For whom they wait")
    go(marta.get_by_role("button", name="Sheet for"))
    sheet, code = marta.url, marta.locator("main strong.figure").inner_text()
    said = _printed(marta)
    assert code in said
    assert "2 entries" in said
    with saved(course.app):
        entry = entry_named(changed)
        assert entry is not None
        withdraw_entry(entry=entry, actor=acting(entry.trainee.person, clock.now()), at=clock.now())
    marta.reload()
    assert "1 row is no longer as printed" in read(marta)
    office = door(desk=True)
    sign_in(office, INES)
    office.goto(_sheets(course))
    office.get_by_label("Sheet code").fill(code.lower())
    press(office, "Find it")
    assert office.url == sheet
    follow(office, "Record the signed sheet")
    office.get_by_label("The scan", exact=True).set_input_files(
        {"name": "scan.pdf", "mimeType": "application/pdf", "buffer": pdf()}
    )
    office.get_by_label("Signed on").fill(course.today.isoformat())
    office.get_by_label("I have this sheet before me").check()
    press(office, "Record it")
    assert "Recorded." in told(office)
    director = door(desk=True)
    sign_in(director, DORA)
    go(director.locator(".next-step", has_text="A signed sheet of Marta Ellison").get_by_role("link"))
    assert heading(director).startswith("Signed on paper")
    director.get_by_label("I have looked at the scan").check()
    press(director, "It is signed as recorded")
    assert "Signed on paper: 1 entry." in told(director)
    marta.goto(f"/entries/{kept}")
    assert f"recorded by {INES.name}" in read(marta)


def _hand_in(course: Course, minutes: int) -> str:
    with saved(course.app):
        trainee = db.session.scalars(select(Trainee)).one()
        at = clock.now()
        says = content(worked_on=course.today, minutes=minutes)
        actor = acting(trainee.person, at)
        return submit_entry(
            trainee_id=trainee.id, public_id=new_public_id(), content=says, actor=actor, at=at
        ).public_id


def _printed(page: Page) -> str:
    with page.expect_download() as download:
        follow(page, "The sheet as a PDF")
    pages = pypdf.PdfReader(io.BytesIO(download.value.path().read_bytes())).pages
    return " ".join(" ".join(each.extract_text() for each in pages).split())


def _sheets(course: Course) -> str:
    with course.app.app_context():
        return f"/cohorts/{db.session.scalars(select(Trainee)).one().cohort.public_id}/sheets"
