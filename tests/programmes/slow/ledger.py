"""What counts of each row, and which rule took the rest: a line for every row, minute by minute."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from tests.programmes.slow.raw import Record, Row
from tests.programmes.slow.reading import Document, credit, minutes_of, plain_name, selects


@dataclass
class Line:
    """One row: credited and recorded minutes of it that count, and what rules have taken of either once it is signed."""

    row: Row
    counted: int
    plain: int
    lost: dict[str, int] = field(default_factory=dict)
    plain_lost: dict[str, int] = field(default_factory=dict)

    def take(self, rule: str, minutes: int) -> None:
        """Let so many minutes no longer count."""
        self._take(rule, minutes, min(minutes, self.plain))

    def make_void(self, rule: str) -> None:
        """Let all of it no longer count."""
        self._take(rule, self.counted, self.plain)

    def _take(self, rule: str, counted: int, plain: int) -> None:
        self.counted -= counted
        self.plain -= plain
        if self.row.state == "signed":
            for lost, minutes in ((self.lost, counted), (self.plain_lost, plain)):
                if minutes:
                    lost[rule] = lost.get(rule, 0) + minutes


@dataclass
class Ledger:
    """The lines of one record."""

    document: Document
    record: Record
    lines: list[Line]

    def chosen(self, selection: Mapping[str, Any]) -> list[Line]:
        """The lines that a selection means."""
        return [each for each in self.lines if selects(self.document, selection, self.record, each.row)]

    def copy(self) -> "Ledger":
        """The same, to be taken from apart."""
        return replace(
            self, lines=[replace(each, lost=dict(each.lost), plain_lost=dict(each.plain_lost)) for each in self.lines]
        )

    def when(self, line: Line) -> tuple[date, str, str]:
        """What comes first: the earlier month; within a month activities in the order of their keys."""
        site = "" if line.row.site is None else plain_name(self.record.sites[line.row.site])
        return line.row.on.replace(day=1), line.row.activity, site


def open_ledger(document: Document, record: Record, rows: Sequence[Row]) -> Ledger:
    """Begin with everything that was held."""
    return Ledger(document, record, [Line(row, credit(document, row), row.minutes) for row in rows])


def cut_to_cap(requirement: Mapping[str, Any], ledger: Ledger) -> int:
    """Take what is beyond a cap, the latest first, what waits before what is signed; return how much of it is used."""
    lines = sorted(ledger.chosen(requirement["of"]), key=ledger.when)
    months: Sequence[date | None] = [None]
    if requirement.get("period", "whole programme") == "calendar month":
        months = sorted({line.row.on.replace(day=1) for line in lines})
    limits = [_limits(requirement, ledger, month) for month in months]
    used = 0
    for month, (for_signed, for_all) in zip(months, limits, strict=True):
        within = [line for line in lines if month in (None, line.row.on.replace(day=1))]
        room_for_signed, room = for_signed, for_all
        for is_signed in (True, False):
            for line in within:
                if (line.row.state == "signed") is is_signed:
                    counts = min(line.counted, max(room_for_signed if is_signed else room, 0))
                    line.take(requirement["key"], line.counted - counts)
                    room_for_signed -= counts if is_signed else 0
                    room -= counts
                    used += counts if is_signed else 0
    return used


def _limits(requirement: Mapping[str, Any], ledger: Ledger, month: date | None) -> tuple[int, int]:
    """How many minutes may count of what is signed, and of all, before anything is cut."""
    if "at_most" in requirement:
        most = minutes_of(requirement["at_most"])
        return most, most
    others = [line for line in ledger.chosen(requirement["share_of"]) if month in (None, line.row.on.replace(day=1))]
    signed = sum(line.counted for line in others if line.row.state == "signed")
    both = sum(line.counted for line in others)
    return signed * requirement["at_most_percent"] // 100, both * requirement["at_most_percent"] // 100


def shared_out(ledger: Ledger) -> dict[str, Ledger]:
    """The ledger that each sum under a counting policy looks at, by the sum's key.

    Of a pool each sum keeps what it needs and no more, and the last all that has gone on to it.
    """
    sums = {each["key"]: each for each in ledger.document["requirement"] if each["kind"] == "sum"}
    found = {}
    for policy in ledger.document.get("counting", []):
        left = ledger.copy()
        keys = policy["requirements"] if policy["policy"] != "shared" else []
        for at, key in enumerate(keys):
            found[key] = left.copy()
            if policy["policy"] == "once":
                for line in left.chosen(sums[key]["of"]):
                    line.take(key, line.counted)
            elif keys[at + 1 :]:
                _take_needed(sums[key], [sums[later] for later in keys[at + 1 :]], left)
                for line, going_on in zip(found[key].lines, left.lines, strict=True):
                    line.take(key, going_on.counted)
    return found


def _take_needed(asked: Mapping[str, Any], later: Sequence[Mapping[str, Any]], left: Ledger) -> None:
    """Take what a sum needs: what is signed first; of that what no later sum can use, then the earliest."""

    def turn(line: Line) -> tuple[bool, bool, tuple[date, str, str]]:
        is_wanted_later = any(selects(left.document, each["of"], left.record, line.row) for each in later)
        return line.row.state != "signed", is_wanted_later, left.when(line)

    needed = minutes_of(asked["at_least"])
    for line in sorted(left.chosen(asked["of"]), key=turn):
        taken = min(line.counted, needed)
        line.take(asked["key"], taken)
        needed -= taken
