"""An .xlsx workbook becomes sheets of cells, after its container and its extents have been checked."""

from __future__ import annotations

import posixpath
from itertools import count

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, load_workbook

from trainee_app.tables.extents import Extent, extent_of, text_lengths
from trainee_app.tables.markup import BROKEN_PART, parse_part, plain_name
from trainee_app.tables.packages import Parts, packed, unpacked_parts
from trainee_app.tables.sheets import Cell, FileUnreadable, Limits, Row, Sheet, without_empty_end

_WORKBOOK = "xl/workbook.xml"
_LINKS = "xl/_rels/workbook.xml.rels"
_SHARED = "xl/sharedstrings.xml"


def read_workbook(content: bytes, limits: Limits) -> tuple[Sheet, ...]:
    """Return the workbook's sheets in their order, hidden ones too; charts are no sheets. Raises FileUnreadable."""
    parts = unpacked_parts(content, limits)
    extents = _checked_extents(parts, limits)
    places = _parts_of_sheets(parts, limits)
    with _opened(parts) as book:
        names = [sheet.name for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
        return tuple(Sheet(name, _rows(book, name, extents.get(places.get(name, "")))) for name in names)


def _checked_extents(parts: Parts, limits: Limits) -> dict[str, Extent]:
    """Look through every part, whatever it is called: a sheet may lie anywhere in the container."""
    shared = [
        length for name, part in parts.items() if name.lower() == _SHARED for length in text_lengths(part, limits)
    ]
    extents = {name: extent_of(part, shared, limits) for name, part in parts.items()}
    if sum(extent.rows * extent.columns for extent in extents.values()) > limits.cells:
        raise FileUnreadable(
            "The workbook's sheets are too large to be read at once. Delete rows and columns that are not needed, or"
            " bring it in by parts."
        )
    if sum(extent.text for extent in extents.values()) > limits.text:
        raise FileUnreadable("The workbook holds more text than is read at once. Bring it in by parts.")
    return extents


def _parts_of_sheets(parts: Parts, limits: Limits) -> dict[str, str]:
    """Return which part each sheet's cells lie in, by the sheet's name; raises FileUnreadable for too many of them."""
    targets: dict[str, str] = {}
    sheets: dict[str, str] = {}
    told = count(1)

    def link(name: str, given: dict[str, str]) -> None:
        if plain_name(name) == "Relationship":
            targets[given.get("Id", "")] = posixpath.normpath(posixpath.join("/xl", given.get("Target", ""))).lstrip(
                "/"
            )

    def sheet(name: str, given: dict[str, str]) -> None:
        if plain_name(name) == "sheet":
            # Counted as told, not by their names: a million of one name are laid out a million times.
            if next(told) > limits.sheets:
                raise FileUnreadable(f"The workbook has more than {limits.sheets} sheets. Bring it in by parts.")
            plain = {plain_name(key): value for key, value in given.items()}
            sheets[plain.get("name", "")] = targets.get(plain.get("id", ""), "")

    parse_part(parts.get(_LINKS, b"<none/>"), link)
    parse_part(parts[_WORKBOOK], sheet)
    return sheets


def _opened(parts: Parts) -> CalamineWorkbook:
    try:
        return load_workbook(packed(parts))
    except CalamineError as error:
        raise FileUnreadable(BROKEN_PART) from error


def _rows(book: CalamineWorkbook, name: str, extent: Extent | None) -> tuple[Row, ...]:
    try:
        cells: list[list[Cell]] = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except CalamineError as error:
        raise FileUnreadable(BROKEN_PART) from error
    for (row, column), words in (extent.noted if extent else {}).items():
        _note(cells, row, column, words)
    return without_empty_end([tuple(row) for row in cells])


def _note(cells: list[list[Cell]], row: int, column: int, words: str) -> None:
    """Put into an empty cell what a person sees there; lay out rows and columns that the reader left away."""
    width = max(column + 1, len(cells[0]) if cells else 0)
    while len(cells) <= row:
        cells.append([""] * width)
    for line in cells:
        line.extend([""] * (width - len(line)))
    if cells[row][column] == "":
        cells[row][column] = words
