"""What another expected end would bring, as it is told before anybody decides about a break. Pure.

How a standing is judged is known above this room; here is only the shape in which it is told.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Away:
    """Days away, both included."""

    from_on: date
    until_on: date


@dataclass(frozen=True, slots=True)
class CasePaused:
    """One open case, and in sentences what an absence means for it. `is_cut_off`: its end lies in the absence."""

    number: int
    is_cut_off: bool
    words: str


@dataclass(frozen=True, slots=True)
class StandsOtherwise:
    """A requirement that would be told otherwise: its state and sentence as it is, and with the other end."""

    title: str
    state: str
    words: str
    other_state: str
    other_words: str


@dataclass(frozen=True, slots=True)
class OtherEnd:
    """The headline with another expected end, what it changes, and the open cases where days away are known."""

    verdict: str
    changed: tuple[StandsOtherwise, ...]
    away: Away | None
    cases: tuple[CasePaused, ...]


# Of a trainee, by number: the other end, the days away if there are any, and the day on which it is asked.
OtherEndOf = Callable[[int, date, Away | None, date], OtherEnd]
