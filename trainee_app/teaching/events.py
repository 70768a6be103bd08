"""What the room of the teaching tells."""

from __future__ import annotations

from dataclasses import dataclass

from trainee_app.events import Event


@dataclass(frozen=True, kw_only=True)
class TeachingEvent(Event):
    """Something happened to a teaching date; `teaching` is its public name."""

    teaching: str
    cohort_id: int

    @property
    def subject(self) -> str:
        """The teaching date."""
        return f"teaching:{self.teaching}"


@dataclass(frozen=True, kw_only=True)
class TeachingDateMade(TeachingEvent):
    """A seminar or teaching day was put on the timetable."""

    held_on: str
    minutes: int
    activity: str
    leader_id: int


@dataclass(frozen=True, kw_only=True)
class TeachingDateCancelled(TeachingEvent):
    """A date was taken off the timetable."""

    held_on: str


@dataclass(frozen=True, kw_only=True)
class RegisterSigned(TeachingEvent):
    """Who was there was recorded and signed in one act; it counts for all of them.

    `content_hash` is that of the signed bytes. `replaces` is the register whose place it takes, "" if none.
    """

    register: str
    held_on: str
    present: int
    absent: int
    signature: int
    content_hash: str
    replaces: str = ""

    @property
    def subject(self) -> str:
        """The register."""
        return f"register:{self.register}"


@dataclass(frozen=True, kw_only=True)
class RegisterVoided(TeachingEvent):
    """A register does not count any longer. The reason stands with it; its commitment is told."""

    register: str
    reason_hash: str

    @property
    def subject(self) -> str:
        """The register."""
        return f"register:{self.register}"
