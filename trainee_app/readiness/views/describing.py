"""A draft as its page lists it: its parts by what they are, each with its figures. Pure presentation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from trainee_app.programmes.rules.editing import Part, Shape, Value, parts_of, shown, values_of

GROUPS: Final = {
    "programme": "The programme",
    "requirement": "Requirements",
    "milestones": "Milestones",
    "stage": "Stages",
    "counting": "What counts for what",
    "policy": "Told in words",
    "activity": "Activities",
    "group_supervision": "Group supervision",
    "teaching": "Teaching",
    "category": "Categories",
    "group": "Activity groups",
}
_FIGURES = frozenset({Shape.DURATION, Shape.WHOLE, Shape.PERCENT, Shape.DAY, Shape.CHOICE})
_UNTOLD = frozenset({"source", "signed_by"})
_MOST_FIGURES = 4


@dataclass(frozen=True, slots=True)
class PartLine:
    """One part of a definition: what it is, and its figures in a line."""

    part: Part
    figures: str


@dataclass(frozen=True, slots=True)
class Group:
    """The parts of one table."""

    table: str
    title: str
    lines: tuple[PartLine, ...]


def groups_of(text: str) -> tuple[Group, ...]:
    """Return the parts of a definition by table, those first that people look for first."""
    by_table: dict[str, list[PartLine]] = {}
    for part in parts_of(text):
        by_table.setdefault(part.table, []).append(PartLine(part, _figures(values_of(text, part.table, part.index))))
    order = [*(table for table in GROUPS if table in by_table), *(table for table in by_table if table not in GROUPS)]
    return tuple(
        Group(table, GROUPS.get(table, table.replace("_", " ").capitalize()), tuple(by_table[table])) for table in order
    )


def _figures(values: Sequence[Value]) -> str:
    plain = [
        f"{each.name.lower()}: {shown(each.value).replace('_', ' ')}"
        for each in values
        if each.shape in _FIGURES and each.row is None and each.key not in _UNTOLD
    ]
    rows: dict[tuple[str, int], list[str]] = {}
    for each in values:
        if each.row is not None and each.value is not None:
            rows.setdefault((each.key, each.row), []).append(f"{each.name.lower()} {shown(each.value)}")
    told = [*plain[:_MOST_FIGURES], *(", ".join(row) for row in rows.values())]
    line = "; ".join(told)
    return line[:1].upper() + line[1:]
