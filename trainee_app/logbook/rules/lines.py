"""A few lines of text, each an entry: "3 Nov, 50, case session". Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from trainee_app.logbook.rules.days import DayUnreadable, parse_day
from trainee_app.logbook.rules.durations import DurationUnreadable, Unit, parse_duration

_BETWEEN: Final = re.compile(r"\t|;|,\s+|,$")
_CASE: Final = re.compile(r"case (\d{1,4})", re.IGNORECASE | re.ASCII)
_WITHOUT_YEAR: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?([ ./\-])([a-z]{3,9}|\d{1,2})\.?", re.ASCII)
_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORTEST_WEEKDAY: Final = 3
_LEAST_PARTS: Final = 3
_MOST_NAMED: Final = 4


class LineUnreadable(ValueError):
    """What was written is no entry; `str()` says what to write instead."""


@dataclass(frozen=True, slots=True)
class QuickLine:
    """One line as it was understood. `problem`: why it could not be; then the rest says nothing."""

    number: int
    text: str
    worked_on: date | None = None
    minutes: int = 0
    activity: str = ""
    case_number: int | None = None
    note: str = ""
    problem: str = ""


def read_lines(text: str, titles: Mapping[str, str], today: date) -> list[QuickLine]:
    """Return each line that holds something. `titles`: the programme's activities by key."""
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    return [_read(number, line, titles, today) for number, line in lines]


def _read(number: int, text: str, titles: Mapping[str, str], today: date) -> QuickLine:
    parts = [part.strip() for part in _BETWEEN.split(text) if part.strip()]
    if len(parts) < _LEAST_PARTS:
        problem = "Write date, time and activity with commas between: 3 Nov, 50, case session."
        return QuickLine(number, text, problem=problem)
    try:
        worked_on, minutes = near_day(parts[0], today), parse_duration(parts[1], Unit.MINUTES)
        activity = _activity(parts[2], titles)
    except (LineUnreadable, DayUnreadable, DurationUnreadable) as unreadable:
        return QuickLine(number, text, problem=str(unreadable))
    case, note = _rest(parts[_LEAST_PARTS:])
    return QuickLine(number, text, worked_on, minutes, activity, case, note)


def _rest(parts: Sequence[str]) -> tuple[int | None, str]:
    """What follows the activity: the case by its number, then a note."""
    found = _CASE.fullmatch(parts[0]) if parts else None
    return (int(found[1]), ", ".join(parts[1:])) if found else (None, ", ".join(parts))


def near_day(written: str, today: date) -> date:
    """Return a day close at hand: "today", "yesterday", "Thursday" (the last one), "3 Nov" (the last one), or a date.

    Raises `DayUnreadable`.
    """
    text = " ".join(written.split()).casefold()
    if text in {"today", "yesterday"}:
        return today - timedelta(days=text == "yesterday")
    for place, name in enumerate(_WEEKDAYS):
        if len(text) >= _SHORTEST_WEEKDAY and name.startswith(text):
            return today - timedelta(days=(today.weekday() - place) % 7)
    found = _WITHOUT_YEAR.fullmatch(text)
    if found is None:
        return parse_day(written)
    this_year = _in_year(found, today.year)
    return this_year if this_year is not None and this_year <= today else _last_before(found, today)


def _in_year(found: re.Match[str], year: int) -> date | None:
    joint = "/" if found[3].isdigit() else " "
    try:
        return parse_day(f"{found[1]}{joint}{found[3]}{joint}{year}")
    except DayUnreadable:
        return None


def _last_before(found: re.Match[str], today: date) -> date:
    joint = "/" if found[3].isdigit() else " "
    return parse_day(f"{found[1]}{joint}{found[3]}{joint}{today.year - 1}")


def _activity(written: str, titles: Mapping[str, str]) -> str:
    """The activity whose title is written, or is the only one that begins so, or that holds these words."""
    text = " ".join(written.split()).casefold()
    plain = {key: title.casefold() for key, title in titles.items()}
    ways = (
        [key for key, title in plain.items() if text in {title, key, key.replace("_", " ")}],
        [key for key, title in plain.items() if title.startswith(text)],
        [key for key, title in plain.items() if all(word in title for word in text.split())],
    )
    found = next((way for way in ways if way), [])
    if len(found) == 1:
        return found[0]
    if found:
        named = ", ".join(titles[key] for key in found[:_MOST_NAMED])
        raise LineUnreadable(f"“{written}” could be {named}. Write a little more of it.")
    raise LineUnreadable(f"The programme has no activity “{written}”. Write one of the list below.")
