"""Amounts that grow toward a target: how they stand against the milestones, day by day."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from tests.programmes.slow.raw import Record, Said
from tests.programmes.slow.reading import Document, days_later


@dataclass(frozen=True)
class Worth:
    """What one row adds to an amount: on which day, signed or waiting, recorded and counted."""

    on: date
    is_signed: bool
    recorded: int
    counted: int


@dataclass(frozen=True)
class Aim:
    """What is asked for, with the most that the programme thinks sensible in a week."""

    target: int
    most_a_week: int
    points: Sequence[tuple[int, int]]
    window_days: int
    slack_days: int
    too_early_days: int
    length_months: int
    at_most: int | None = None


def aim_of(
    document: Document, requirement: Mapping[str, Any], target: int, most_a_week: int, at_most: int | None = None
) -> Aim:
    """Gather what the file says about the pace of a requirement."""
    programme = document["programme"]
    line = next(each for each in document["milestones"] if each["key"] == requirement["milestones"])
    return Aim(
        target=target,
        most_a_week=most_a_week,
        points=[(point["after_months"], point["percent"]) for point in line["points"]],
        window_days=7 * programme["pace_weeks"],
        slack_days=7 * programme["slack_weeks"],
        too_early_days=7 * programme["too_early_weeks"],
        length_months=programme["length_months"],
        at_most=at_most,
    )


def expected(aim: Aim, record: Record, on: date) -> int:
    """How much the line asks for by a day: straight between its points, stretched over the person's own days."""
    total = max((record.ends_on - record.starts_on).days, 1)
    gone = min(max((on - record.starts_on).days, 0), total)
    months = Fraction(gone * aim.length_months, total)
    before = (0, 0)
    for point in aim.points:
        if months < point[0]:
            share = (months - before[0]) / (point[0] - before[0])
            return int(aim.target * (before[1] + share * (point[1] - before[1])) // 100)
        before = point
    return aim.target * before[1] // 100


def begins_on(aim: Aim, record: Record) -> date:
    """The first day on which the line may ask for anything."""
    idle = max([months for months, percent in aim.points if percent == 0], default=0)
    total = max((record.ends_on - record.starts_on).days, 0)
    days = 0
    while days * aim.length_months < total * idle:
        days += 1
    return days_later(record.starts_on, days)


def recent_sessions(aim: Aim, worths: Sequence[Worth], as_of: date) -> int:
    """Count what the last weeks brought."""
    return sum(each.counted for each in worths if each.on > days_later(as_of, -aim.window_days))


def recent_minutes(aim: Aim, worths: Sequence[Worth], record: Record, as_of: date) -> int:
    """What the last weeks brought, where a month that lies in them in part counts by its share of days."""
    first_day = days_later(as_of, 1 - aim.window_days)
    total = 0
    for month in sorted({each.on.replace(day=1) for each in worths}):
        amount = sum(each.counted for each in worths if each.on.replace(day=1) == month)
        end = min(month.replace(day=monthrange(month.year, month.month)[1]), as_of)
        if end < first_day:
            continue
        begin = month
        if record.starts_on > begin:
            begin = min(record.starts_on, end)
        days = [days_later(begin, n) for n in range((end - begin).days + 1)]
        total += amount * sum(day >= first_day for day in days) // len(days)
    return total


def judge_amount(aim: Aim, worths: Sequence[Worth], recent: int, record: Record, as_of: date) -> Said:
    """How an amount stands; nobody is behind because somebody else has not signed yet."""
    figure = sum(each.counted for each in worths if each.is_signed)
    done = sum(each.counted for each in worths)
    if aim.at_most is not None:
        figure, done = min(figure, aim.at_most), min(done, aim.at_most)
    recorded = sum(each.recorded for each in worths if each.is_signed)
    left = max(aim.target - done, 0)
    state = _state(aim, figure, done, record, as_of)
    last_on = None
    if figure < aim.target and left > 0:
        is_young = as_of < days_later(begins_on(aim, record), aim.window_days)
        last_on = _last_on(aim, left, 0 if is_young else recent, record, as_of)
    return Said(state, figure, recorded, last_on)


def _state(aim: Aim, figure: int, done: int, record: Record, as_of: date) -> str:
    days_left = max((record.ends_on - as_of).days + 1, 0)
    if figure >= aim.target:
        return "met"
    if done >= aim.target:
        return "on_track"
    if as_of < record.starts_on:
        return "not_yet_due"
    if Fraction(aim.most_a_week * days_left, 7) < aim.target - done:
        return "not_possible"
    if as_of < days_later(record.starts_on, aim.too_early_days):
        return "too_early"
    return "on_track" if done >= expected(aim, record, days_later(as_of, -aim.slack_days)) else "behind"


def _last_on(aim: Aim, left: int, recent: int, record: Record, as_of: date) -> date | None:
    """The last day from which on the most that is sensible still reaches it, if until then all goes on as lately.

    None where it goes on at that speed already, and where nothing reaches it any more.
    """
    lately, at_most = Fraction(recent, aim.window_days), Fraction(aim.most_a_week, 7)
    if lately >= at_most:
        return None
    found = None
    day = as_of
    while day <= record.ends_on:
        until_then, from_then = (day - as_of).days, (record.ends_on - day).days + 1
        if lately * until_then + at_most * from_then >= left:
            found = day
        day = days_later(day, 1)
    return found
