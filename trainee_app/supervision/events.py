"""What the room of the supervision tells."""

from __future__ import annotations

from dataclasses import dataclass

from trainee_app.events import Event


@dataclass(frozen=True, kw_only=True)
class SupervisionEvent(Event):
    """Something happened to a supervision session; `session` is its public name."""

    session: str
    trainee_ids: tuple[int, ...]

    @property
    def subject(self) -> str:
        """The session."""
        return f"supervision:{self.session}"


@dataclass(frozen=True, kw_only=True)
class SupervisionRecorded(SupervisionEvent):
    """A session was recorded and signed in one act; it counts for everybody present.

    `content_hash` is that of the signed bytes. `replaces` is the record whose place it takes, "" if none.
    """

    held_on: str
    minutes: int
    format: str
    cases: int
    signature: int
    content_hash: str
    replaces: str = ""


@dataclass(frozen=True, kw_only=True)
class SupervisionVoided(SupervisionEvent):
    """A session does not count any longer. The reason stands with it; its commitment is told."""

    reason_hash: str
