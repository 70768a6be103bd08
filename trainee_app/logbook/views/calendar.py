"""A month as a calendar: what is logged on each day, and a way to log on it."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import render_template, request, url_for

from trainee_app import clock
from trainee_app.access import permit
from trainee_app.logbook.models import LogEntry
from trainee_app.logbook.queries import entries_between
from trainee_app.logbook.rules import DayUnreadable, State, parse_day
from trainee_app.logbook.views.blueprint import blueprint
from trainee_app.logbook.views.reading import own_trainee
from trainee_app.programmes.rules.dates import days_after, month_end, month_of

_FURTHEST = 40


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day of the month: what is logged, of that what is signed, and how many entries; `url` starts one on it."""

    on: date
    minutes: int
    signed: int
    entries: int
    url: str
    is_today: bool


@blueprint.get("/log/calendar")
@permit("log.write")
def calendar() -> str:
    """Look at a month, day by day."""
    trainee = own_trainee()
    today = clock.today(trainee.cohort.programme.zone)
    month = _month(today)
    entries = entries_between(trainee.id, month, month_end(month))
    weeks = [
        [_day(on, entries, today) if on.month == month.month else None for on in week]
        for week in Calendar().monthdatescalendar(month.year, month.month)
    ]
    return render_template(
        "logbook/calendar.html",
        trainee=trainee,
        month=month,
        weeks=weeks,
        total=sum(each.minutes for each in entries),
        before_url=url_for(".calendar", month=f"{days_after(month, -1):%Y-%m}"),
        after_url=url_for(".calendar", month=f"{days_after(month_end(month), 1):%Y-%m}")
        if month_end(month) < today
        else None,
    )


def _month(today: date) -> date:
    """Return the month asked for; far away, or none at all, it is this one."""
    try:
        asked = parse_day(f"{request.args.get('month', '')}-01")
    except DayUnreadable:
        return month_of(today)
    return asked if abs(asked.year - today.year) <= _FURTHEST else month_of(today)


def _day(on: date, entries: Sequence[LogEntry], today: date) -> CalendarDay:
    there = [each for each in entries if each.worked_on == on]
    return CalendarDay(
        on=on,
        minutes=sum(each.minutes for each in there),
        signed=sum(each.minutes for each in there if each.state == State.SIGNED),
        entries=len(there),
        url=url_for(".new_entry", on=on.isoformat()) if on <= today else "",
        is_today=on == today,
    )
