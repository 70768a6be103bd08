"""What the room of the casework tells. No code, no words about a family: ids and days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from trainee_app.cases.events import CaseEvent
from trainee_app.events import Event


@dataclass(frozen=True, kw_only=True)
class ProposalEvent(Event):
    """Something happened to a proposal (`proposal`: its public name)."""

    proposal: str
    proposal_id: int
    trainee_id: int

    @property
    def subject(self) -> str:
        """The proposal."""
        return f"proposal:{self.proposal}"


@dataclass(frozen=True, kw_only=True)
class FamilyProposed(ProposalEvent):
    """A trainee proposed a family from a placement."""

    placement_id: int


@dataclass(frozen=True, kw_only=True)
class ProposalAnswered(ProposalEvent):
    """Placement or supervisor (`part`) has answered; `by_office`: the office recorded it on their word."""

    part: str
    agrees: bool
    by_office: bool


@dataclass(frozen=True, kw_only=True)
class ProposalWithdrawn(ProposalEvent):
    """The trainee took the proposal back."""


@dataclass(frozen=True, kw_only=True)
class CasePlanned(CaseEvent):
    """How long the work is agreed for was recorded anew."""


@dataclass(frozen=True, kw_only=True)
class ConsentGiven(CaseEvent):
    """The family has agreed to something (`kind`), from a day on."""

    kind: str
    given_on: date


@dataclass(frozen=True, kw_only=True)
class ConsentWithdrawn(CaseEvent):
    """The family no longer agrees to something, from a day on."""

    kind: str
    withdrawn_on: date


@dataclass(frozen=True, kw_only=True)
class CaseMarked(CaseEvent):
    """Something happened in a case on a day; of safeguarding only that a step was recorded."""

    kind: str
    on: date


@dataclass(frozen=True, kw_only=True)
class PhaseSigned(CaseEvent):
    """The supervisor has signed a phase off."""

    phase: str
    completed_on: date
    signature: int
    content_hash: str


@dataclass(frozen=True, kw_only=True)
class PhaseVoided(CaseEvent):
    """A signed phase counts no longer; of the reason its hash."""

    phase: str
    document: str
    reason_hash: str


@dataclass(frozen=True, kw_only=True)
class CaseEndingTakenBack(CaseEvent):
    """What was recorded of an ending was taken back; of the reason its hash."""

    kind: str
    ended_on: date
    reason_hash: str


@dataclass(frozen=True, kw_only=True)
class CaseEnded(CaseEvent):
    """How a case ended was recorded."""

    kind: str
    ended_on: date


@dataclass(frozen=True, kw_only=True)
class CaseSupervised(CaseEvent):
    """The supervision that a case has received has changed (`state`: waiting, signed, void)."""

    document: str
    state: str
    minutes: int
