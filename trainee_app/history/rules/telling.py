"""How one line of the trail becomes a sentence. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from string import Formatter
from typing import Any, Final

from trainee_app.web import formats

APPLICATION: Final = "The application"
SOMEBODY: Final = "somebody"


@dataclass(frozen=True, slots=True)
class Saying:
    """One way of telling an event: used if the payload's field `given` holds something (empty: always).

    Fields stand in braces; what follows the colon says how they are written: {starts_on:date}, {person_id:person}.
    """

    words: str
    given: str = ""
    icon: str = "circle-dot"
    state: str = "info"


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence with its mark."""

    sentence: str
    icon: str
    state: str


@dataclass(frozen=True, slots=True)
class Names:
    """The names behind the numbers in payloads, as they are today. What is not in here is gone or blanked.

    `ways`: how each signature was given, by its row, where it was not by whoever was signed in.
    """

    people: Mapping[int, str] = field(default_factory=dict)
    placements: Mapping[int, str] = field(default_factory=dict)
    ways: Mapping[int, str] = field(default_factory=dict)


def speak(
    event: str, actor_id: int | None, payload: Mapping[str, Any], names: Names, table: Mapping[str, Sequence[Saying]]
) -> Spoken:
    """Return the sentence of an event: the first saying whose condition holds and whose fields the payload has.

    An event that no saying fits (of an older version, or one that is told no longer) is told by its name.
    """
    said = {**payload, "actor": APPLICATION if actor_id is None else names.people.get(actor_id, SOMEBODY)}
    for saying in table.get(event, ()):
        if saying.given and not payload.get(saying.given):
            continue
        sentence = _filled(saying.words, said, names)
        if sentence is not None:
            return Spoken(formats.sentence_case(sentence), saying.icon, saying.state)
    return Spoken(f"{said['actor']}: {_in_words(event)}.", "circle-dot", "info")


def ids_to_name(payloads: Iterable[Mapping[str, Any]]) -> tuple[set[int], set[int]]:
    """Return the ids of the people and of the placements that these payloads speak of."""
    people: set[int] = set()
    placements: set[int] = set()
    for payload in payloads:
        people |= {payload[name] for name in ("person_id", "supervisor_id") if isinstance(payload.get(name), int)}
        placements |= {payload[name] for name in ("placement_id",) if isinstance(payload.get(name), int)}
    return people, placements


def _filled(words: str, said: Mapping[str, Any], names: Names) -> str | None:
    parts = []
    try:
        for literal, name, manner, _ in Formatter().parse(words):
            parts.append(literal)
            if name is not None:
                parts.append(_MANNERS[manner or "plain"](said[name], names))
    except (KeyError, ValueError, TypeError):
        return None
    return "".join(parts)


def _in_words(event: str) -> str:
    return " ".join(re.findall(r"[A-Z][a-z]*|[a-z]+|\d+", event)).lower() or event


def _day(value: Any) -> date:
    return date.fromisoformat(str(value)[:10])


def _until(value: Any, _names: Names) -> str:
    return "" if value is None else f" to {formats.long_date(_day(value))}"


def _counting(one: str, many: str) -> Callable[[Any, Names], str]:
    return lambda value, _names: formats.count(int(value), one, many)


_MANNERS: Final[Mapping[str, Callable[[Any, Names], str]]] = {
    "plain": lambda value, _names: str(value),
    "date": lambda value, _names: formats.long_date(_day(value)),
    "moment": lambda value, _names: formats.local_datetime(datetime.fromisoformat(value)),
    "until": _until,
    "duration": lambda value, _names: formats.duration(int(value)),
    "role": lambda value, _names: str(value).replace("_", " "),
    "person": lambda value, names: names.people.get(value, SOMEBODY),
    "placement": lambda value, names: names.placements.get(value, "a service"),
    "way": lambda value, names: names.ways.get(value, ""),
    "entries": _counting("entry", "entries"),
    "rows": _counting("row", "rows"),
    "days": _counting("day", "days"),
    "parts": _counting("part", "parts"),
}
