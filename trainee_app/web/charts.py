"""The geometry of the charts: dates and minutes in, places and paths out. Templates only print the numbers.

Everything is pure and in the units of a drawing's own box (its viewBox), with y growing downwards as in SVG.
A drawing exists in two sizes, because a wide one shrunk to a phone has letters nobody can read.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter
from typing import Final, NamedTuple

from trainee_app.web.axes import (
    PHONE,
    WIDE,
    Point,
    Scale,
    Size,
    Tick,
    hour_ticks,
    month_ends,
    month_ticks,
    path,
    rounded,
)

ROOM_ABOVE_TARGET: Final = 1.06
ROOM_AFTER_END: Final = 0.04
LONGEST_OVERRUN: Final = 0.35
LABEL_FROM_HALF: Final = 0.5
# Of the drawing’s own units, as its letters are.
LINE_OF_WORDS: Final = 18
LEAST_GAP: Final = 11
NEARLY_NOTHING: Final = 1.0
NEARLY_ALL: Final = 99.0
_day_of = attrgetter("on")


class Reading(NamedTuple):
    """A running sum of minutes as it stood at the end of a day."""

    on: date
    minutes: int


@dataclass(frozen=True, slots=True)
class Projection:
    """When the target would be reached on the present pace, between the earliest and latest day worth naming."""

    on: date
    earliest_on: date
    latest_on: date
    words: str
    state: str


@dataclass(frozen=True, slots=True)
class Course:
    """What a burn-up shows: signed minutes so far, against milestones, toward a target by an end.

    `signed` and `milestones` are running sums in the order of their days; `waiting_minutes` await a signature.
    """

    starts_on: date
    ends_on: date
    as_of: date
    target_minutes: int
    signed: tuple[Reading, ...]
    milestones: tuple[Reading, ...]
    waiting_minutes: int = 0
    projection: Projection | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """Words in a drawing, with the side they hang on ("start", "middle", "end")."""

    x: float
    y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class BurnUp:
    """A burn-up, ready to print: paths are SVG path data, empty where there is nothing to draw."""

    width: int
    height: int
    left: float
    right: float
    top: float
    bottom: float
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    target_y: float
    end_x: float
    signed_line: str
    signed_area: str
    milestone_line: str
    milestone_points: tuple[Point, ...]
    projection_line: str
    projection_band: str
    today: Point
    waiting: Point | None
    today_label: Label
    milestone_label: Label
    end_label: Label
    projection_label: Label | None


class BurnUpRow(NamedTuple):
    """The same as a table: one line per month, minutes signed by its end (None: still to come) and the milestone."""

    on: date
    signed_minutes: int | None
    milestone_minutes: int


@dataclass(frozen=True, slots=True)
class BurnUpPicture:
    """All a page needs for one burn-up: both drawings, the table, and the sentence that says what is to be seen."""

    course: Course
    description: str
    wide: BurnUp
    phone: BurnUp
    rows: tuple[BurnUpRow, ...]


@dataclass(frozen=True, slots=True)
class BarFigures:
    """The minutes of one bar: signed, waiting for a signature, and the least that is asked for (None: nothing)."""

    label: str
    signed_minutes: int
    waiting_minutes: int = 0
    minimum_minutes: int | None = None
    note: str | None = None
    state: str | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar, ready to print: shares of the rail in percent."""

    figures: BarFigures
    signed: float
    waiting: float
    minimum: float | None


def burn_up(course: Course, size: Size = WIDE) -> BurnUp:
    """Lays out a burn-up in a box."""
    scale = _scale_of(course, size)
    line = _signed_points(course, scale)
    today = line[-1]
    milestones = [
        scale.point(course.starts_on, 0),
        *(scale.point(stone.on, stone.minutes) for stone in course.milestones),
    ]
    target_y = scale.y(course.target_minutes)
    return BurnUp(
        width=size.width,
        height=size.height,
        left=scale.left,
        right=scale.right,
        top=scale.top,
        bottom=scale.bottom,
        x_ticks=month_ticks(course.starts_on, _last_day(course), scale, size.most_x_ticks),
        y_ticks=hour_ticks(course.target_minutes, scale, size.most_y_ticks),
        target_y=target_y,
        end_x=scale.x(course.ends_on),
        signed_line=path(line),
        signed_area=path([*line, Point(today.x, scale.bottom), Point(scale.left, scale.bottom)], closed=True),
        milestone_line=path(milestones) if course.milestones else "",
        milestone_points=tuple(milestones[1:-1]),
        projection_line=_projection_line(course, scale, today),
        projection_band=_projection_band(course, scale, today),
        today=today,
        waiting=_waiting_point(course, scale, today),
        today_label=_today_label(today, scale),
        milestone_label=_milestone_label(milestones, _today_label(today, scale)),
        end_label=Label(rounded(scale.x(course.ends_on) - 6), scale.bottom - 8, "end"),
        projection_label=_projection_label(course, scale, target_y),
    )


def burn_up_picture(course: Course, description: str) -> BurnUpPicture:
    """Both drawings of a burn-up, with its table and its description."""
    return BurnUpPicture(course, description, burn_up(course, WIDE), burn_up(course, PHONE), burn_up_rows(course))


def burn_up_rows(course: Course) -> tuple[BurnUpRow, ...]:
    """The figures of a burn-up at the end of each month, with the day it was asked for instead of its month's end."""
    days = sorted({*month_ends(course.starts_on, course.ends_on), min(course.as_of, course.ends_on)})
    return tuple(
        BurnUpRow(
            on=day,
            signed_minutes=_sum_on(course.signed, day) if day <= course.as_of else None,
            milestone_minutes=milestone_on(course, day),
        )
        for day in days
    )


def milestone_on(course: Course, day: date) -> int:
    """The minutes the milestones ask for by a day, on straight lines between them, whole minutes down."""
    stones = (Reading(course.starts_on, 0), *course.milestones)
    after = bisect_right(stones, day, key=_day_of)
    if after == 0:
        return 0
    if after == len(stones):
        return stones[-1].minutes
    before, following = stones[after - 1], stones[after]
    share = (day - before.on).days / max((following.on - before.on).days, 1)
    return int(before.minutes + share * (following.minutes - before.minutes))


def bars(rows: Iterable[BarFigures]) -> tuple[Bar, ...]:
    """Bars on one common scale, so that they can be compared: the longest of them, or its minimum, nearly fills the rail."""
    figures = tuple(rows)
    longest = max(
        (max(row.signed_minutes + row.waiting_minutes, row.minimum_minutes or 0) for row in figures), default=0
    )
    whole = max(longest, 1) * ROOM_ABOVE_TARGET
    return tuple(
        Bar(
            figures=row,
            signed=_share(row.signed_minutes, whole),
            waiting=_share(row.waiting_minutes, whole),
            minimum=None if row.minimum_minutes is None else _share(row.minimum_minutes, whole),
        )
        for row in figures
    )


def meter_percent(value: int, target: int) -> float:
    """How far a meter is filled, 0 to 100: something is never shown as nothing, and short of the target never as full."""
    if target <= 0 or value >= target:
        return 100.0
    if value <= 0:
        return 0.0
    return min(max(_share(value, target), NEARLY_NOTHING), NEARLY_ALL)


def _last_day(course: Course) -> date:
    length = (course.ends_on - course.starts_on).days
    limit = course.ends_on + timedelta(days=int(length * LONGEST_OVERRUN))
    projected = min(course.projection.on, limit) if course.projection else course.ends_on
    return max(course.ends_on, projected, course.as_of) + timedelta(days=int(length * ROOM_AFTER_END))


def _scale_of(course: Course, size: Size) -> Scale:
    reached = max((reading.minutes for reading in course.signed), default=0) + course.waiting_minutes
    return Scale(size, course.starts_on, _last_day(course), max(course.target_minutes, reached) * ROOM_ABOVE_TARGET)


def _signed_points(course: Course, scale: Scale) -> list[Point]:
    past = [reading for reading in course.signed if reading.on <= course.as_of]
    last = past[-1].minutes if past else 0
    return [
        scale.point(course.starts_on, 0),
        *(scale.point(reading.on, reading.minutes) for reading in past),
        scale.point(course.as_of, last),
    ]


def _sum_on(readings: Sequence[Reading], day: date) -> int:
    before = bisect_right(readings, day, key=_day_of)
    return readings[before - 1].minutes if before else 0


def _waiting_point(course: Course, scale: Scale, today: Point) -> Point | None:
    """Where the line will stand once all is signed; None where the ring would hide behind the point of today."""
    ring = Point(today.x, scale.y(_sum_on(course.signed, course.as_of) + course.waiting_minutes))
    return ring if today.y - ring.y >= LEAST_GAP else None


def _reached_by(course: Course, scale: Scale, today: Point, on: date) -> Point:
    # A target reached after the last day drawn is followed only to the edge, at the height the line has there.
    last_day = _last_day(course)
    if on <= last_day:
        return scale.point(on, course.target_minutes)
    share = (last_day - course.as_of).days / max((on - course.as_of).days, 1)
    height = today.y + share * (scale.y(course.target_minutes) - today.y)
    return Point(scale.right, rounded(height))


def _projection_line(course: Course, scale: Scale, today: Point) -> str:
    if course.projection is None:
        return ""
    return path([today, _reached_by(course, scale, today, course.projection.on)])


def _projection_band(course: Course, scale: Scale, today: Point) -> str:
    if course.projection is None:
        return ""
    earliest = _reached_by(course, scale, today, course.projection.earliest_on)
    latest = _reached_by(course, scale, today, course.projection.latest_on)
    return path([today, earliest, latest], closed=True)


def _projection_label(course: Course, scale: Scale, target_y: float) -> Label | None:
    if course.projection is None:
        return None
    return Label(scale.right, rounded(target_y - 7), "end")


def _today_label(today: Point, scale: Scale) -> Label:
    # Above and to the left of the line there is room once it has risen; before that, to the right.
    if today.x > scale.left + (scale.right - scale.left) * LABEL_FROM_HALF:
        return Label(rounded(today.x - 10), rounded(today.y - 10), "end")
    return Label(rounded(today.x + 10), rounded(min(today.y + 16, scale.bottom - 6)), "start")


def _milestone_label(milestones: Sequence[Point], beside: Label) -> Label:
    """Stand at the stone nearest to the middle at which the words do not run into those `beside` the line."""
    middle = len(milestones) // 2
    nearest = sorted(range(1, len(milestones)), key=lambda at: (abs(at - middle), at)) or [middle]
    labels = [Label(rounded(milestones[at].x - 12), rounded(milestones[at].y - 10), "end") for at in nearest]
    return next((label for label in labels if abs(label.y - beside.y) >= LINE_OF_WORDS), labels[0])


def _share(part: float, whole: float) -> float:
    return rounded(min(max(part / whole, 0.0), 1.0) * 100)
