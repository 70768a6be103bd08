"""A whole file: its sheets become an account of every row. Pure."""

from __future__ import annotations

from trainee_app.imports.rules.applicants import Roll, read_applicants
from trainee_app.imports.rules.headings import Kind, find_tables
from trainee_app.imports.rules.hours import read_hours
from trainee_app.imports.rules.outcomes import Account
from trainee_app.imports.rules.setting import Setting
from trainee_app.tables import Sheet


def read_office_workbook(sheets: tuple[Sheet, ...], setting: Setting) -> Account:
    """Account for every row of an office's workbook: applicants first, since hours name those who accepted.

    Raises SheetNotRecognised if a sheet's headings cannot be found.
    """
    roll = Roll.of(setting)
    readers = {Kind.APPLICANTS: read_applicants, Kind.HOURS: read_hours}
    return Account(
        tuple(row for table in find_tables(sheets) for row in readers[table.kind](table, setting, roll)),
    )
