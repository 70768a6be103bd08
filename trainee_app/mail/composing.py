"""Who composes which kind of letter: a table given by the wiring."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app

from trainee_app.mail.rules import Letter

_EXTENSION = "trainee_app.mail"


@dataclass(frozen=True)
class Commission:
    """What a composer is asked for: a letter to this person, about what `params` name, leaving at `at`."""

    person_id: int
    params: Mapping[str, Any]
    at: datetime


# Runs inside a transaction that is committed before the letter leaves, so that it may store the hash
# of a token it makes. It may run again for the same letter: a newer token then replaces the older.
# None means that the letter has become needless (the invitation was revoked, the person has no address).
Composer = Callable[[Commission], Letter | None]


def connect(app: Any, table: Mapping[str, Composer]) -> None:
    """Give the application its composers by kind of letter."""
    app.extensions[_EXTENSION] = dict(table)


def composers() -> Mapping[str, Composer]:
    """Return the table in force."""
    table: dict[str, Composer] = current_app.extensions[_EXTENSION]
    return table
