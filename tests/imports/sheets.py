"""Office sheets made for tests, the cohort they belong to, and the shared workbook with what is expected of it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from tests.factories.cohorts import ENDS_ON, STARTS_ON, pip_definition
from tests.tables.files import workbook
from trainee_app.imports.rules import Account, Setting, read_office_workbook
from trainee_app.programmes.rules import parse_definition
from trainee_app.tables import Cell, Sheet, read_tables

DATA = Path(__file__).parent / "data"
COHORT = DATA / "cohort.xlsx"
EXPECTED: dict[str, Any] = json.loads((DATA / "expected.json").read_text(encoding="utf-8"))
TODAY = date(2026, 11, 20)

APPLICANT_HEADINGS: tuple[Cell, ...] = ("Name ", "E-mail", "Registered with", "Reg. no.", "Renewal due", "Outcome")
HOUR_HEADINGS: tuple[Cell, ...] = ("Trainee", "Date", "What", "Time", "Supervisor / seminar leader", "Notes")
UNA: tuple[Cell, ...] = ("Una Hobart ", "UNA.HOBART@example.org", "BPC", "R97821", "28/11/2027", "offered, accepted")


def setting(**changes: Any) -> Setting:
    """Return an empty cohort of the packaged programme."""
    usual: dict[str, Any] = {
        "definition": parse_definition(pip_definition()),
        "starts_on": STARTS_ON,
        "ends_on": ENDS_ON,
        "today": TODAY,
    }
    return Setting(**{**usual, **changes})


def applicants(*rows: tuple[Cell, ...], headings: tuple[Cell, ...] = APPLICANT_HEADINGS) -> Sheet:
    """Return an applicants' sheet; its first row of people is row 4."""
    return _sheet("Applicants", "intake October 2025", headings, rows)


def hours(*rows: tuple[Cell, ...], headings: tuple[Cell, ...] = HOUR_HEADINGS) -> Sheet:
    """Return an hours' sheet; its first row of entries is row 4."""
    return _sheet("Hours", "HOURS LOG - do not delete", headings, rows)


def _sheet(name: str, title: str, headings: tuple[Cell, ...], rows: tuple[tuple[Cell, ...], ...]) -> Sheet:
    width = max(len(headings), *(len(row) for row in rows)) if rows else len(headings)
    lines = [(title,), (), headings, *rows]
    return Sheet(name, tuple(line + ("",) * (width - len(line)) for line in lines))


def row(
    trainee: Cell = "Una Hobart",
    day: Cell = "10.10.25",
    what: Cell = "Seminar",
    time: Cell = "3h",
    with_whom: Cell = "",
    note: Cell = "",
) -> tuple[Cell, ...]:
    """Return a row of hours, a good one unless something else is said."""
    return (trainee, day, what, time, with_whom, note)


def account_of(*sheets: Sheet, **changes: Any) -> Account:
    """Return what becomes of these sheets' rows."""
    return read_office_workbook(sheets, setting(**changes))


def shared_sheets() -> tuple[Sheet, ...]:
    """Return the sheets of the shared workbook."""
    return read_tables(COHORT.read_bytes())


def as_workbook(*sheets: Sheet) -> bytes:
    """Return these sheets as the bytes of a workbook; everything is written as text."""

    def write(book: Any, first: Any) -> None:
        first.hide()
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            page.activate()
            for number, cells in enumerate(sheet.rows):
                page.write_row(number, 0, [str(cell) for cell in cells])

    return workbook(write, "Empty")
