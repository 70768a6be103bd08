"""What the room of the credentials tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from trainee_app.events import Event


@dataclass(frozen=True, kw_only=True)
class RegistrationRecorded(Event):
    """A registration with a professional body was recorded for a person (`person`: their public name); both days are included."""

    registration_id: int
    person_id: int
    person: str
    valid_from: date
    valid_until: date

    @property
    def subject(self) -> str:
        """The person."""
        return f"person:{self.person}"


@dataclass(frozen=True, kw_only=True)
class RegistrationEnded(Event):
    """A registration ends before its time, or (`by_mistake`) should never have been recorded and never held."""

    registration_id: int
    person_id: int
    person: str
    ended_on: date
    by_mistake: bool

    @property
    def subject(self) -> str:
        """The person."""
        return f"person:{self.person}"
