"""How long somebody has worked, from posts that overlap, follow on or leave gaps. Pure.

The source is the programme's own rule, as far as it says: to the course's first day, overlaps once, part-time
shown and not scaled. Whole months are counted within each stretch of work; the days that are left over in
several stretches are added, and 31 of them make a month. So one stretch that is a day short never rounds up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from trainee_app.programmes.rules.dates import months_after

_FULL_TIME = 100
_DAYS_FOR_A_MONTH = 31
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Worked:
    """A post, both days included; `until_on` None: it goes on. `share_percent` of full time."""

    from_on: date
    until_on: date | None
    share_percent: int = _FULL_TIME


@dataclass(frozen=True, slots=True)
class Days:
    """From a day to a day, both included: work without a gap, or a gap without work."""

    from_on: date
    until_on: date


@dataclass(frozen=True, slots=True)
class Experience:
    """What posts add up to before a day. `least_share_percent` is shown beside it and changes no month."""

    months: int
    days: int
    stretches: tuple[Days, ...]
    gaps: tuple[Days, ...]
    least_share_percent: int = _FULL_TIME

    @property
    def is_part_time(self) -> bool:
        """Whether some of it was less than full time."""
        return self.least_share_percent < _FULL_TIME


def experience_months(posts: Iterable[Worked], until_on: date) -> Experience:
    """Add up what lies before `until_on`, which is the course's first day and does not count itself."""
    counted = [post for post in posts if post.from_on < until_on]
    stretches = _joined(sorted((_cut(post, until_on) for post in counted), key=lambda each: each.from_on))
    lengths = [months_and_days(each) for each in stretches]
    more, days = divmod(sum(length[1] for length in lengths), _DAYS_FOR_A_MONTH)
    return Experience(
        months=sum(length[0] for length in lengths) + more,
        days=days,
        stretches=tuple(stretches),
        gaps=tuple(Days(a.until_on + _DAY, b.from_on - _DAY) for a, b in pairwise(stretches)),
        least_share_percent=min((post.share_percent for post in counted), default=_FULL_TIME),
    )


def months_and_days(stretch: Days) -> tuple[int, int]:
    """Whole months from the first day on, and the days that are left over; the last day counts."""
    after = stretch.until_on + _DAY
    months = (after.year - stretch.from_on.year) * 12 + after.month - stretch.from_on.month
    if months_after(stretch.from_on, months) > after:
        months -= 1
    return months, (after - months_after(stretch.from_on, months)).days


def _cut(post: Worked, until_on: date) -> Days:
    last = until_on - _DAY
    return Days(post.from_on, last if post.until_on is None else min(post.until_on, last))


def _joined(sorted_days: Sequence[Days]) -> list[Days]:
    """Join what overlaps or follows on the next day, so that no day counts twice and no border breaks a month."""
    joined: list[Days] = []
    for each in sorted_days:
        if joined and each.from_on <= joined[-1].until_on + _DAY:
            joined[-1] = Days(joined[-1].from_on, max(joined[-1].until_on, each.until_on))
        else:
            joined.append(each)
    return joined
