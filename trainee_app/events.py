"""News between rooms: what happened, told upward.

A service publishes a past-tense event; the rooms above that the wiring lists hear it within the
same transaction. `publish` runs the immediate handlers; `settle`, called once at the edge just
before the commit, hands every event of the transaction to the settlers, so that work such as
rewriting a standing is done once however many entries were signed.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from flask import current_app

from trainee_app.db import db

_PUBLISHED = "published events"
_EXTENSION = "trainee_app.events"


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that has happened.

    `programme_id` is None for news of the whole installation (a sign-in). `actor_id` is the person
    who did it, None for the application itself. Other fields are primitive; never free text.
    """

    version: ClassVar[int] = 1
    programme_id: int | None
    actor_id: int | None
    at: datetime

    @property
    def name(self) -> str:
        """The stable name under which the trail keeps this event."""
        return type(self).__name__

    @property
    def subject(self) -> str:
        """What the event is about ("entry:PUBLIC_ID"), under which its history is found; "" if nothing in particular."""
        return ""

    def payload(self) -> dict[str, Any]:
        """Return the event's own fields as JSON-able primitives (dates in ISO form)."""
        own = {f.name: getattr(self, f.name) for f in dataclasses.fields(self)}
        for field in ("programme_id", "actor_id", "at"):
            own.pop(field)
        return {name: value.isoformat() if isinstance(value, date | datetime) else value for name, value in own.items()}


Handler = Callable[[Any], None]
Settler = Callable[[Sequence[Event]], None]


@dataclass(frozen=True)
class Wiring:
    """Who hears what: handlers by event class, and settlers in the order in which they run."""

    handlers: Mapping[type[Event], tuple[Handler, ...]]
    settlers: tuple[Settler, ...] = ()


def connect(app: Any, wiring: Wiring) -> None:
    """Give the application its table of listeners; a second call replaces the first."""
    app.extensions[_EXTENSION] = wiring


def publish(event: Event) -> None:
    """Tell the rooms above, within this transaction, that something has happened."""
    published().append(event)
    for handler in _wiring().handlers.get(type(event), ()):
        handler(event)


def published() -> list[Event]:
    """Return the events of the running transaction, oldest first."""
    events: list[Event] = db.session().info.setdefault(_PUBLISHED, [])
    return events


def settle() -> tuple[Event, ...]:
    """Let the settlers see all that was published; return it with what they published in turn."""
    events = tuple(published())
    if events:
        for settler in _wiring().settlers:
            settler(events)
    return tuple(published())


def forget() -> None:
    """Drop what was published: it has been sealed, or its transaction is rolled back."""
    db.session().info.pop(_PUBLISHED, None)


def _wiring() -> Wiring:
    wiring: Wiring = current_app.extensions[_EXTENSION]
    return wiring
