"""What an entry adds to the month's totals, and how totals change when entries do."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from trainee_app.logbook.rules.states import IN_SUMS

NO_CASE: Final = 0


class TotalKey(NamedTuple):
    """One row of the month totals: `month` is its first day, `case_id` 0 where there is no case."""

    trainee_id: int
    activity: str
    month: date
    case_id: int
    state: str


@dataclass(frozen=True, slots=True)
class Share:
    """Minutes and a number of entries: what an entry adds, or by how much a total changes."""

    recorded: int = 0
    credited: int = 0
    count: int = 0

    def plus(self, other: "Share", times: int = 1) -> "Share":
        """Return the sum; `times` -1 takes the other away."""
        return Share(
            self.recorded + times * other.recorded,
            self.credited + times * other.credited,
            self.count + times * other.count,
        )

    @property
    def takes_away(self) -> bool:
        """Whether any part is below zero."""
        return min(self.recorded, self.credited, self.count) < 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What sums look at in one entry: the version that counts."""

    programme_id: int
    trainee_id: int
    activity: str
    worked_on: date
    case_id: int | None
    state: str
    outcome: str
    minutes: int
    credited_minutes: int

    @property
    def is_in_sums(self) -> bool:
        """Held work that is signed or awaits its signature; what was missed or cancelled is no time."""
        return self.outcome == "held" and self.state in IN_SUMS

    @property
    def key(self) -> TotalKey:
        """Where it is added."""
        month = self.worked_on.replace(day=1)
        return TotalKey(self.trainee_id, self.activity, month, self.case_id or NO_CASE, self.state)

    @property
    def share(self) -> Share:
        """What it adds."""
        return Share(self.minutes, self.credited_minutes, 1)


def net_change(before: Iterable[Counted], after: Iterable[Counted]) -> dict[TotalKey, Share]:
    """Return by how much each total changes when entries go from `before` to `after`; sorted, without zeros.

    Sorted keys let two transactions take the same rows in the same order, so that neither waits in a ring.
    """
    sums: defaultdict[TotalKey, Share] = defaultdict(Share)
    for times, entries in ((-1, before), (1, after)):
        for entry in entries:
            if entry.is_in_sums:
                sums[entry.key] = sums[entry.key].plus(entry.share, times)
    return {key: share for key, share in sorted(sums.items()) if share != Share()}
