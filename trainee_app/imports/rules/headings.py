"""Finding the table in a sheet: the row of the headings, wherever it stands, and what each column is. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from trainee_app.imports.rules.cells import heading_key, text_of
from trainee_app.imports.rules.outcomes import Outcome, RowOutcome
from trainee_app.refusals import Refusal
from trainee_app.tables import Cell, Sheet

_ROWS_LOOKED_AT: Final = 40
_HALF_RECOGNISED: Final = 2
_ONLY_SHEET: Final = "the file"


class SheetNotRecognised(Refusal):
    """A sheet holds something, and no row of it is the headings of a table that can be brought in."""


class Kind(StrEnum):
    """What a sheet is about."""

    APPLICANTS = "applicants"
    HOURS = "hours"


@dataclass(frozen=True, slots=True)
class _Column:
    """A column that is looked for: how offices head it, the usual heading first."""

    field: str
    headings: tuple[str, ...]
    is_needed: bool = True


_COLUMNS: Final[Mapping[Kind, tuple[_Column, ...]]] = {
    Kind.APPLICANTS: (
        _Column("name", ("Name",)),
        _Column("email", ("E-mail", "Email", "E-mail address", "Email address")),
        _Column("stage", ("Outcome", "Stage", "Decision")),
        _Column("body", ("Registered with", "Professional body"), is_needed=False),
        _Column("number", ("Reg. no.", "Registration no.", "Registration number"), is_needed=False),
        _Column("valid_until", ("Renewal due", "Renewal", "Valid until"), is_needed=False),
        _Column("experienced_since", ("Working therapeutically since", "Experience since"), is_needed=False),
        _Column("interviewed_on", ("Interview", "Interviewed on", "Interview date"), is_needed=False),
    ),
    Kind.HOURS: (
        _Column("trainee", ("Trainee", "Trainee name", "Name")),
        _Column("worked_on", ("Date", "Day")),
        _Column("activity", ("What", "Activity")),
        _Column("minutes", ("Time", "Duration", "Hours", "Length")),
        _Column(
            "with_whom",
            ("Supervisor / seminar leader", "Supervisor", "Seminar leader", "With"),
            is_needed=False,
        ),
        _Column("note", ("Notes", "Note", "Comments"), is_needed=False),
    ),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: its number as a person sees it, and its cells by what they are."""

    row: int
    cells: Mapping[str, Cell]
    others: tuple[Cell, ...]

    def text(self, field: str) -> str:
        """Return a cell as tidy words; empty where the table has no such column."""
        return text_of(self.cells.get(field, ""))


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet whose headings were found. `headings` are its own words for each column."""

    sheet: Sheet
    kind: Kind
    heading_row: int
    places: Mapping[str, int]
    headings: Mapping[str, str]
    not_brought_in: tuple[str, ...]

    @property
    def name(self) -> str:
        """The sheet's name; a CSV file has none."""
        return self.sheet.name or _ONLY_SHEET

    def lines(self) -> Iterator[Line]:
        """Give the rows below the headings."""
        taken = set(self.places.values())
        for number, cells in enumerate(self.sheet.rows[self.heading_row :], self.heading_row + 1):
            named = {field: cells[place] for field, place in self.places.items()}
            yield Line(number, named, tuple(cell for place, cell in enumerate(cells) if place not in taken))

    def above(self) -> list[RowOutcome]:
        """Account for the rows down to the headings, with the columns that are left where they are."""
        title = [self.skipped(row, "Above the headings.") for row in range(1, self.heading_row)]
        words = "The headings."
        if self.not_brought_in:
            words += f" Left in the file, not brought in: {', '.join(self.not_brought_in)}."
        return [*title, self.skipped(self.heading_row, words)]

    def skipped(self, row: int, reason: str) -> RowOutcome:
        """Account for a row that is no entry."""
        return RowOutcome(sheet=self.name, row=row, outcome=Outcome.SKIPPED, reason=reason)


def find_tables(sheets: tuple[Sheet, ...]) -> list[Table]:
    """Return the table of each sheet, applicants before hours; sheets without anything in them are passed over.

    Raises SheetNotRecognised: a sheet whose headings are missing or misspelt must not be left out silently.
    """
    tables = [_table(sheet) for sheet in sheets if sheet.rows]
    if not tables:
        raise SheetNotRecognised("There is nothing in this file: every sheet is empty.")
    return sorted(tables, key=lambda table: table.kind is Kind.HOURS)


def _table(sheet: Sheet) -> Table:
    best: tuple[int, str] = (0, "")
    for number, cells in enumerate(sheet.rows[:_ROWS_LOOKED_AT], 1):
        found = [heading_key(text_of(cell)) for cell in cells]
        for kind, columns in _COLUMNS.items():
            places = _places(found, columns)
            missing = [column.headings[0] for column in columns if column.is_needed and column.field not in places]
            if not missing:
                return _found(sheet, kind, number, places)
            best = max(best, (len(places), f"row {number} has no column for {' and '.join(missing)}"))
    raise SheetNotRecognised(_what_is_missing(sheet.name or _ONLY_SHEET, *best))


def _what_is_missing(name: str, recognised: int, what: str) -> str:
    wanted = " or ".join(
        "(" + ", ".join(column.headings[0] for column in columns if column.is_needed) + ")"
        for columns in _COLUMNS.values()
    )
    found = what if recognised >= _HALF_RECOGNISED else "no row holds the headings of a table"
    return (
        f"Sheet “{name}”: {found}. Looked for are the headings {wanted}. "
        "Mend the headings, or take the sheet out of the file. Nothing was stored."
    )


def _places(found: list[str], columns: tuple[_Column, ...]) -> dict[str, int]:
    places: dict[str, int] = {}
    for column in columns:
        known = {heading_key(heading) for heading in column.headings}
        place = next((place for place, key in enumerate(found) if key in known and place not in places.values()), None)
        if place is not None:
            places[column.field] = place
    return places


def _found(sheet: Sheet, kind: Kind, row: int, places: dict[str, int]) -> Table:
    words = [text_of(cell) for cell in sheet.rows[row - 1]]
    headings = {field: words[place] for field, place in places.items()}
    others = tuple(word for place, word in enumerate(words) if word and place not in places.values())
    return Table(sheet, kind, row, places, headings, others)
