"""Again: what somebody logged last and logs most, offered once more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from trainee_app.logbook.rules.days import spoken_start
from trainee_app.programmes.rules.dates import spoken_minutes

# Once is chance: what is usual has been done twice.
_USUAL: Final = 2


class Logged(NamedTuple):
    """An entry that could be logged once more: `name` is its public name, `case_number` that of its case, if any."""

    name: str
    activity: str
    minutes: int
    case_id: int | None
    case_number: int | None
    placement_id: int | None
    started_at_minute: int | None


@dataclass(frozen=True, slots=True)
class Offer:
    """One tap: the entry that is repeated, and the time of day at which most of its kind began, if they have one."""

    entry: Logged
    started_at_minute: int | None

    def words(self, title: str) -> str:
        """What the tap would log: "Case session, case 1, 50 min"."""
        case = "" if self.entry.case_number is None else f", case {self.entry.case_number}"
        return f"{title}{case}, {spoken_minutes(self.entry.minutes)}"

    def arguments(self) -> dict[str, Any]:
        """What the form's address carries."""
        given: dict[str, Any] = {"again": self.entry.name}
        if self.started_at_minute is not None:
            given["start"] = spoken_start(self.started_at_minute)
        return given


def offers(logged: Sequence[Logged], most: int) -> list[Offer]:
    """Return at most so many: the last, then the usual by how often, then what else came last.

    `logged`: the newest first. Of entries alike in activity, case and minutes the newest stands for all.
    """
    kinds: dict[tuple[str, int | None, int], list[Logged]] = {}
    for each in logged:
        kinds.setdefault((each.activity, each.case_id, each.minutes), []).append(each)
    groups = list(kinds.values())
    usual = sorted((group for group in groups[1:] if len(group) >= _USUAL), key=len, reverse=True)
    rest = [group for group in groups[1:] if len(group) < _USUAL]
    return [Offer(group[0], _usual_start(group)) for group in [*groups[:1], *usual, *rest][:most]]


def _usual_start(group: Sequence[Logged]) -> int | None:
    """The start that more than half of them have: one that moves about is better typed."""
    start, times = Counter(each.started_at_minute for each in group).most_common(1)[0]
    return start if times * 2 > len(group) else None
