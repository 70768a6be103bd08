"""CSV: text with commas, semicolons or tabs between the columns."""

from __future__ import annotations

import codecs
import csv
import io
from itertools import islice

from trainee_app.tables.sheets import FileUnreadable, Limits, Row, Sheet, without_empty_end

_DELIMITERS = ",;\t"
_LINES_LOOKED_AT = 30


def read_delimited(content: bytes, limits: Limits) -> Sheet:
    """Return the one table of a CSV file; its cells are text. Raises FileUnreadable."""
    text = _decoded(content)
    beginning = "".join(islice(io.StringIO(text, newline=""), _LINES_LOOKED_AT))
    delimiter = max(_DELIMITERS, key=beginning.count)
    try:
        found = list(
            islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), limits.rows + 1)
        )
    except csv.Error as error:
        raise FileUnreadable(
            "This file cannot be read as CSV: a quotation mark is never closed, or a cell is too long."
        ) from error
    width = max((len(cells) for cells in found), default=0)
    if len(found) > limits.rows or width > limits.columns or len(found) * width > limits.cells:
        raise FileUnreadable(
            f"The file has more than {limits.rows:,} rows or {limits.columns} columns. Bring it in by parts."
        )
    rows: list[Row] = [tuple(cells + [""] * (width - len(cells))) for cells in found]
    return Sheet("", without_empty_end(rows))


def _decoded(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    if b"\0" in content:
        raise FileUnreadable("This is neither an .xlsx workbook nor a CSV file.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What spreadsheet programs on Windows write as "CSV"; every byte means something there.
        return content.decode("cp1252", errors="replace")
