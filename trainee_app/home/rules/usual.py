"""What somebody does most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from trainee_app.programmes.rules import Total
from trainee_app.programmes.rules.dates import month_of


def usual_activities(totals: Iterable[Total], since: date) -> list[str]:
    """Return the activities with the most entries, from the month of a day on, the most frequent first."""
    entries: Counter[str] = Counter()
    first = month_of(since)
    for total in totals:
        if total.month >= first:
            entries[total.activity] += total.entries
    return sorted(entries, key=lambda activity: (-entries[activity], activity))
