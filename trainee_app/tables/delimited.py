"""CSV: text with commas, semicolons, tabs or bars between the columns."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from trainee_app.tables.sheets import FileUnreadable, Limits, Row, Sheet, without_empty_end

_DELIMITERS = ",;\t|"
_LINES_LOOKED_AT = 60
_LONGEST_LOOKED_AT = 64 * 1024
# A line with so many times more columns than may be is refused before it is parted, which takes ten times its length.
_FAR_TOO_WIDE = 10
_QUOTED = re.compile(r'"[^"]*(?:"|$)')
# How a spreadsheet programme may say in a first line of its own what stands between the columns.
_SAID = re.compile(r"\s*\"?sep=(.)\"?[;,\t|]*\r?\n", re.IGNORECASE)
_LOOKED_AT_BYTES = 2_000


def read_delimited(content: bytes, limits: Limits) -> Sheet:
    """Return the one table of a CSV file; its cells are text. Raises FileUnreadable."""
    text = _decoded(content)
    said = _SAID.match(text)
    if said is not None:
        # An empty line takes its place, so that the rows keep their numbers.
        text = "\n" + text[said.end() :]
    delimiter = said[1] if said is not None and said[1] in _DELIMITERS else _delimiter(text)
    try:
        found, width = _cells(text, delimiter, limits)
    except csv.Error as error:
        raise FileUnreadable(
            "This file cannot be read as CSV: a quotation mark is never closed, or a cell is too long."
        ) from error
    rows: list[Row] = [tuple(cells + [""] * (width - len(cells))) for cells in found]
    return Sheet("", without_empty_end(rows))


def _cells(text: str, delimiter: str, limits: Limits) -> tuple[list[list[str]], int]:
    """Return the rows and how wide the widest is; what is beyond the limits is refused before more of it is read."""
    found: list[list[str]] = []
    width = 0
    lines = _parted_lines(io.StringIO(text, newline=""), delimiter, limits)
    for cells in csv.reader(lines, delimiter=delimiter, strict=True):
        found.append(cells)
        width = max(width, len(cells))
        if len(found) > limits.rows or width > limits.columns or len(found) * width > limits.cells:
            raise _too_large(limits)
    return found, width


def _parted_lines(lines: Iterable[str], delimiter: str, limits: Limits) -> Iterator[str]:
    most, is_quoted = limits.columns * _FAR_TOO_WIDE, False
    for line in lines:
        if line.count(delimiter) > most:
            outside = _QUOTED.sub("", f'"{line}' if is_quoted else line)
            if outside.count(delimiter) > most:
                raise _too_large(limits)
        is_quoted ^= bool(line.count('"') % 2)
        yield line


def _too_large(limits: Limits) -> FileUnreadable:
    return FileUnreadable(
        f"The file has more than {limits.rows:,} rows or {limits.columns} columns. Bring it in by parts."
    )


def _delimiter(text: str) -> str:
    """Return what parts the most lines into equally many columns; of two, what makes more columns.

    Counting alone would take the commas of decimals and notes for it.
    """
    looked_at = islice(io.StringIO(text, newline=""), _LINES_LOOKED_AT)
    lines = [line for line in looked_at if line.strip() and len(line) <= _LONGEST_LOOKED_AT]
    return max(_DELIMITERS, key=lambda delimiter: _evenness(lines, delimiter))


def _evenness(lines: list[str], delimiter: str) -> tuple[int, int, int]:
    try:
        widths = Counter(len(cells) for cells in csv.reader(lines, delimiter=delimiter))
    except csv.Error:
        return 0, 0, 0
    parted = {width: count for width, count in widths.items() if width > 1}
    width = max(parted, key=lambda each: (parted[each], each), default=0)
    return parted.get(width, 0), width, sum(line.count(delimiter) for line in lines)


def _decoded(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    unmarked = _unmarked_utf16(content)
    if unmarked is not None:
        return unmarked
    if b"\0" in content:
        raise FileUnreadable("This is neither an .xlsx workbook nor a CSV file.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What spreadsheet programs on Windows write as "CSV"; every byte means something there.
        return content.decode("cp1252", errors="replace")


def _unmarked_utf16(content: bytes) -> str | None:
    """Return text whose every second byte is empty at first, as some programmes write it; None if it is not such."""
    head = content[:_LOOKED_AT_BYTES]
    for place, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        if len(head) > 1 and not any(head[place::2]) and 0 not in head[1 - place :: 2]:
            found = content.decode(name, errors="replace")
            return None if "\0" in found else found
    return None
