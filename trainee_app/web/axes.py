"""Axes: where a day or a sum of minutes lies in a drawing, and which round figures are worth a tick.

Pure, in the units of a drawing's own box (its viewBox), with y growing downwards as in SVG.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, NamedTuple

from trainee_app.web.formats import short_month

MINUTES_PER_HOUR: Final = 60
DECEMBER: Final = 12
NICE_STEPS: Final = (1, 2, 5, 10)
MONTH_STEPS: Final = (1, 2, 3, 4, 6, 12, 24)


@dataclass(frozen=True, slots=True)
class Size:
    """A box to draw in, the margins its words need, and how many ticks fit."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    most_x_ticks: int
    most_y_ticks: int


WIDE: Final = Size(width=660, height=300, left=40, right=24, top=18, bottom=34, most_x_ticks=8, most_y_ticks=5)
PHONE: Final = Size(width=300, height=270, left=32, right=12, top=18, bottom=34, most_x_ticks=4, most_y_ticks=4)


class Point(NamedTuple):
    """A place in a drawing."""

    x: float
    y: float


class Tick(NamedTuple):
    """A mark on an axis: where, and what it says."""

    at: float
    label: str


class Scale:
    """Turns days and minutes into places of one drawing."""

    def __init__(self, size: Size, starts_on: date, ends_on: date, most_minutes: float) -> None:
        self.left, self.right = float(size.left), float(size.width - size.right)
        self.top, self.bottom = float(size.top), float(size.height - size.bottom)
        self._starts_on = starts_on
        self._days = max((ends_on - starts_on).days, 1)
        self._most = max(most_minutes, 1)

    def x(self, day: date) -> float:
        """The place of a day, kept inside the plot."""
        share = (day - self._starts_on).days / self._days
        return rounded(self.left + min(max(share, 0.0), 1.0) * (self.right - self.left))

    def y(self, minutes: float) -> float:
        """The place of a sum, kept inside the plot."""
        share = min(max(minutes / self._most, 0.0), 1.0)
        return rounded(self.bottom - share * (self.bottom - self.top))

    def point(self, day: date, minutes: float) -> Point:
        """The place of a sum on a day."""
        return Point(self.x(day), self.y(minutes))


def path(points: Sequence[Point], *, closed: bool = False) -> str:
    """SVG path data through points: "M0 10 L5 8 Z"; empty without points."""
    if not points:
        return ""
    words = "M" + " L".join(f"{point.x:g} {point.y:g}" for point in points)
    return f"{words} Z" if closed else words


def nice_step(most: float, most_ticks: int) -> int:
    """The smallest round step (1, 2 or 5 times a power of ten) that needs no more than so many ticks above zero."""
    magnitude = 1
    while True:
        for step in NICE_STEPS:
            if most / (step * magnitude) <= most_ticks:
                return step * magnitude
        magnitude *= 10


def hour_ticks(target_minutes: int, scale: Scale, most_ticks: int) -> tuple[Tick, ...]:
    """Round hours from nought up to below the target, which has a line and words of its own."""
    target_hours = target_minutes / MINUTES_PER_HOUR
    step = nice_step(target_hours, most_ticks)
    last = target_hours - step / 3
    whole = range(0, max(int(last), 0) + 1, step)
    return tuple(Tick(scale.y(hours * MINUTES_PER_HOUR), f"{hours:,}") for hours in whole)


def month_ticks(starts_on: date, ends_on: date, scale: Scale, most_ticks: int) -> tuple[Tick, ...]:
    """First days of months, evenly apart; the year is named at the first and wherever it changes."""
    months = month_starts(starts_on, ends_on)
    step = next((step for step in MONTH_STEPS if len(months) <= step * most_ticks), MONTH_STEPS[-1])
    ticks: list[Tick] = []
    named_year = None
    for day in months[::step]:
        label = short_month(day) if day.year == named_year else f"{short_month(day)} {day:%y}"
        named_year = day.year
        ticks.append(Tick(scale.x(day), label))
    return tuple(ticks)


def month_starts(starts_on: date, ends_on: date) -> list[date]:
    """The first day of every month that begins in a span; the month of the start counts from the start itself."""
    days = [starts_on]
    day = _next_month(starts_on)
    while day <= ends_on:
        days.append(day)
        day = _next_month(day)
    return days


def month_ends(starts_on: date, ends_on: date) -> list[date]:
    """The last day of every month of a span, and the span's own last day."""
    return [*(day - timedelta(days=1) for day in month_starts(starts_on, ends_on)[1:]), ends_on]


def _next_month(day: date) -> date:
    return date(day.year + 1, 1, 1) if day.month == DECEMBER else date(day.year, day.month + 1, 1)


def rounded(value: float) -> float:
    """One decimal is finer than any screen."""
    return round(value, 1)
