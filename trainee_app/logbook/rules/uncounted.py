"""Why something that is signed or waits does not count, as the rooms above say it. Pure.

The log keeps what was recorded and credited; that a rule takes some of it away is known to whoever judges.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from trainee_app.programmes.rules import Definition


@dataclass(frozen=True, slots=True)
class VoidSpan:
    """Work of these activities between two days (the last included; None: until now) that counts in no sum.

    `placement_ids` and `case_id` narrow it to some sites (None among them: work at none) or one case (0: work of none);
    None: everywhere. `words` say which rule it is.
    """

    activities: frozenset[str]
    first_on: date
    last_on: date | None
    words: str
    placement_ids: frozenset[int | None] | None = None
    case_id: int | None = None

    def covers(self, activity: str, on: date, placement_id: int | None, case_id: int | None) -> bool:
        """Whether held work of this kind, day and place lies in it."""
        if activity not in self.activities or on < self.first_on or (self.last_on is not None and on > self.last_on):
            return False
        is_there = self.placement_ids is None or placement_id in self.placement_ids
        return is_there and (self.case_id is None or (case_id or 0) == self.case_id)


@dataclass(frozen=True, slots=True)
class LostToward:
    """Signed minutes that do not count toward a requirement, by which rule; both by their titles."""

    minutes: int
    toward: str
    rule: str


@dataclass(frozen=True, slots=True)
class Uncounted:
    """What rules take away from one record: whole spans, and minutes beyond a limit, which are no row's own.

    `limited` are the activities whose work is beyond a limit in part, with that rule's title.
    """

    spans: Sequence[VoidSpan] = ()
    lost: Sequence[LostToward] = ()
    limited: Sequence[tuple[frozenset[str], str]] = ()

    def reason(self, activity: str, on: date, placement_id: int | None, case_id: int | None) -> str:
        """Return why work of this kind and day does not count, or "" if no rule takes all of it away."""
        found = (each.words for each in self.spans if each.covers(activity, on, placement_id, case_id))
        return next(found, "")

    def limit(self, activity: str) -> str:
        """Return the title of the rule beyond whose limit some work of this activity lies, or ""."""
        return next((title for activities, title in self.limited if activity in activities), "")


# Who judges a record answers for a trainee's id and the rules they are under.
UncountedOf = Callable[[int, Definition], Uncounted]
NOTHING_UNCOUNTED = Uncounted()
