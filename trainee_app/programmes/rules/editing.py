"""Editing the text of a definition value by value, its comments kept. Pure.

Nothing here knows a kind of requirement: every figure, duration, date and text that a table of the file holds can be
edited, whatever the language learns. What a table is made of (its key, its kind, what it selects) is structure, which is
changed in the file itself.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

import tomlkit

from trainee_app.programmes.rules.choosing import PUBLISHED, TO_BE_CONFIRMED
from trainee_app.programmes.rules.dates import Period, spoken_minutes
from trainee_app.programmes.rules.definition import GroupFormula, Signer
from trainee_app.programmes.rules.faults import lines_of
from trainee_app.programmes.rules.reading import minutes_from
from trainee_app.programmes.rules.requirements import Over, Shortfall

Typed = str | int | bool | date | None

# What a table is: changed in the file, never in a form.
STRUCTURE: Final = frozenset(
    {"key", "kind", "version", "record", "category", "individual", "group", "by", "during", "policy", "format"}
)
_LONG: Final = frozenset({"why", "text", "source_words"})
_STAGES: Final = ("application", "enrolment", "first case", "qualification")
_WORDS: Final[Mapping[str, Sequence[str]]] = {
    "source": (PUBLISHED, TO_BE_CONFIRMED),
    "period": tuple(Period),
    "over": tuple(Over),
    "on_shortfall": tuple(Shortfall),
    "signed_by": tuple(Signer),
    "formula": tuple(GroupFormula),
}
# Rows that may be given to a table that has none yet.
_MAY_HAVE: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {"activity": {"credit": ("from", "to", "credits")}}
_LONGEST_LINE: Final = 90


class Shape(StrEnum):
    """What a value is written as."""

    DURATION = "duration"
    WHOLE = "whole"
    PERCENT = "percent"
    DAY = "day"
    LINE = "line"
    WORDS = "words"
    FLAG = "flag"
    CHOICE = "choice"


class NoSuchPart(LookupError):
    """The definition has no table of that name and number."""


class CannotBeEditedHere(ValueError):
    """The file is laid out so that an edit by value would change more than the value; it is edited as a file."""


@dataclass(frozen=True, slots=True)
class Part:
    """One table of the file: the nth of its name. `key` is its own, empty where it has none."""

    table: str
    index: int
    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a part. `path` is its key, or key, row and key of a table within; None is a row yet to be added."""

    path: str
    name: str
    shape: Shape
    value: Typed
    choices: tuple[str, ...] = ()
    row: int | None = None

    @property
    def key(self) -> str:
        """The key of the part it stands under: where the reader of definitions says what is wrong."""
        return self.path.partition(".")[0]


def parts_of(text: str) -> tuple[Part, ...]:
    """Every table of the definition, in the order of the file."""
    return tuple(part for part, _ in _tables(tomllib.loads(text)))


def part_of(text: str, table: str, index: int) -> Part:
    """Raises `NoSuchPart`."""
    return _found(tomllib.loads(text), table, index)[0]


def _tables(document: Mapping[str, Any]) -> Iterator[tuple[Part, Mapping[str, Any]]]:
    for table, found in document.items():
        rows = found if isinstance(found, list) else [found]
        for index, values in enumerate(rows):
            if isinstance(values, Mapping):
                key = str(values.get("key", ""))
                title = str(values.get("title") or key or table)
                yield Part(table, index, key, " ".join(title.replace("_", " ").split())), values


def _found(document: Mapping[str, Any], table: str, index: int) -> tuple[Part, Mapping[str, Any]]:
    for part, values in _tables(document):
        if (part.table, part.index) == (table, index):
            return part, values
    raise NoSuchPart(f"{table} {index}")


def values_of(text: str, table: str, index: int) -> tuple[Value, ...]:
    """What of a part can be edited, in the order of the file; rows of tables within it end with an empty one to fill.

    Raises `NoSuchPart`.
    """
    document = tomllib.loads(text)
    _, values = _found(document, table, index)
    found: list[Value] = []
    for key, value in values.items():
        if key in STRUCTURE:
            continue
        if _is_rows(value):
            found.extend(_rows(key, value, document, _keys_of_rows(table, key, value)))
        elif _is_scalar(value):
            found.append(_value(key, key, value, document))
    for key, keys in _MAY_HAVE.get(table, {}).items():
        if key not in values:
            found.extend(_rows(key, [], document, keys))
    return tuple(found)


def structure_of(text: str, table: str, index: int) -> tuple[tuple[str, str], ...]:
    """What of a part is changed in the file alone, as (name, words). Raises `NoSuchPart`."""
    _, values = _found(tomllib.loads(text), table, index)
    return tuple(
        (named(key), _in_words(value))
        for key, value in values.items()
        if key != "version" and (key in STRUCTURE or not (_is_scalar(value) or _is_rows(value)))
    )


def part_at(text: str, line: int | None) -> tuple[str, int] | None:
    """The table and number of the part in which a line of the text stands; None above the first."""
    begun = [(begins, place) for place, begins in lines_of(text).items() if not place.key and begins <= (line or 0)]
    place = max(begun, key=lambda each: each[0], default=(0, None))[1]
    return None if place is None else (place.table, place.index)


def _in_words(value: Any) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{key.replace('_', ' ')}: {_in_words(each)}" for key, each in value.items())
    if isinstance(value, list):
        return ", ".join(_in_words(each) for each in value)
    return str(value).replace("_", " ")


def _is_scalar(value: Any) -> bool:
    return isinstance(value, str | int | date)


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, Mapping) for each in value)


def _keys_of_rows(table: str, key: str, rows: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """The keys of an empty row to fill; none where rows hold more than plain values."""
    if not all(_is_scalar(value) for row in rows for value in row.values()):
        return ()
    return tuple(dict.fromkeys(name for row in rows for name in row)) or _MAY_HAVE.get(table, {}).get(key, ())


def _rows(
    key: str, rows: Sequence[Mapping[str, Any]], document: Mapping[str, Any], keys: tuple[str, ...]
) -> Iterator[Value]:
    pattern = {name: row[name] for row in rows for name in row}
    for number, row in enumerate(rows):
        for name in keys or [name for name, value in row.items() if _is_scalar(value)]:
            yield _value(f"{key}.{number}.{name}", name, row.get(name), document, number, pattern.get(name))
    for name in keys:
        yield _value(f"{key}.{len(rows)}.{name}", name, None, document, len(rows), pattern.get(name, 0))


def _value(
    path: str, key: str, value: Any, document: Mapping[str, Any], row: int | None = None, like: Any = None
) -> Value:
    choices = tuple(_choices(key, document)) if isinstance(value, str) else ()
    shape = Shape.CHOICE if choices else _shape(key, like if value is None else value)
    if choices and value not in choices:
        choices = (*choices, str(value))
    return Value(path, named(key), shape, value, choices, row)


def _choices(key: str, document: Mapping[str, Any]) -> Sequence[str]:
    if key == "due_by":
        stages = [str(each.get("key")) for each in document.get("stage", ()) if isinstance(each, Mapping)]
        return [*_STAGES[:-1], *stages, _STAGES[-1]]
    if key == "milestones":
        return [str(each.get("key")) for each in document.get("milestones", ()) if isinstance(each, Mapping)]
    return [str(word) for word in _WORDS.get(key, ())]


def _shape(key: str, value: Any) -> Shape:
    if isinstance(value, bool):
        return Shape.FLAG
    if isinstance(value, int):
        return Shape.PERCENT if key.endswith("percent") else Shape.WHOLE
    if isinstance(value, date):
        return Shape.DAY
    if minutes_from(str(value)) is not None:
        return Shape.DURATION
    return Shape.WORDS if key in _LONG or len(str(value)) > _LONGEST_LINE else Shape.LINE


_NAMES: Final[Mapping[str, str]] = {
    "after_months": "After so many months",
    "at_least": "At least",
    "at_least_a_week": "At least so many a week",
    "at_least_months": "At least so many months",
    "at_least_percent": "At least so many per cent",
    "at_most": "At most",
    "at_most_days": "At most so many days apart",
    "at_most_percent": "At most so many per cent",
    "beside": "Beside",
    "credits": "Counts as so many minutes",
    "due_by": "Due by",
    "former_supervisor_days": "Days for which a former supervisor may still sign",
    "from": "From so many minutes",
    "grace_days": "Days of grace for a late signature",
    "last_months": "Within the last so many months",
    "length_months": "Length in months",
    "most_a_week": "Most that is sensible in a week",
    "of": "Of",
    "on_shortfall": "What follows when it is short",
    "over": "Looked at over",
    "pace_weeks": "Weeks over which the pace is looked at",
    "percent": "Per cent",
    "short": "Short title",
    "signed_by": "Signed by",
    "slack_weeks": "Weeks of slack before somebody is behind",
    "source": "Where it comes from",
    "source_words": "What the source says",
    "text": "Text",
    "to": "To so many minutes",
    "too_early_weeks": "Weeks at the start that are too early to judge",
    "up_to": "Up to",
    "why": "Why it is asked for",
}


def named(key: str) -> str:
    """What a form calls a key of the file."""
    return _NAMES.get(key) or key.replace("_", " ").capitalize()


def written(value: Value, typed: str) -> Typed:
    """What was typed, as the file writes it; None for nothing typed. Raises ValueError with what to write instead."""
    typed = " ".join(typed.split())
    if not typed:
        return None
    match value.shape:
        case Shape.DURATION:
            return _duration(typed)
        case Shape.WHOLE | Shape.PERCENT:
            if not typed.isascii() or not typed.isdigit() or len(typed) > len("100000"):
                raise ValueError("Write a whole number, such as 6.")
            return int(typed)
        case Shape.DAY:
            return date.fromisoformat(typed)
        case Shape.FLAG:
            return typed == "true"
        case _:
            return typed


def _duration(typed: str) -> str:
    minutes = minutes_from(typed)
    if minutes is None:
        raise ValueError("Write a length of time with its unit, such as 1 h 30 min.")
    return _spoken(minutes)


def _spoken(minutes: int) -> str:
    return spoken_minutes(minutes) if minutes else "0 min"


def shown(value: Typed) -> str:
    """A value as a form shows it, to be typed over."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else " ".join(str(value).split())


def edited(text: str, table: str, index: int, typed: Mapping[str, Typed]) -> str:
    """The text with these values, by path, in one of its parts; what was typed empty is left out, and so is a row
    without anything in it. Everything else stays as it is written, comments included.

    Raises `NoSuchPart`, `CannotBeEditedHere`.
    """
    _found(tomllib.loads(text), table, index)
    document = tomlkit.parse(text)
    found: Any = document[table]
    part = found[index] if isinstance(found, list) else found
    for path, value in typed.items():
        if "." not in path:
            _put(part, path, value)
    for key in dict.fromkeys(path.partition(".")[0] for path in typed if "." in path):
        _put_rows(part, key, {path: value for path, value in typed.items() if path.startswith(f"{key}.")})
    result = tomlkit.dumps(document)
    _insist_on_same(document, result)
    return result


def numbered(text: str, version: int) -> str:
    """The text as that version of its programme. Raises `CannotBeEditedHere`."""
    return edited(text, "programme", 0, {"version": version})


def _insist_on_same(document: Any, result: str) -> None:
    try:
        is_same = tomllib.loads(result) == document.unwrap()
    except tomllib.TOMLDecodeError:
        is_same = False
    if not is_same:
        raise CannotBeEditedHere("This part can only be changed in the file itself: download it, and upload it again.")


def _put(values: Any, key: str, value: Typed) -> None:
    if value is None:
        values.pop(key, None)
    elif key not in values or values[key] != value:
        values[key] = value


def _put_rows(part: Any, key: str, typed: Mapping[str, Typed]) -> None:
    """Write the rows of a table within: filled ones in their places, new ones at the end, emptied ones away."""
    filled: dict[int, dict[str, Typed]] = {}
    for path, value in typed.items():
        _, row, name = path.split(".", 2)
        filled.setdefault(int(row), {})[name] = value
    if key not in part and any(value is not None for row in filled.values() for value in row.values()):
        part[key] = tomlkit.array()
    rows = part.get(key, [])
    before = len(rows)
    for number in sorted(filled):
        if number < before:
            for name, value in filled[number].items():
                _put(rows[number], name, value)
        else:
            _append(rows, filled[number])
    for number in range(before - 1, -1, -1):
        if not rows[number]:
            del rows[number]


def _append(rows: Any, filled: Mapping[str, Typed]) -> None:
    fresh = {name: value for name, value in filled.items() if value is not None}
    if fresh:
        row = tomlkit.inline_table()
        row.update(fresh)
        rows.append(row)
