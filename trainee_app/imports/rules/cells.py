"""What stands in a cell: as plain words for a person, and as a key for comparing. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Final

from trainee_app.logbook.rules import Identifier, identifiers_in
from trainee_app.tables import Cell

LONGEST_SHOWN: Final = 200
NOT_KEPT: Final = "(not kept)"
_WORDS: Final = re.compile(r"\w+")


def text_of(cell: Cell) -> str:
    """Return a cell as a person would type it: tidy, one line, nothing that a terminal or database would stumble over."""
    if isinstance(cell, datetime) and cell.time() == time():
        cell = cell.date()
    if isinstance(cell, timedelta):
        minutes = round(cell.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02d}"
    if isinstance(cell, time):
        return f"{cell.hour}:{cell.minute:02d}"
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return one_line(str(cell))


def one_line(text: str) -> str:
    """Return text in one line without control characters and stray spaces."""
    return " ".join(note_text(text).split())


def note_text(text: str) -> str:
    """Return text with its line breaks, without control characters and spaces around it."""
    if text.isprintable():
        return text.strip()
    kept = (letter if letter == "\n" or not _is_control(letter) else " " for letter in text.replace("\r\n", "\n"))
    return "".join(kept).strip()


def shown(cell: Cell, *, is_day: bool = False) -> str:
    """Return what the account may keep of a refused cell: never what could tell who a family is.

    A day in the column of the days is a day; anywhere else a date beside "born" is not kept.
    """
    text = text_of(cell)
    found = {each.kind for each in identifiers_in(text)}
    if is_day:
        found.discard(Identifier.PHONE)
    return NOT_KEPT if found else text[:LONGEST_SHOWN]


def is_telling(text: str) -> bool:
    """Whether a text holds what could tell who somebody is; a name alone does not."""
    return any(found.kind is not Identifier.NAME for found in identifiers_in(text))


def key_of(text: str) -> str:
    """Return what two spellings of the same name or label share: no case, no stray spaces, letters composed."""
    return " ".join(unicodedata.normalize("NFKC", text).split()).casefold()


def heading_key(text: str) -> str:
    """Return what two spellings of the same heading share: "Reg. no." and "reg no"."""
    return " ".join(_WORDS.findall(key_of(text)))


def is_empty(cells: Iterable[Cell]) -> bool:
    """Whether nothing stands in any of these cells."""
    return not any(text_of(cell) for cell in cells)


def _is_control(letter: str) -> bool:
    return unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co"}
