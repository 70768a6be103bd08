"""Names in a file matched to the programme's activities: the same, or nearly the same, or not at all. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from trainee_app.imports.rules.cells import key_of
from trainee_app.programmes.rules import Definition

_WORD: Final = re.compile(r"[a-z0-9]+")
_NO_HELP: Final = frozenset(
    {"the", "a", "an", "of", "and", "with", "my", "session", "sessions", "hour", "hours", "time"}
)
_ENOUGH: Final = 0.6
_AHEAD: Final = 0.15


def activity_called(definition: Definition, name: str) -> str:
    """Return the activity that has this name, whatever its case and stray spaces; empty if none has."""
    found = definition.activity_labelled(key_of(name)) if name else None
    return "" if found is None else found.key


def likely_activity(definition: Definition, name: str) -> str:
    """Return the activity that is most probably meant; empty where none is, or two are as probable."""
    exact = activity_called(definition, name)
    if exact or not name:
        return exact
    ranked = sorted(
        ((max(_likeness(name, word) for word in _names(definition, key)), key) for key in definition.activities),
        reverse=True,
    )
    best = ranked[0] if ranked else (0.0, "")
    second = ranked[1][0] if len(ranked) > 1 else 0.0
    return best[1] if best[0] >= _ENOUGH and best[0] - second >= _AHEAD else ""


def _names(definition: Definition, key: str) -> Iterable[str]:
    activity = definition.activities[key]
    return (key.replace("_", " "), activity.title, *activity.labels)


def _likeness(one: str, other: str) -> float:
    """Return how many of their words two names share, from 0 to 1; endings of the plural do not count."""
    first, second = _words(one), _words(other)
    return len(first & second) / len(first | second) if first and second else 0.0


def _words(name: str) -> frozenset[str]:
    words = {word.removesuffix("s") for word in _WORD.findall(key_of(name)) if word not in _NO_HELP}
    return frozenset(words)
