"""What the room of the programmes tells."""

from __future__ import annotations

from dataclasses import dataclass

from trainee_app.events import Event


@dataclass(frozen=True, kw_only=True)
class ProgrammeMade(Event):
    """A programme exists from now on, without any rules yet."""

    key: str


@dataclass(frozen=True, kw_only=True)
class VersionPublished(Event):
    """A version of the programme's rules was published; `sha256` is that of its text."""

    number: int
    sha256: str
