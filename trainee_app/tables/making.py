"""Workbooks for people: numbers as numbers, days as days, text as nothing but text, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import IO, Any, Final

Value = str | int | float | date | None
# Formulas and links are never made of what people wrote; rows leave memory as they are written.
_MANNERS: Final = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_DAY, _MINUTES, _HOURS = "d mmm yyyy", "#,##0", "#,##0.00"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its width in signs, and how its figures look ("day", "minutes", "hours"; "": as text)."""

    heading: str
    width: int = 12
    kind: str = ""


class SheetBeingMade:
    """One sheet of a workbook that is being made, written from the top down."""

    def __init__(self, workbook: Any, name: str, columns: Sequence[Column]) -> None:
        self._sheet = workbook.add_worksheet(name)
        self._bold = workbook.add_format({"bold": True})
        looks = {"day": _DAY, "minutes": _MINUTES, "hours": _HOURS}
        self._looks = [workbook.add_format({"num_format": looks[each.kind]}) if each.kind else None for each in columns]
        self._columns = columns
        self._row = 0
        for place, column in enumerate(columns):
            self._sheet.set_column(place, place, column.width)

    def head(self) -> None:
        """Write the headings, and keep them and all above in sight."""
        self.words(*(column.heading for column in self._columns), bold=True)
        self._sheet.freeze_panes(self._row, 0)

    def words(self, *words: str, bold: bool = False) -> None:
        """Write a row of plain words."""
        for place, each in enumerate(words):
            self._sheet.write_string(self._row, place, each, self._bold if bold else None)
        self._row += 1

    def rows(self, rows: Iterable[Sequence[Value]]) -> None:
        """Write rows, each with a value for each column."""
        sheet, looks, number = self._sheet, self._looks, self._row
        for row in rows:
            for place, value in enumerate(row):
                if value is None or value == "":
                    continue
                if isinstance(value, str):
                    sheet.write_string(number, place, value)
                elif isinstance(value, date):
                    sheet.write_datetime(number, place, value, looks[place])
                else:
                    sheet.write_number(number, place, value, looks[place])
            number += 1
        self._row = number


@contextmanager
def workbook_into(file: IO[bytes], *, title: str, made_at: datetime) -> Iterator[Any]:
    """Make a workbook and write it into the file when the context ends; the same rows and moment give the same bytes."""
    from xlsxwriter import Workbook

    workbook = Workbook(file, dict(_MANNERS))
    workbook.set_properties({"title": title, "created": made_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)})
    yield workbook
    workbook.close()


def hours_of(minutes: int) -> float:
    """Return minutes as hours, a number that can be added up and never less exact than a hundredth of a minute."""
    return round(minutes / 60, 4)
