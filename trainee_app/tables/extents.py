"""A look at a workbook's parts before they are read: how far the cells reach, and what no reader would tell.

One cell far away in a corner makes a reader lay out everything between; one long text that
thousands of cells refer to is copied for each of them. Both are found here, in one pass that
lays out nothing. Formulas whose result was never saved, and results that are errors, would come
out of the reader as empty cells; here they are noted as what a person sees in the cell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from trainee_app.tables.markup import BROKEN_PART, parse_part, plain_name
from trainee_app.tables.sheets import FileUnreadable, Limits

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_LETTERS = 26
_SHOWN_FORMULA = 100
# What a spreadsheet programme allows in one cell; joining much longer texts piece by piece would take hours.
_LONGEST_TEXT = 32_767

Place = tuple[int, int]
"""A cell's row and column, counted from 0."""


@dataclass(slots=True)
class Extent:
    """How far a part's cells reach (counted from 1), how much text they hold, and the noted cells."""

    rows: int = 0
    columns: int = 0
    text: int = 0
    noted: dict[Place, str] = field(default_factory=dict)


def text_lengths(part: bytes, limits: Limits) -> list[int]:
    """Return the length of each text in the part of shared texts; raises FileUnreadable for more than there may be cells.

    An empty one is five bytes of the part and ten times that once it is laid out.
    """
    lengths: list[int] = []

    def begin(name: str, _attributes: dict[str, str]) -> None:
        if plain_name(name) == "si":
            lengths.append(0)
            if len(lengths) > limits.cells:
                raise FileUnreadable("The workbook holds more text than is read at once. Bring it in by parts.")

    def text(characters: str) -> None:
        if lengths:
            lengths[-1] += len(characters)

    parse_part(part, begin, None, text)
    return lengths


def extent_of(part: bytes, shared: list[int], limits: Limits) -> Extent:
    """Return the extent of a part's cells; raises FileUnreadable as soon as it goes beyond the limits."""
    return _Walk(shared, limits).through(part)


class _Walk:
    """One pass through one part, cell by cell."""

    def __init__(self, shared: list[int], limits: Limits) -> None:
        self.extent = Extent()
        self._shared = shared
        self._limits = limits
        self._in_data = False
        self._place = (-1, -1)
        self._kind = ""
        self._into = ""
        self._texts = {"v": "", "f": "", "t": ""}
        self._has = {"v": False, "f": False}

    def through(self, part: bytes) -> Extent:
        parse_part(part, self._begin, self._end, self._text)
        return self.extent

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        name = plain_name(name)
        if name == "sheetData":
            self._in_data = True
        elif not self._in_data:
            return
        elif name == "row":
            given = attributes.get("r", "")
            self._go_to(int(given) - 1 if given.isdecimal() else self._place[0] + 1, -1)
        elif name == "c":
            self._go_to(*self._where(attributes.get("r", "")))
            self._kind = attributes.get("t", "")
            self._texts = {"v": "", "f": "", "t": ""}
            self._has = {"v": False, "f": False}
        elif name in self._texts:
            self._into = name
            self._has[name] = True

    def _where(self, reference: str) -> Place:
        found = _REFERENCE.fullmatch(reference)
        if found is None:
            if reference:
                raise FileUnreadable(BROKEN_PART)
            return self._place[0], self._place[1] + 1
        column = 0
        for letter in found[1]:
            column = column * _LETTERS + ord(letter) - ord("A") + 1
        return int(found[2]) - 1, column - 1

    def _go_to(self, row: int, column: int) -> None:
        self._place = (row, column)
        extent, limits = self.extent, self._limits
        extent.rows, extent.columns = max(extent.rows, row + 1), max(extent.columns, column + 1)
        if extent.rows > limits.rows or extent.columns > limits.columns:
            raise FileUnreadable(
                f"A sheet reaches beyond {limits.rows:,} rows or {limits.columns} columns. Delete what stands far away"
                " from the table (empty-looking cells too), or bring it in by parts."
            )

    def _text(self, characters: str) -> None:
        if not self._into:
            return
        self._texts[self._into] += characters
        if len(self._texts[self._into]) > _LONGEST_TEXT:
            raise FileUnreadable(f"A cell holds more than {_LONGEST_TEXT:,} characters. Shorten it and try again.")

    def _end(self, name: str) -> None:
        name = plain_name(name)
        if name == "sheetData":
            self._in_data = False
        elif name == self._into:
            self._into = ""
        elif name == "c" and self._in_data:
            self._leave_cell()

    def _leave_cell(self) -> None:
        value = self._texts["v"]
        length = len(value) + len(self._texts["t"])
        if self._kind == "s" and value.isdecimal() and int(value) < len(self._shared):
            length = self._shared[int(value)]
        self.extent.text += length
        if self.extent.text > self._limits.text:
            raise FileUnreadable("The workbook holds more text than is read at once. Bring it in by parts.")
        if self._kind == "e":
            self.extent.noted[self._place] = value
        elif self._has["f"] and not self._has["v"]:
            self.extent.noted[self._place] = f"={self._texts['f'][:_SHOWN_FORMULA]}"
