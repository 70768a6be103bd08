"""Days and times of day as people write them, British order: the day before the month."""

import re
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo


class DayProblem(StrEnum):
    """Why a day cannot be taken."""

    MISSING = "no_date"
    UNREADABLE = "not_a_date"


class DayUnreadable(ValueError):
    """What was written is no day of the calendar; `problem` says why, `str()` what to write instead."""

    def __init__(self, problem: DayProblem, words: str) -> None:
        """Keep both."""
        super().__init__(words)
        self.problem = problem


class TimeUnreadable(ValueError):
    """What was written is no time of day."""


_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00)?)?", re.ASCII)
_NUMBERS: Final = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2})", re.ASCII)
_WORDS: Final = re.compile(
    r"(?:[a-z]{3,9},? )?(\d{1,2})(?:st|nd|rd|th)?[ \-]([a-z]{3,9})\.?,?[ \-](\d{4}|\d{2})", re.ASCII
)
_TIME: Final = re.compile(r"(\d{1,2})[:.](\d{2})(?::00)?\s*(am|pm)?|(\d{1,2})\s*(am|pm)", re.ASCII)
_EXAMPLES: Final = "Write it like 3/11/2026 or 3 Nov 2026."
_CENTURY: Final = 2000


def parse_day(written: object) -> date:
    """Return the day meant by `written`: text (3/11/2026, 3 Nov 2026, 2026-11-03, 03.11.26) or a real date cell.

    Raises `DayUnreadable`, also for a day that no calendar has (31/02/2026).
    """
    if isinstance(written, datetime):
        return written.date()
    if isinstance(written, date):
        return written
    text = " ".join(str(written if written is not None else "").split()).casefold()
    if not text:
        raise DayUnreadable(DayProblem.MISSING, f"Say on which day it was. {_EXAMPLES}")
    parts = _parts(text)
    if parts is None:
        raise DayUnreadable(DayProblem.UNREADABLE, f"That cannot be read as a date. {_EXAMPLES}")
    try:
        return date(*parts)
    except ValueError:
        raise DayUnreadable(DayProblem.UNREADABLE, f"The calendar has no such day. {_EXAMPLES}") from None


def _parts(text: str) -> tuple[int, int, int] | None:
    if found := _ISO.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _NUMBERS.fullmatch(text):
        return _year(found[3]), int(found[2]), int(found[1])
    if (found := _WORDS.fullmatch(text)) and (month := _month(found[2])):
        return _year(found[3]), month, int(found[1])
    return None


def _month(word: str) -> int | None:
    if word in _FULL_MONTHS:
        return _FULL_MONTHS.index(word) + 1
    short = "sep" if word == "sept" else word
    return _MONTHS.index(short) + 1 if short in _MONTHS else None


def _year(text: str) -> int:
    return int(text) + _CENTURY if len(text) == 2 else int(text)  # noqa: PLR2004 - two digits: this century


def parse_start(written: str) -> int | None:
    """Return a time of day as minutes after local midnight (14:05, 2pm, 9.30), None for an empty field.

    Raises `TimeUnreadable`.
    """
    text = " ".join(written.split()).casefold()
    if not text:
        return None
    found = _TIME.fullmatch(text)
    if found is None:
        raise TimeUnreadable("That cannot be read as a time of day. Write it like 14:05, or leave it empty.")
    hours, minutes, half = int(found[1] or found[4]), int(found[2] or 0), found[3] or found[5]
    if half and 1 <= hours <= 12:  # noqa: PLR2004 - a clock's face
        hours = hours % 12 + (12 if half == "pm" else 0)
    elif half:
        raise TimeUnreadable("A time with am or pm goes from 1 to 12. Write it like 2:30pm or 14:30.")
    if hours > 23 or minutes > 59:  # noqa: PLR2004 - a day's last minute is 23:59
        raise TimeUnreadable("A day has no such time. Write it like 14:05, or leave it empty.")
    return hours * 60 + minutes


def spoken_start(minute: int) -> str:
    """Return a time of day, given in minutes after local midnight: "9:05"."""
    return f"{minute // 60}:{minute % 60:02d}"


def written_start(minute: int | None) -> str:
    """Return a time of day as the browser's own field takes it, "09:05"; empty for none."""
    return "" if minute is None else f"{minute // 60:02d}:{minute % 60:02d}"


def local_day(at: datetime, zone: str) -> date:
    """Return the day on the calendar of `zone` at this instant; the programme's zone decides what "today" is."""
    return at.astimezone(ZoneInfo(zone)).date()
