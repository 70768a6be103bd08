"""What differs between the texts of two definitions, table by table and value by value. Pure.

Whatever the language learns is compared: nothing here knows a kind of requirement.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from trainee_app.programmes.rules.editing import Part, named, parts_of

_UNTOLD = frozenset({"version"})


@dataclass(frozen=True, slots=True)
class ValueChange:
    """One value before and after; None where there was or is none."""

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class PartChange:
    """A table of the file that was added, removed or changed. `part` is where it stands after, or stood before."""

    part: Part
    how: Literal["added", "removed", "changed"]
    values: tuple[ValueChange, ...]


def changes_between(before: str, after: str) -> tuple[PartChange, ...]:
    """What changes from one definition to the other, in the order of the later one; what is gone comes last."""
    old, new = _tables(before), _tables(after)
    found = [_change(old.get(name), table) for name, table in new.items()]
    gone = [
        PartChange(part, "removed", tuple(_values(values, {})))
        for name, (part, values) in old.items()
        if name not in new
    ]
    return (*(each for each in found if each is not None), *gone)


_Table = tuple[Part, Mapping[str, Any]]


def _tables(text: str) -> dict[tuple[str, str], _Table]:
    document = tomllib.loads(text)
    found = {}
    for part in parts_of(text):
        values = document[part.table]
        values = values[part.index] if isinstance(values, list) else values
        found[part.table, part.key or str(part.index)] = (part, values)
    return found


def _change(before: _Table | None, after: _Table) -> PartChange | None:
    part, values = after
    if before is None:
        return PartChange(part, "added", tuple(_values({}, values)))
    changed = tuple(_values(before[1], values))
    return PartChange(part, "changed", changed) if changed else None


def _values(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[ValueChange]:
    for key in dict.fromkeys((*after, *before)):
        was, is_ = before.get(key), after.get(key)
        if was != is_ and key not in _UNTOLD:
            yield ValueChange(named(key), spoken(was), spoken(is_))


def spoken(value: Any) -> str | None:
    """A value of the file as people read it; None for none."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(f"{named(key).lower()}: {spoken(each)}" for key, each in value.items())
    if isinstance(value, list):
        return "; ".join(str(spoken(each)) for each in value) or "none"
    return " ".join(str(value).replace("_", " ").split())
