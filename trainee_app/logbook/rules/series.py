"""Days that repeat: "every Thursday from ... to ..., not in these weeks". Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Final

from trainee_app.logbook.rules.batches import MOST_IN_A_BATCH

# Longer than any training, and short enough to be counted through.
_LONGEST_DAYS: Final = 4 * 366


class SeriesTooLong(ValueError):
    """More days than anybody looks at in one preview."""

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(f"That is more than {MOST_IN_A_BATCH} days. Make it two shorter series.")


def series_days(
    weekdays: Collection[int],
    first: date,
    last: date,
    *,
    every_weeks: int = 1,
    not_in_weeks_of: Iterable[date] = (),
    others: Iterable[date] = (),
) -> list[date]:
    """Return the days on these weekdays (Monday is 0) of every so many weeks, and the others, in their order.

    Weeks begin on Monday; the first is that of `first`. `not_in_weeks_of`: days in weeks that are left out.
    Raises `SeriesTooLong`.
    """
    if (last - first).days > _LONGEST_DAYS:
        raise SeriesTooLong
    left_out = {_monday(each) for each in not_in_weeks_of}
    begins = _monday(first)
    days = {
        on
        for on in (first + timedelta(days=each) for each in range((last - first).days + 1))
        if on.weekday() in weekdays and (_monday(on) - begins) // 7 % every_weeks == 0 and _monday(on) not in left_out
    }
    found = sorted(days | set(others))
    if len(found) > MOST_IN_A_BATCH:
        raise SeriesTooLong
    return found


def _monday(on: date) -> int:
    """The week as a number: the ordinal of its Monday."""
    return on.toordinal() - on.weekday()
