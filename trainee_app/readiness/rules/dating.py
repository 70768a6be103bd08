"""The two readings of a day that has passed, by their names. Pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from trainee_app.programmes.rules.dates import days_after
from trainee_app.web.formats import long_date


class Reading(StrEnum):
    """What a standing at a past day rests on."""

    RECORDED = "recorded"
    KNOWN = "known"

    @property
    def words(self) -> str:
        """The reading as a choice of a form."""
        return _CHOICES[self]

    def sentence(self, as_of: date) -> str:
        """Say of a standing on that day which of the two it is."""
        return _SENTENCES[self].format(day=long_date(as_of))


_CHOICES = {
    Reading.RECORDED: "As recorded by then: only what had been handed in and signed by the end of that day",
    Reading.KNOWN: "As known today: everything known now about the time up to that day",
}
_SENTENCES = {
    Reading.RECORDED: (
        "This is how things stood on {day}, as recorded by then: only what had been handed in and signed by the end of "
        "that day, judged by the rules in force then. What was signed or corrected later is left out."
    ),
    Reading.KNOWN: (
        "This is how things stood on {day}, as known today: all work up to that day as it stands now, with what was "
        "signed or corrected since, judged by the rules in force now."
    ),
}


def day_ends_at(on: date, zone: str) -> datetime:
    """Return the last instant of the day on the calendar of `zone`: a day may have 23 or 25 hours."""
    next_day = datetime.combine(days_after(on, 1), time.min, ZoneInfo(zone))
    return next_day.astimezone(UTC) - timedelta(microseconds=1)
