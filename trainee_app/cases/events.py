"""What the room of the cases tells. Neither the code nor anything about a family stands in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from trainee_app.events import Event


@dataclass(frozen=True, kw_only=True)
class CaseEvent(Event):
    """Something happened to one training case (`case`: its public name)."""

    case: str
    case_id: int
    trainee_id: int

    @property
    def subject(self) -> str:
        """The case."""
        return f"case:{self.case}"


@dataclass(frozen=True, kw_only=True)
class CaseOpened(CaseEvent):
    """A training case was opened and has its code."""

    number: int
    opened_on: date


@dataclass(frozen=True, kw_only=True)
class CaseClosed(CaseEvent):
    """A training case ended; its last day is `closed_on`."""

    closed_on: date


@dataclass(frozen=True, kw_only=True)
class CaseReopened(CaseEvent):
    """A training case goes on: that it had ended was taken back."""
