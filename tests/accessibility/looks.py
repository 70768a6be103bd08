"""What a look at a page is: whose, where, in which state, and how to get there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Look:
    """One page in one state. `of` names an object of the world, `shows` is in its heading.

    With `press`, the fields named by their labels in `fill` are filled first; `is_error`: the answer
    is the form again, with what to mend (None: the page shows errors and is not one). `opened`: everything that folds is unfolded first.
    """

    endpoint: str
    who: str | None
    state: str = ""
    of: str = ""
    shows: str = ""
    query: Mapping[str, str] = field(default_factory=dict)
    fill: Mapping[str, str] = field(default_factory=dict)
    press: str = ""
    is_error: bool | None = False
    opened: bool = False
    path: str = ""

    @property
    def name(self) -> str:
        """Return what the test of it is called."""
        whose = self.who or "signed out"
        return f"{self.endpoint}, {whose}" + (f": {self.state}" if self.state else "")


def error(endpoint: str, who: str | None, press: str, state: str = "nothing filled in", **others: object) -> Look:
    """Return the look at a form that comes back with what to mend."""
    return Look(endpoint, who, state, press=press, is_error=True, **others)  # type: ignore[arg-type]
