"""Sheets kept as text between two pages, so that a file is looked into once and its cells stay what they were."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from trainee_app.tables.sheets import Cell, Sheet


def stored_cells(sheets: Sequence[Sheet]) -> str:
    """Return sheets as one line of text."""
    said = json.dumps([[sheet.name, [[_said(cell) for cell in row] for row in sheet.rows]] for sheet in sheets])
    return base64.b64encode(zlib.compress(said.encode("utf-8", "surrogatepass"), 6)).decode()


def read_cells(stored: str) -> tuple[Sheet, ...]:
    """Return the sheets that were stored, every cell of its kind."""
    said = json.loads(zlib.decompress(base64.b64decode(stored)).decode("utf-8", "surrogatepass"))
    return tuple(Sheet(name, tuple(tuple(_meant(cell) for cell in row) for row in rows)) for name, rows in said)


def _said(cell: Cell) -> Any:
    if isinstance(cell, datetime):
        return {"at": cell.isoformat()}
    if isinstance(cell, date):
        return {"on": cell.isoformat()}
    if isinstance(cell, time):
        return {"clock": cell.isoformat()}
    if isinstance(cell, timedelta):
        return {"span": cell // timedelta(microseconds=1)}
    return cell


def _meant(said: Any) -> Cell:
    if not isinstance(said, dict):
        cell: Cell = said
        return cell
    ((kind, value),) = said.items()
    if kind == "span":
        return timedelta(microseconds=value)
    if kind == "clock":
        return time.fromisoformat(value)
    return date.fromisoformat(value) if kind == "on" else datetime.fromisoformat(value)
