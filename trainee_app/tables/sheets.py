"""What is read from a file, how much of it at most, and what is said when it cannot be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from trainee_app.refusals import Refusal

Cell = str | int | float | bool | date | datetime | time | timedelta
"""A cell as the file holds it; an empty one is the empty text. Nothing is interpreted here."""

Row = tuple[Cell, ...]


class FileUnreadable(Refusal):
    """The file is broken, hostile, too large, or of a kind that is not read. The sentence says what to do."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read at most. An office's ten years of hours stay far below; a bomb does not.

    `packed_bytes` is the file as it comes, `unpacked_bytes` all its parts together, `structure_bytes`
    each part that tells of sheets and looks and holds no cells, `cells` the rectangles of all sheets
    together (rows times columns, empty ones included), `text` the characters of all cells together.
    """

    packed_bytes: int = 10 * 1024 * 1024
    unpacked_bytes: int = 64 * 1024 * 1024
    structure_bytes: int = 8 * 1024 * 1024
    parts: int = 500
    sheets: int = 20
    rows: int = 20_000
    columns: int = 100
    cells: int = 1_000_000
    text: int = 32 * 1024 * 1024


USUAL_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. `rows[0]` is row 1 as a person sees it; rows are equally wide, empty ones at the end are left off."""

    name: str
    rows: tuple[Row, ...]


def without_empty_end(rows: list[Row]) -> tuple[Row, ...]:
    """Leave off the rows after the last one that holds anything."""
    last = len(rows)
    while last and all(cell == "" for cell in rows[last - 1]):
        last -= 1
    return tuple(rows[:last])
