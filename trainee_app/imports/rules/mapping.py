"""How the columns of a file are to be read: guessed, shown, changed by a person, and kept for the next time. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping as Table
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Final

from trainee_app.imports.rules.cells import heading_key, key_of, text_of
from trainee_app.tables import Cell, Sheet

WHAT_TO_MEND: Final = "What to mend"
LEFT_OUT: Final = "-"
"""Instead of an activity: rows of this name are no time for the training."""


class Role(StrEnum):
    """What a column holds."""

    NOTHING = "nothing"
    DAY = "day"
    START = "start"
    END = "end"
    LENGTH = "length"
    ACTIVITY = "activity"
    AMOUNT = "amount"
    NOTE = "note"
    CASE = "case"
    PLACEMENT = "placement"
    OUTCOME = "outcome"
    TRAINEE = "trainee"
    WITH_WHOM = "with_whom"

    @property
    def words(self) -> str:
        """The role as people read it."""
        return _WORDS[self]


_WORDS: Final = {
    Role.NOTHING: "Not brought in",
    Role.DAY: "Date",
    Role.START: "Began at",
    Role.END: "Ended at",
    Role.LENGTH: "How long it took",
    Role.ACTIVITY: "What it was",
    Role.AMOUNT: "Time of one activity",
    Role.NOTE: "Note",
    Role.CASE: "Case code",
    Role.PLACEMENT: "Placement",
    Role.OUTCOME: "Held, missed or cancelled",
    Role.TRAINEE: "Whose time it is",
    Role.WITH_WHOM: "With whom",
}


class DayOrder(StrEnum):
    """What stands first in 3/11/2026."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


class LengthUnit(StrEnum):
    """What a bare number in a column of durations means."""

    MINUTES = "minutes"
    HOURS = "hours"
    CLOCK = "clock"
    DAYS = "days"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """How a sheet is read. `heading_row` counts from 1; `roles` are by column, as many as the sheet has.

    `day_order` None where the file does not need one, or does not say it. `is_swapped`: real dates in it have day and
    month changed places. `units`: what bare numbers mean, by column. `rounds`: parts of a minute are rounded to the
    nearest. `activities`: by the key of a name in the file (`name_key`), the programme's activity or LEFT_OUT;
    `amounts`: by column, the activity whose time it holds. `one_activity` is what everything was, where no column says
    it. `hands_in`: handed in, or else kept as drafts. `takes_doubles`: what looks like an entry that is there already
    comes in too.
    """

    sheet: int = 0
    heading_row: int = 1
    roles: tuple[Role, ...] = ()
    day_order: DayOrder | None = None
    is_swapped: bool | None = False
    units: Table[int, LengthUnit] = field(default_factory=dict)
    rounds: bool | None = None
    activities: Table[str, str] = field(default_factory=dict)
    amounts: Table[int, str] = field(default_factory=dict)
    one_activity: str = ""
    hands_in: bool = False
    takes_doubles: bool = False

    def columns(self, *roles: Role) -> list[int]:
        """Return the places of the columns that hold one of these."""
        return [place for place, role in enumerate(self.roles) if role in roles]

    def column(self, role: Role) -> int | None:
        """Return the place of the column that holds this; None if none does."""
        return next(iter(self.columns(role)), None)

    @property
    def is_wide(self) -> bool:
        """Whether the sheet has a column for each activity, so that a row may hold several entries."""
        return Role.AMOUNT in self.roles


def name_key(name: str) -> str:
    """Return under which key a name of the file is kept: never the name, which might be a family's."""
    return hashlib.sha256(key_of(name).encode()).hexdigest()[:16]


def headings_of(sheet: Sheet, row: int) -> list[str]:
    """Return the headings as the file has them."""
    return [text_of(cell) for cell in sheet.rows[row - 1]] if 0 < row <= len(sheet.rows) else []


def shape_of(headings: Sequence[str]) -> str:
    """Return by what a file with the same headings is told again: the SHA-256 of their words.

    The column that a list of refused rows has more than the file it came from does not count, nor do empty ones.
    """
    keys = [heading_key(each) for each in headings]
    while keys and keys[-1] in {"", heading_key(WHAT_TO_MEND)}:
        keys.pop()
    said = json.dumps(keys, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()


def written(mapping: Mapping) -> str:
    """Return the one spelling in which a mapping is stored."""
    return json.dumps(asdict(mapping), sort_keys=True, separators=(",", ":"))


def read_mapping(text: str) -> Mapping:
    """Return a stored mapping."""
    said: dict[str, Any] = json.loads(text)
    said["roles"] = tuple(Role(each) for each in said["roles"])
    said["day_order"] = DayOrder(said["day_order"]) if said["day_order"] else None
    said["units"] = {int(place): LengthUnit(unit) for place, unit in said["units"].items()}
    said["amounts"] = {int(place): key for place, key in said["amounts"].items()}
    return Mapping(**said)


def column_name(place: int) -> str:
    """Return a column's name as a spreadsheet shows it: A, B, ... AA."""
    name = ""
    place += 1
    while place:
        place, letter = divmod(place - 1, 26)
        name = chr(ord("A") + letter) + name
    return name


def body_of(sheet: Sheet, mapping: Mapping) -> Sequence[tuple[int, tuple[Cell, ...]]]:
    """Return the rows below the headings, each with its number as a person sees it."""
    return list(enumerate(sheet.rows[mapping.heading_row :], mapping.heading_row + 1))
