"""The month totals of one trainee, less what rules take away, and by which rule.

What was recorded stays recorded; what a rule takes away is no longer credited. A tally is made for one judging.
"""

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass, replace
from datetime import date

from trainee_app.programmes.rules.facts import EntryFact, Facts, Total
from trainee_app.programmes.rules.findings import Lost
from trainee_app.programmes.rules.selections import Selection

Cell = tuple[str, str]
NO_SITE = ""


@dataclass(slots=True)
class MonthAmount:
    """Minutes of one activity (at one site) in one month.

    `signed` and `awaiting` are credited and count; `plain_signed` and `plain_awaiting` are the same work as recorded.
    `recorded` is all that is signed, as recorded, whether it counts or not.
    """

    signed: int = 0
    awaiting: int = 0
    recorded: int = 0
    plain_signed: int = 0
    plain_awaiting: int = 0

    def add(self, other: "MonthAmount") -> None:
        """Add another amount to this one."""
        self.signed += other.signed
        self.awaiting += other.awaiting
        self.recorded += other.recorded
        self.plain_signed += other.plain_signed
        self.plain_awaiting += other.plain_awaiting


class Tally:
    """Months of work by activity; by site too for the activities `sited`, whose rules ask for sites."""

    def __init__(self, facts: Facts, sited: frozenset[str] = frozenset()) -> None:
        self._sited = sited
        self._facts = facts
        self._cells: dict[Cell, dict[date, MonthAmount]] = {}
        self._lost: dict[Cell, dict[str, int]] = {}
        self._plain_lost: dict[Cell, dict[str, int]] = {}
        for total in facts.totals:
            if total.activity not in sited:
                self._add_total(total)
        if sited:
            self._add_entries(facts.entries)

    def _add_total(self, total: Total) -> None:
        amount = self._amount((total.activity, NO_SITE), total.month)
        _count(amount, total.state == "signed", total.recorded, total.credited)

    def _add_entries(self, entries: Iterable[EntryFact]) -> None:
        for entry in entries:
            if entry.held and entry.activity in self._sited:
                amount = self._amount(self._cell(entry), entry.on.replace(day=1))
                _count(amount, entry.state == "signed", entry.recorded, entry.credited)

    def _cell(self, entry: EntryFact) -> Cell:
        site = self._facts.site_of(entry.placement_id) if entry.activity in self._sited else NO_SITE
        return entry.activity, site

    def _amount(self, cell: Cell, month: date) -> MonthAmount:
        months = self._cells.get(cell)
        if months is None:
            months = self._cells[cell] = {}
        amount = months.get(month)
        if amount is None:
            amount = months[month] = MonthAmount()
        return amount

    def take_entry(self, entry: EntryFact, rule: str) -> None:
        """Let one entry no longer count."""
        cell = self._cell(entry)
        amount = self._amount(cell, entry.on.replace(day=1))
        if entry.state == "signed":
            amount.signed -= entry.credited
            amount.plain_signed -= entry.recorded
            self._lose(cell, rule, credited=entry.credited, plain=entry.recorded)
        else:
            amount.awaiting -= entry.credited
            amount.plain_awaiting -= entry.recorded

    def take_minutes(self, cell: Cell, month: date, rule: str, *, signed: int = 0, awaiting: int = 0) -> None:
        """Let so many minutes of a cell no longer count."""
        amount = self._cells[cell][month]
        # Of what was recorded as much goes, in proportion, as of what was credited.
        plain = _in_proportion(amount.plain_signed, signed, amount.signed)
        amount.plain_signed -= plain
        amount.plain_awaiting -= _in_proportion(amount.plain_awaiting, awaiting, amount.awaiting)
        amount.signed -= signed
        amount.awaiting -= awaiting
        self._lose(cell, rule, credited=signed, plain=plain)

    def take_tally(self, other: "Tally", rule: str) -> None:
        """Let everything that the other one holds no longer count here."""
        for cell, months in other._cells.items():  # noqa: SLF001 - of the same class
            for month, amount in months.items():
                self.take_minutes(cell, month, rule, signed=amount.signed, awaiting=amount.awaiting)

    def _lose(self, cell: Cell, rule: str, *, credited: int, plain: int) -> None:
        for lost, minutes in ((self._lost, credited), (self._plain_lost, plain)):
            if minutes:
                by_rule = lost.setdefault(cell, {})
                by_rule[rule] = by_rule.get(rule, 0) + minutes

    def chosen(self, selection: Selection) -> list[tuple[Cell, Mapping[date, MonthAmount]]]:
        """The cells that a selection means, in a fixed order."""
        if not selection.sites and not self._sited:
            keys = [(activity, NO_SITE) for activity in sorted(selection.activities)]
            return [(key, self._cells[key]) for key in keys if key in self._cells]
        return [(cell, self._cells[cell]) for cell in sorted(self._cells) if selection.chooses(*cell)]

    def of(self, selection: Selection) -> dict[date, MonthAmount]:
        """The months of a selection's work together."""
        together: dict[date, MonthAmount] = {}
        for _, months in self.chosen(selection):
            for month, amount in months.items():
                total = together.get(month)
                if total is None:
                    total = together[month] = MonthAmount()
                total.add(amount)
        return together

    def lost_of(self, selection: Selection, *, is_plain: bool = False) -> tuple[Lost, ...]:
        """What rules have taken from the signed work of a selection, by rule: of its credit, or of what was recorded."""
        together: dict[str, int] = {}
        for cell, by_rule in (self._plain_lost if is_plain else self._lost).items():
            if selection.chooses(*cell):
                for rule, minutes in by_rule.items():
                    together[rule] = together.get(rule, 0) + minutes
        return tuple(Lost(rule, together[rule]) for rule in sorted(together))

    def copy(self) -> "Tally":
        """A tally of its own that says the same."""
        other = copy(self)
        other._cells = {  # noqa: SLF001 - of the same class
            cell: {month: replace(amount) for month, amount in months.items()} for cell, months in self._cells.items()
        }
        other._lost = {cell: dict(by_rule) for cell, by_rule in self._lost.items()}  # noqa: SLF001
        other._plain_lost = {cell: dict(by_rule) for cell, by_rule in self._plain_lost.items()}  # noqa: SLF001
        return other


def _in_proportion(recorded: int, taken: int, credited: int) -> int:
    return recorded * taken // credited if credited > 0 else 0


def _count(amount: MonthAmount, is_signed: bool, recorded: int, credited: int) -> None:
    if is_signed:
        amount.signed += credited
        amount.plain_signed += recorded
        amount.recorded += recorded
    else:
        amount.awaiting += credited
        amount.plain_awaiting += recorded
