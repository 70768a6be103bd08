"""Every event that any room may publish is handled or silent for a reason, and has a sentence in the history."""

from __future__ import annotations

import dataclasses
import string
import sys
from datetime import UTC, date, datetime
from typing import Any, get_type_hints

import pytest

from trainee_app import wiring
from trainee_app.events import Event
from trainee_app.history.rules import SENTENCES, SILENT, Names, speak

_SAMPLES: dict[Any, Any] = {
    int: 3,
    str: "supervisor",
    bool: True,
    date: date(2027, 3, 3),
    datetime: datetime(2027, 3, 3, 14, 5, tzinfo=UTC),
}


def _kinds(of: type[Event] = Event) -> list[type[Event]]:
    """Return the events that can be published: those without further kinds below them."""
    below = [each for each in of.__subclasses__() if each.__module__.startswith("trainee_app.")]
    if of is not Event and not below:
        return [of]
    return sorted((kind for each in below for kind in _kinds(each)), key=lambda kind: kind.__name__)


def _handled() -> set[type[Event]]:
    """Return what some room acts upon: at once, or with the rest of its transaction."""
    concerns = [getattr(sys.modules[settler.__module__], "CONCERNS", {}) for settler in wiring.EVENTS.settlers]
    return {*wiring.EVENTS.handlers, *(event for each in concerns for event in each)}


def _sample(kind: type[Event], *, empty: bool) -> Event:
    values: dict[str, Any] = {"programme_id": 1, "actor_id": 2, "at": _SAMPLES[datetime]}
    hints = get_type_hints(kind)
    for field in dataclasses.fields(kind):
        if field.name in values:
            continue
        hint = hints[field.name]
        members = getattr(hint, "__args__", (hint,))
        if empty and type(None) in members:
            values[field.name] = None
        elif empty and hint is bool:
            values[field.name] = False
        else:
            values[field.name] = next((_SAMPLES[each] for each in members if each in _SAMPLES), (3,))
    return kind(**values)


_KINDS = _kinds()


def test_there_are_events_of_every_room_that_publishes() -> None:
    rooms = {kind.__module__.split(".")[1] for kind in _KINDS}
    assert {"cohorts", "credentials", "imports", "logbook", "people", "readiness", "signatures", "trail"} <= rooms


def test_no_two_events_have_the_same_name() -> None:
    names = [kind.__name__ for kind in _KINDS]
    assert sorted(set(names)) == sorted(names)


def test_every_event_is_handled_or_silent_for_a_reason() -> None:
    handled = {kind.__name__ for kind in _handled()}
    published = {kind.__name__ for kind in _KINDS}
    assert published - handled - set(SILENT) == set()
    assert set(SILENT) & handled == set(), "handled, so not silent"
    assert set(SILENT) <= published, "these are published no longer"
    assert all(SILENT.values())


def test_every_event_has_a_sentence() -> None:
    assert {kind.__name__ for kind in _KINDS} - set(SENTENCES) == set()


@pytest.mark.parametrize("empty", [False, True])
@pytest.mark.parametrize("kind", _KINDS, ids=lambda kind: kind.__name__)
def test_every_sentence_can_be_said(kind: type[Event], empty: bool) -> None:
    event = _sample(kind, empty=empty)
    spoken = speak(event.name, event.actor_id, event.payload(), Names({2: "Helen Rees", 3: "Marta Ellison"}), SENTENCES)
    assert spoken.sentence.endswith(".")
    assert not set(spoken.sentence) & {"{", "}", "_"}
    assert "None" not in spoken.sentence
    by_its_name = speak(event.name, event.actor_id, {}, Names(), {})
    assert spoken.sentence != by_its_name.sentence


@pytest.mark.parametrize("kind", _KINDS, ids=lambda kind: kind.__name__)
def test_every_way_of_telling_an_event_speaks_of_fields_it_has(kind: type[Event]) -> None:
    own = {field.name for field in dataclasses.fields(kind)} | {"actor", ""}
    for saying in SENTENCES[kind.__name__]:
        named = {name for _, name, _, _ in string.Formatter().parse(saying.words) if name}
        assert named | {saying.given} <= own


@pytest.mark.parametrize("kind", _KINDS, ids=lambda kind: kind.__name__)
def test_no_event_keeps_free_text(kind: type[Event]) -> None:
    names = {field.name for field in dataclasses.fields(kind)}
    assert names & {"text", "note", "comment", "reason", "email", "name"} == set()
