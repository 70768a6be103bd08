"""Months of a log: logged, stated to hold nothing, both, or blank. A blank is not the same as nothing. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class LogMonth:
    """One month of a log. `entries` and `recorded` (minutes) are what the reader may know; `stated_at`: when the
    trainee said that there was nothing to log."""

    month: date
    entries: int = 0
    recorded: int = 0
    stated_at: datetime | None = None


def months_between(first: date, last: date) -> list[date]:
    """Return the first days of the months between, the latest first."""
    numbers = range(last.year * 12 + last.month - 1, first.year * 12 + first.month - 2, -1)
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]
