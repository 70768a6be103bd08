"""Months, ISO weeks and the way dates and durations are spoken.

Everything works on local calendar dates of the programme's zone; there are no clock times here, so a
change of the clocks cannot move an hour into another day.
"""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

MONTH_NAMES: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


class Period(StrEnum):
    """The stretch of time in which a floor is judged.

    ANCHORED_MONTH: months counted from the person's first day. ROLLING_DAYS: so many days up to each day of contact.
    """

    CALENDAR_MONTH = "calendar month"
    ANCHORED_MONTH = "anchored month"
    ISO_WEEK = "iso week"
    ROLLING_DAYS = "rolling days"
    WHOLE_PROGRAMME = "whole programme"


@dataclass(frozen=True, slots=True)
class Stretch:
    """One period, first and last day included."""

    starts_on: date
    ends_on: date


def month_of(on: date) -> date:
    """The first day of the month, which is how months are named in totals."""
    return on.replace(day=1)


def days_after(on: date, days: int) -> date:
    """`days` later (or earlier), held within the dates that can be written at all."""
    ordinal = min(max(on.toordinal() + days, date.min.toordinal()), date.max.toordinal())
    return date.fromordinal(ordinal)


def month_end(on: date) -> date:
    """The last day of the month, leap years included."""
    return on.replace(day=monthrange(on.year, on.month)[1])


def months_after(on: date, months: int) -> date:
    """The same day so many months later (or earlier), or the last day of a shorter month."""
    index = min(max(on.year * 12 + on.month - 1 + months, 12), 9999 * 12 + 11)
    first = date(index // 12, index % 12 + 1, 1)
    return first.replace(day=min(on.day, month_end(first).day))


def _month_index(on: date) -> int:
    return on.year * 12 + on.month - 1


def _month_stretch(index: int) -> Stretch:
    first = date(index // 12, index % 12 + 1, 1)
    return Stretch(first, month_end(first))


def _week_index(on: date) -> int:
    return on.toordinal() - on.weekday()


def _week_stretch(index: int) -> Stretch:
    first = date.fromordinal(index)
    return Stretch(first, days_after(first, 6))


@dataclass(frozen=True, slots=True)
class Periodicity:
    """How a day finds its period: a cheap number for sorting and grouping, and its first and last day."""

    index: Callable[[date], int]
    stretch: Callable[[int], Stretch]


# Periods that are the same for everybody; the others hang on a person's own dates.
PERIODICITY: Final = {
    Period.CALENDAR_MONTH: Periodicity(_month_index, _month_stretch),
    Period.ISO_WEEK: Periodicity(_week_index, _week_stretch),
}


def periodicity(period: Period, starts_on: date, ends_on: date, days: int = 0) -> Periodicity:
    """How days find their period in a programme that runs from `starts_on` to `ends_on`.

    Rolling periods of `days` days are named by their last day: each day has its own.
    """
    match period:
        case Period.CALENDAR_MONTH | Period.ISO_WEEK:
            return PERIODICITY[period]
        case Period.ANCHORED_MONTH:
            return Periodicity(lambda on: _anchored_index(starts_on, on), lambda at: _anchored_stretch(starts_on, at))
        case Period.ROLLING_DAYS:
            return Periodicity(date.toordinal, lambda at: Stretch(_day(at - days + 1), _day(at)))
        case Period.WHOLE_PROGRAMME:
            return Periodicity(lambda _on: 0, lambda _at: Stretch(starts_on, max(ends_on, starts_on)))


def _anchored_index(starts_on: date, on: date) -> int:
    index = _month_index(on) - _month_index(starts_on)
    return index if on >= months_after(starts_on, index) else index - 1


def _anchored_stretch(starts_on: date, index: int) -> Stretch:
    return Stretch(months_after(starts_on, index), days_after(months_after(starts_on, index + 1), -1))


def _day(ordinal: int) -> date:
    return date.fromordinal(min(max(ordinal, date.min.toordinal()), date.max.toordinal()))


def spoken_date(on: date) -> str:
    """3 March 2027."""
    return f"{on.day} {MONTH_NAMES[on.month - 1]} {on.year}"


def spoken_month(on: date) -> str:
    """March 2027."""
    return f"{MONTH_NAMES[on.month - 1]} {on.year}"


def spoken_month_part(on: date) -> str:
    """A projection is spoken as "late May 2027", never as a promised day (domain: pace)."""
    part = ("early", "mid", "late", "late")[(on.day - 1) // 10]
    joint = "-" if part == "mid" else " "
    return f"{part}{joint}{spoken_month(on)}"


def spoken_minutes(minutes: int) -> str:
    """90 -> "1 h 30 min", 60 -> "1 h", 30 -> "30 min"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest} min" if rest else f"{hours} h"
