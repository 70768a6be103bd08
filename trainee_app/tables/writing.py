"""Tables for outside, as CSV: in portions, so that a million rows need no more memory than a thousand."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

# What a spreadsheet program takes for the beginning of a formula, the wide forms of the same signs among them.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
CSV_TYPE = "text/csv; charset=utf-8"


def harmless(text: str) -> str:
    """Return a text that no spreadsheet program takes for a formula; any other text as it is."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def csv_portions(headings: Sequence[str], portions: Iterable[Iterable[Sequence[Any]]]) -> Iterator[bytes]:
    """Yield a CSV file in UTF-8, a portion of its rows at a time. Text from people must have been made `harmless`.

    The mark at the beginning tells Excel that it is UTF-8; everybody else passes over it.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(headings)
    yield codecs.BOM_UTF8 + buffer.getvalue().encode()
    for rows in portions:
        buffer.seek(0)
        buffer.truncate()
        writer.writerows(rows)
        yield buffer.getvalue().encode()
