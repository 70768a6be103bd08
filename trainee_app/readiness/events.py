"""What the room of the standing tells. It flags; it never awards."""

from __future__ import annotations

from dataclasses import dataclass

from trainee_app.events import Event


@dataclass(frozen=True, kw_only=True)
class TraineeFlaggedReady(Event):
    """Everything that the programme asks for was found met or waived, on these facts."""

    trainee_id: int
    programme_version_id: int
    facts_hash: str


@dataclass(frozen=True, kw_only=True)
class ReadyFlagEnded(Event):
    """What the ready flag rested on has changed, and it no longer holds."""

    trainee_id: int
