"""What the room of the credentials tells. None says which prerequisite it is about: personal therapy is for few eyes."""

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


@dataclass(frozen=True, kw_only=True)
class _Brought(Event):
    """Something about what a person brings along (`person`: their public name)."""

    person_id: int
    person: str

    @property
    def subject(self) -> str:
        """The person."""
        return f"person:{self.person}"


@dataclass(frozen=True, kw_only=True)
class BroughtAlongRecorded(_Brought):
    """A post, the observation course, or personal therapy was recorded."""

    brought_id: int


@dataclass(frozen=True, kw_only=True)
class BroughtAlongTakenBack(_Brought):
    """What was recorded of something brought along no longer holds."""

    brought_id: int


@dataclass(frozen=True, kw_only=True)
class EvidenceAttached(_Brought):
    """A file was handed in; its hash is told, so that it cannot be swapped."""

    evidence_id: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class EvidenceTakenBack(_Brought):
    """A file no longer shows anything; it is kept and no longer shown."""

    evidence_id: int


@dataclass(frozen=True, kw_only=True)
class PrerequisiteAccepted(_Brought):
    """The course has accepted something brought along, perhaps although less is recorded than asked for."""

    acceptance_id: int
    is_short: bool


@dataclass(frozen=True, kw_only=True)
class AcceptanceLapsed(_Brought):
    """What an acceptance rested on was taken back, so it ended in the same act."""

    acceptance_id: int


@dataclass(frozen=True, kw_only=True)
class AcceptanceTakenBack(_Brought):
    """Something brought along is no longer accepted."""

    acceptance_id: int
