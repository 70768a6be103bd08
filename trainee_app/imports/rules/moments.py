"""Days and times of day in cells, of whatever programme wrote the file. A day that could be two is never taken silently. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from trainee_app.imports.rules.mapping import DayOrder
from trainee_app.logbook.rules import DayUnreadable, TimeUnreadable, parse_day
from trainee_app.logbook.rules.days import DayProblem
from trainee_app.programmes.rules.dates import spoken_date
from trainee_app.tables import Cell

_NUMBERS: Final = re.compile(r"(\d{1,2})\s*([/.\-])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})", re.ASCII)
_YEAR_FIRST: Final = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})", re.ASCII)
_MONTH_NAMED_FIRST: Final = re.compile(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4}|\d{2})", re.ASCII)
_WEEKDAY: Final = re.compile(r"(mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,?\s+(?=.*\d)", re.ASCII)
_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MIDDAY: Final = r"(?:\s*([ap])\.?m\.?)?"
_CLOCK: Final = re.compile(rf"(\d{{1,2}})[:.h](\d{{2}})(?:[:.](\d{{2}})(?:[.,]\d{{1,6}})?)?{_MIDDAY}", re.ASCII)
_HOUR: Final = re.compile(r"(\d{1,2})\s*([ap])\.?m\.?", re.ASCII)
_ZONE: Final = re.compile(r"\s*(z|utc|gmt|[+\-]\d{2}:?\d{2})$", re.ASCII)
_DAY_AND_TIME: Final = re.compile(
    r"(.*?\d{2,4}|.*?[a-z]{3})(?:t|,?\s+)(?:at\s+)?(\d{1,2}(?:[:.h]\d{2}.*|\s*[ap]\.?m\.?))", re.ASCII
)
_SERIALS: Final = range(20_000, 80_000)
_FIRST_DAY: Final = date(1899, 12, 30)
_FIRST_YEAR: Final = 1900
_DAY_SECONDS: Final = 24 * 60 * 60
_MOST_MONTHS: Final = 12
_LONGEST_TEXT: Final = 60


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, a time of day in seconds after midnight, or both; None where the cell does not say it."""

    day: date | None
    second: int | None


def order_shown_by(cell: Cell) -> set[DayOrder]:
    """Return in which orders the cell is a day of the calendar: both where it does not tell them apart.

    Empty for what is no day, or is the same day whatever the order.
    """
    found = _NUMBERS.fullmatch(_without_weekday(_day_text(cell))) if isinstance(cell, str) else None
    if found is None or found[1].lstrip("0") == found[3].lstrip("0"):
        return set()
    first, second = int(found[1]), int(found[3])
    orders = {DayOrder.DAY_FIRST} if second <= _MOST_MONTHS else set()
    return orders | ({DayOrder.MONTH_FIRST} if first <= _MOST_MONTHS else set())


def is_real_day(cell: Cell) -> bool:
    """Whether the cell is a date for the programme that wrote it, not a text."""
    return isinstance(cell, date) and cell.year > _FIRST_YEAR


def _day(moment: Moment) -> date:
    if moment.day is None:
        raise DayUnreadable(DayProblem.MISSING, "Say on which day it was. Write it like 3/11/2026 or 3 Nov 2026.")
    return moment.day


def read_moment(cell: Cell, order: DayOrder | None, *, is_swapped: bool, zone: str) -> Moment:
    """Return the day and the time that a cell says. Raises DayUnreadable, TimeUnreadable."""
    if isinstance(cell, bool):
        raise _no_day()
    if isinstance(cell, date):
        return _of_date(cell, is_swapped=is_swapped)
    if isinstance(cell, time):
        return Moment(None, cell.hour * 3600 + cell.minute * 60 + cell.second)
    if isinstance(cell, timedelta):
        return Moment(None, _second_of(cell.total_seconds()))
    if isinstance(cell, int | float):
        return _of_number(cell)
    return _of_text(cell, order, zone)


def _of_date(cell: date, *, is_swapped: bool) -> Moment:
    second = cell.hour * 3600 + cell.minute * 60 + cell.second if isinstance(cell, datetime) else None
    if cell.year <= _FIRST_YEAR:
        return Moment(None, second)
    if not is_swapped:
        return Moment(date(cell.year, cell.month, cell.day), second)
    return Moment(_made(cell.year, cell.day, cell.month), second)


def _of_number(cell: float) -> Moment:
    """A spreadsheet keeps days as numbers from the end of 1899, and times as parts of a day."""
    if 0 <= cell < 1:
        return Moment(None, _second_of(cell * _DAY_SECONDS))
    if int(cell) not in _SERIALS:
        raise _no_day()
    part = cell - int(cell)
    return Moment(_FIRST_DAY + timedelta(days=int(cell)), _second_of(part * _DAY_SECONDS) if part else None)


def _second_of(seconds: float) -> int:
    if not 0 <= round(seconds) < _DAY_SECONDS:
        raise _no_time()
    return round(seconds)


def _of_text(cell: str, order: DayOrder | None, zone: str) -> Moment:
    text = _plain(cell)
    if not text:
        return Moment(None, None)
    if text.isascii() and _number_in(text) is not None:
        return _of_number(_number_in(text) or 0.0)
    if _CLOCK.fullmatch(text) or _HOUR.fullmatch(text):
        return Moment(None, _clock(text))
    return _of_day_and_time(text, order, zone)


def _of_day_and_time(text: str, order: DayOrder | None, zone: str) -> Moment:
    offset = _ZONE.search(text) if ":" in text else None
    both = _DAY_AND_TIME.fullmatch(text[: offset.start()] if offset else text)
    if both is None:
        return Moment(_read(text, order), None)
    moment = Moment(_read(both[1], order), _clock(both[2]))
    return _at_home(moment, offset[1], zone) if offset else moment


def _at_home(moment: Moment, offset: str, zone: str) -> Moment:
    """Turn an instant of another zone into the programme's day and time."""
    sign = offset if offset[0] in "+-" else "+0000"
    day, second = _day(moment), moment.second or 0
    written = (
        f"{day.isoformat()} {second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d} {sign.replace(':', '')}"
    )
    try:
        at = datetime.strptime(written, "%Y-%m-%d %H:%M:%S %z").astimezone(ZoneInfo(zone))
    except (ValueError, OverflowError):
        raise _no_time() from None
    return Moment(at.date(), at.hour * 3600 + at.minute * 60 + at.second)


def _plain(cell: str) -> str:
    text = " ".join(cell.split()).casefold()
    if len(text) > _LONGEST_TEXT:
        raise _no_day()
    return text


def _day_text(cell: str) -> str:
    """Return of a text the part that would be the day."""
    text = " ".join(cell.split()).casefold()[: _LONGEST_TEXT + 1]
    both = _DAY_AND_TIME.fullmatch(_ZONE.sub("", text) if ":" in text else text)
    return both[1] if both else text


def _number_in(text: str) -> float | None:
    return float(text.replace(",", ".")) if re.fullmatch(r"\d{1,6}(?:[.,]\d{1,12})?", text) else None


def _without_weekday(text: str) -> str:
    found = _WEEKDAY.match(text)
    return text[found.end() :] if found else text


def _read(text: str, order: DayOrder | None) -> date:
    day = _read_plain(_without_weekday(text), order)
    named = _WEEKDAY.match(text)
    if named and _WEEKDAYS[day.weekday()] != named[1]:
        words = f"{spoken_date(day)} is a {day:%A}, and the file says another weekday. Mend one of the two."
        raise DayUnreadable(DayProblem.UNREADABLE, words)
    return day


def _read_plain(text: str, order: DayOrder | None) -> date:
    if found := _NUMBERS.fullmatch(text):
        first, second, year = int(found[1]), int(found[3]), _year(found[4])
        if order is None and first != second:
            words = "This could be two days. Say for the file whether the day or the month stands first."
            raise DayUnreadable(DayProblem.UNREADABLE, words)
        return _made(year, first, second) if order is DayOrder.MONTH_FIRST else _made(year, second, first)
    if found := _YEAR_FIRST.fullmatch(text):
        return _made(int(found[1]), int(found[2]), int(found[3]))
    if found := _MONTH_NAMED_FIRST.fullmatch(text):
        return parse_day(f"{found[2]} {found[1]} {found[3]}")
    return parse_day(text)


def _year(text: str) -> int:
    return int(text) + 2000 if len(text) == 2 else int(text)  # noqa: PLR2004 - two digits: this century


def _made(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        words = "The calendar has no such day in the order that was chosen. Mend it, or write it like 3 Nov 2026."
        raise DayUnreadable(DayProblem.UNREADABLE, words) from None


def _clock(text: str) -> int:
    if found := _HOUR.fullmatch(text):
        hours, minutes, seconds, half = int(found[1]), 0, 0, found[2]
    elif found := _CLOCK.fullmatch(text):
        hours, minutes, seconds, half = int(found[1]), int(found[2]), int(found[3] or 0), found[4] or ""
    else:
        raise _no_time()
    if half and not 1 <= hours <= 12:  # noqa: PLR2004 - a clock's face
        raise TimeUnreadable("A time with am or pm goes from 1 to 12. Write it like 2:30pm or 14:30.")
    if half:
        hours = hours % 12 + (12 if half == "p" else 0)
    if hours > 23 or minutes > 59 or seconds > 59:  # noqa: PLR2004 - a day's last second is 23:59:59
        raise TimeUnreadable("A day has no such time. Write it like 14:05, or leave it empty.")
    return hours * 3600 + minutes * 60 + seconds


def _no_day() -> DayUnreadable:
    return DayUnreadable(DayProblem.UNREADABLE, "That cannot be read as a date. Write it like 3/11/2026 or 3 Nov 2026.")


def _no_time() -> TimeUnreadable:
    return TimeUnreadable("That cannot be read as a time of day. Write it like 14:05, or leave it empty.")
