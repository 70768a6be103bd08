"""A week as a grid: activities and cases in lines, seven days, what stands there and what is typed. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from trainee_app.logbook.rules.checks import Violation

DAYS: Final = 7


@dataclass(frozen=True, slots=True)
class Line:
    """What a line of the grid is about. `case_number` counts the trainee's cases; 0: none."""

    activity: str
    case_number: int = 0

    @property
    def key(self) -> str:
        """How the line is called in the form."""
        return f"{self.activity}.{self.case_number}"


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry as it stands in a cell. `is_typed`: it is a draft of held time, which the grid may change."""

    name: str
    worked_on: date
    line: Line
    minutes: int
    state: str
    outcome: str
    is_typed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One line on one day: the entries that stand, and what is typed or kept as a draft (`draft`: its name).

    `minutes`: what was understood; `problem`: why nothing was; `found`: what the rules say of it.
    """

    line: Line
    on: date
    shown: tuple[Shown, ...] = ()
    typed: str = ""
    draft: str = ""
    minutes: int = 0
    problem: str = ""
    found: tuple[Violation, ...] = ()
    confirmed: frozenset[str] = frozenset()

    @property
    def place(self) -> str:
        """How the cell is called in the form, and in the batch."""
        return place_of(self.line, self.on)

    @property
    def stands(self) -> int:
        """The minutes that stand there beside what is typed."""
        return sum(each.minutes for each in self.shown)

    @property
    def total(self) -> int:
        """The minutes shown in the cell: what stands and what is typed."""
        return self.stands + self.minutes


def place_of(line: Line, on: date) -> str:
    """Return how the cell of a line and a day is called."""
    return f"{line.key}.{on.isoformat()}"


def week_of(on: date) -> tuple[date, ...]:
    """Return Monday to Sunday around a day; at the ends of the calendar the first or last whole week."""
    first = min(max(on.toordinal() - on.weekday(), 1), date.max.toordinal() - 2 * DAYS)
    monday = date.fromordinal(first)
    return tuple(monday + timedelta(days=each) for each in range(DAYS))


def lines_of(shown: Iterable[Shown], *others: Iterable[Line]) -> list[Line]:
    """Return each line once: those with something on them, then the others in their order."""
    return list(dict.fromkeys([*(each.line for each in shown), *(line for group in others for line in group)]))


def line_total(cells: Sequence[Cell], line: Line) -> int:
    """The minutes shown in a line."""
    return sum(each.total for each in cells if each.line == line)


def day_total(cells: Sequence[Cell], on: date) -> int:
    """The minutes shown on a day."""
    return sum(each.total for each in cells if each.on == on)
