"""What judging a record gives: states, figures and codes. English is made of them in `wording` alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal

Unit = Literal["minutes", "months", "weeks", "sessions", "cases", "none"]
Params = Mapping[str, int | str]


class State(StrEnum):
    """How one requirement stands (domain, section 4, rule 17)."""

    MET = "met"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    NOT_POSSIBLE = "not_possible"
    NEEDS_DECISION = "needs_decision"
    WAIVED = "waived"
    NOT_YET_DUE = "not_yet_due"
    TOO_EARLY = "too_early"


@dataclass(frozen=True, slots=True)
class PeriodFinding:
    """How one period stands against a floor; all figures in recorded minutes.

    `supervision` is signed and in time, `awaiting` could still be signed in time, `late` came after the
    period had closed. The last day on which a signature counts as in time is `closes_on`.
    """

    starts_on: date
    ends_on: date
    closes_on: date
    placement_id: int | None
    contact: int
    supervision: int
    awaiting: int
    late: int
    needed: int
    state: State
    code: str

    @property
    def short(self) -> int:
        """Minutes still missing from what is signed in time."""
        return max(self.needed - self.supervision, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """How one requirement stands.

    `figure` and `target` in `unit`; `awaiting` of the same unit waits for a signature and is not in the
    figure. `last_on`: the last day on which what is needed still works. `projected_on`: when the target is
    reached at the pace of the last weeks. `code` and `params` are what a sentence is made of; params are
    whole numbers and words (dates in ISO form), so that they can be stored as JSON.
    """

    key: str
    state: State
    code: str
    params: Params = field(default_factory=dict)
    figure: int | None = None
    target: int | None = None
    unit: Unit = "none"
    recorded: int | None = None
    awaiting: int = 0
    last_on: date | None = None
    projected_on: date | None = None
    periods: tuple[PeriodFinding, ...] = ()


@dataclass(frozen=True, slots=True)
class Headline:
    """The whole record in one line: the latest requirement decides (domain, rule 17)."""

    code: str
    is_ready: bool
    deciding: str | None
    projected_on: date | None
    params: Params
