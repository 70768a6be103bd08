"""What is printed: rows, their sums, and the code that a sheet bears. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from trainee_app.paper.rules import SIGNS, grouped

_CODE_LENGTH: Final = 8
# What is printed of a record: what was handed in and waits, and what is signed.
ON_PAPER: Final = ("submitted", "signed")


class PrintedEntry(NamedTuple):
    """One entry as it stands on paper: days local, times in minutes. `credited` counts once it is signed."""

    public_id: str
    version: int
    content_hash: str | None
    worked_on: date
    activity: str
    case_number: int | None
    placement: str | None
    outcome: str
    minutes: int
    credited: int
    state: str
    carried_by: str | None
    late: bool
    is_being_corrected: bool
    signed_on: date | None
    signer: str | None
    method: str | None
    meaning: str | None

    @property
    def is_signed(self) -> bool:
        """Whether it counts."""
        return self.state == "signed"


@dataclass(slots=True)
class Sums:
    """What the rows come to: each figure is the sum of the figures printed."""

    entries: int = 0
    recorded: int = 0
    counts: int = 0
    waits: int = 0

    def add(self, row: PrintedEntry) -> None:
        """Add a row as it is printed."""
        self.entries += 1
        self.recorded += row.minutes
        if row.is_signed:
            self.counts += row.credited
        else:
            self.waits += row.credited


def sums_of(rows: Iterable[PrintedEntry]) -> Sums:
    """Return what these rows come to."""
    sums = Sums()
    for row in rows:
        sums.add(row)
    return sums


def sheet_code(trainee: str, month: date, rows: Sequence[PrintedEntry]) -> str:
    """Return the code of a month's sheet, "K7QM-3XTD": it changes with anything that the sheet says of the work.

    Made of the trainee's public name, the month, and which version of each entry stands there, in which state.
    """
    said = [trainee, month.isoformat()]
    said += [f"{row.public_id}:{row.version}:{row.content_hash or ''}:{row.state}" for row in rows]
    number = int.from_bytes(hashlib.sha256("\n".join(said).encode()).digest())
    signs = []
    for _ in range(_CODE_LENGTH):
        number, place = divmod(number, len(SIGNS))
        signs.append(SIGNS[place])
    return grouped("".join(signs))
