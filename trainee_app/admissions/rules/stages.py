"""The stages of an application, and which may follow which. Pure.

The words are the field's (domain, section 5): "not offered" is the course's no, "offer declined" the applicant's.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Stage(StrEnum):
    """Where an application stands once it is handed in; before that it has no stage."""

    APPLIED = "applied"
    SCREENING = "screening"
    INTERVIEW = "interview"
    OFFERED = "offered"
    WAITING_LIST = "waiting_list"
    NOT_OFFERED = "not_offered"
    OFFER_DECLINED = "offer_declined"
    ACCEPTED = "accepted"
    ENROLLED = "enrolled"

    @property
    def words(self) -> str:
        """The stage as people say it."""
        return self.value.replace("_", " ")

    @property
    def look(self) -> str:
        """The state whose colour and shape the stage is shown in."""
        return _LOOKS[self]


_LOOKS: Final[Mapping[Stage, str]] = {
    Stage.APPLIED: "submitted",
    Stage.SCREENING: "waiting",
    Stage.INTERVIEW: "waiting",
    Stage.OFFERED: "needs_decision",
    Stage.WAITING_LIST: "too_early",
    Stage.NOT_OFFERED: "not_yet_due",
    Stage.OFFER_DECLINED: "withdrawn",
    Stage.ACCEPTED: "on_track",
    Stage.ENROLLED: "met",
}


class Outcome(StrEnum):
    """What the course decides about an application."""

    OFFER = "offer"
    WAITING_LIST = "waiting_list"
    NO_OFFER = "no_offer"

    @property
    def words(self) -> str:
        """The outcome as a choice."""
        return {
            Outcome.OFFER: "Offer a place",
            Outcome.WAITING_LIST: "Waiting list",
            Outcome.NO_OFFER: "No offer",
        }[self]

    @property
    def leads_to(self) -> Stage:
        """The stage that follows when the decision is agreed to."""
        return {
            Outcome.OFFER: Stage.OFFERED,
            Outcome.WAITING_LIST: Stage.WAITING_LIST,
            Outcome.NO_OFFER: Stage.NOT_OFFERED,
        }[self]


MOVES: Final[Mapping[Stage | None, frozenset[Stage]]] = {
    None: frozenset({Stage.APPLIED}),
    Stage.APPLIED: frozenset({Stage.SCREENING}),
    Stage.SCREENING: frozenset({Stage.INTERVIEW, Stage.NOT_OFFERED}),
    Stage.INTERVIEW: frozenset({Stage.OFFERED, Stage.WAITING_LIST, Stage.NOT_OFFERED}),
    Stage.WAITING_LIST: frozenset({Stage.OFFERED, Stage.NOT_OFFERED}),
    # Back to the interview: the offer was withdrawn, so that it is decided anew.
    Stage.OFFERED: frozenset({Stage.ACCEPTED, Stage.OFFER_DECLINED, Stage.INTERVIEW}),
    Stage.ACCEPTED: frozenset({Stage.ENROLLED, Stage.OFFER_DECLINED}),
    Stage.NOT_OFFERED: frozenset(),
    Stage.OFFER_DECLINED: frozenset(),
    Stage.ENROLLED: frozenset(),
}
ENDS: Final = frozenset(stage for stage, following in MOVES.items() if stage is not None and not following)


def may_move(before: Stage | None, after: Stage) -> bool:
    """Say whether an application that stands at `before` (None: not handed in) may go on to `after`."""
    return after in MOVES[before]


def may_be_decided_as(stage: Stage | None) -> tuple[Outcome, ...]:
    """Return what the course may decide about an application that stands there."""
    return tuple(outcome for outcome in Outcome if may_move(stage, outcome.leads_to))
