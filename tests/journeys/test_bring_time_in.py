"""A trainee brings a kept workbook in, on a phone: guessed, looked at, every row accounted for; what was refused is mended."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from tests.journeys.course import MARTA, Course
from tests.journeys.visiting import Door, heading, press, read, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.journey, pytest.mark.one_engine]
_OWN_WORD = "Families"


def test_a_workbook_with_faults_comes_in_and_its_refused_rows_once_they_are_mended(
    door: Door, course: Course, tmp_path: Path
) -> None:
    page = door()
    sign_in(page, MARTA)
    workbook, given_back = tmp_path / "my hours.xlsx", tmp_path / "refused.csv"
    _write(workbook, course.today)
    _put_up(page, workbook)
    press(page, "Look at the rows")
    assert "Say what “Families” is, or leave its rows out." in read(page)
    page.get_by_label(_OWN_WORD, exact=True).select_option(label="Case session")
    press(page, "Look at the rows")
    assert heading(page) == "What would come in"
    assert _account(page) == {"Come in": 2, "Refused": 2, "No entry": 1, "Down to the headings": 3, "Together": 8}
    refused = page.locator("#refused").inner_text()
    assert "That cannot be read as a date." in refused
    assert "It ends before it begins." in refused
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the refused rows").click()
    download.value.save_as(given_back)
    press(page, "Bring in 2 entries")
    assert heading(page) == "Brought in"
    _mend(given_back, course.today)
    _put_up(page, given_back)
    # What her own word means is known from the first time.
    press(page, "Look at the rows")
    assert _account(page) == {"Come in": 2, "Down to the headings": 1, "Together": 3}
    press(page, "Bring in 2 entries")
    _put_up(page, workbook)
    press(page, "Look at the rows")
    assert heading(page) == "What would come in"
    assert "Nothing of this file is new" in read(page)
    page.goto("/log")
    assert page.locator(".entry-list tbody tr").count() == 4


def _write(workbook: Path, today: date) -> None:
    """Write what somebody keeps: two titles above, words of her own, a sum at the foot, and two faults."""
    days = [today - timedelta(days=number) for number in (9, 8, 7)]
    book = xlsxwriter.Workbook(workbook, {"default_date_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet("Hours")
    sheet.write(0, 0, "My hours")
    sheet.write_row(2, 0, ["Date", "What", "Start", "End"])
    sheet.write_datetime(3, 0, days[0])
    sheet.write_row(3, 1, [_OWN_WORD, "9:00", "9:50"])
    sheet.write_datetime(4, 0, days[1])
    sheet.write_row(4, 1, [_OWN_WORD, "9:00", "10:00"])
    sheet.write_row(5, 0, ["last Monday", _OWN_WORD, "9:00", "9:50"])
    sheet.write_datetime(6, 0, days[2])
    sheet.write_row(6, 1, [_OWN_WORD, "11:00", "10:00"])
    sheet.write_row(7, 0, ["Total", "", "", "3:40"])
    book.close()


def _put_up(page: Page, file: Path) -> None:
    page.goto("/imports/time")
    page.get_by_label("File", exact=True).set_input_files(file)
    press(page, "Look at it")
    assert heading(page) == "How the file is read"


def _account(page: Page) -> dict[str, int]:
    """Return how many rows end how, as the page tells it."""
    rows = page.locator("#rows tbody tr, #rows tfoot tr").all()
    return {row.get_by_role("rowheader").inner_text(): int(row.get_by_role("cell").first.inner_text()) for row in rows}


def _mend(file: Path, today: date) -> None:
    """Mend the two rows as somebody would who reads what stands beside them."""
    with file.open(encoding="utf-8-sig", newline="") as text:
        headings, first, second = csv.reader(text)
    assert (first[0], second[2:4]) == ("last Monday", ["11:00", "10:00"])
    first[0] = f"{today - timedelta(days=6):%-d %b %Y}"
    second[2] = "9:00"
    with file.open("w", encoding="utf-8", newline="") as text:
        csv.writer(text).writerows([headings, first, second])
