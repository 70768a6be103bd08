"""What the room of the standing tells. It flags; it never awards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from trainee_app.events import Event


@dataclass(frozen=True, kw_only=True)
class _OfTrainee(Event):
    """Something about one trainee's standing; `trainee` is their public name."""

    trainee_id: int
    trainee: str

    @property
    def subject(self) -> str:
        """The trainee."""
        return f"trainee:{self.trainee}"


@dataclass(frozen=True, kw_only=True)
class TraineeFlaggedReady(_OfTrainee):
    """Everything that the programme asks for was found met or waived, on these facts."""

    programme_version_id: int
    facts_hash: str


@dataclass(frozen=True, kw_only=True)
class ReadyFlagEnded(_OfTrainee):
    """What the ready flag rested on has changed, and it no longer holds."""


@dataclass(frozen=True, kw_only=True)
class WaiverEvent(_OfTrainee):
    """Something happened to a waiver of a requirement. Reasons stand with the waiver alone."""

    waiver_id: int
    requirement: str


@dataclass(frozen=True, kw_only=True)
class WaiverProposed(WaiverEvent):
    """Somebody proposed a waiver or an equivalence (`kind`)."""

    kind: str


@dataclass(frozen=True, kw_only=True)
class WaiverDecided(WaiverEvent):
    """Somebody else granted or refused it."""

    is_granted: bool


@dataclass(frozen=True, kw_only=True)
class WaiverEnded(WaiverEvent):
    """It was ended, or taken back before it was decided."""


@dataclass(frozen=True, kw_only=True)
class StandingsDrifted(Event):
    """The nightly run found standings that were not what the record says, and put them right.

    `programme` is its public name, `trainees` are theirs, `requirements` what stood otherwise; `as_of` is the day the
    standings were kept for.
    """

    programme: str
    as_of: date
    number: int
    trainees: tuple[str, ...]
    requirements: tuple[str, ...]

    @property
    def subject(self) -> str:
        """The programme."""
        return f"programme:{self.programme}"
