"""Durations in cells, with what a bare number in the column means. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from math import isfinite
from typing import Final

from trainee_app.imports.rules.cells import heading_key
from trainee_app.imports.rules.mapping import LengthUnit
from trainee_app.logbook.rules import DurationUnreadable, Unit, parse_duration
from trainee_app.logbook.rules.durations import MINUTES_OF_A_DAY, DurationProblem
from trainee_app.tables import Cell

_BARE: Final = re.compile(r"[-−–]?\s*(?:\d{1,5}(?:[.,]\d{1,15})?|[.,]\d{1,15})", re.ASCII)
_WITH_SECONDS: Final = re.compile(r"(\d{1,3}):([0-5]\d):([0-5]\d)(?:[.,]\d{1,6})?", re.ASCII)
_WORDED: Final = re.compile(r"(?:(\d{1,3})\s*h\w*\.?)?\s*(?:(\d{1,4})\s*m\w*\.?)?\s*(?:(\d{1,5})\s*s\w*\.?)", re.ASCII)
_HOURS_WORDED: Final = re.compile(r"(\d{1,3}[.,]\d{1,15})\s*h(?:rs?|ours?)?\.?", re.ASCII)
_FACTORS: Final = {
    LengthUnit.MINUTES: Fraction(1),
    LengthUnit.HOURS: Fraction(60),
    LengthUnit.DAYS: Fraction(1440),
}
_A_SECOND: Final = Fraction(1, 60)
_HOUR: Final = 60
_LONGEST_DAY: Final = 24
# Parts of an hour as people write them by tenths and hundredths, and as they stand on a clock.
_DECIMAL_PARTS: Final = frozenset({"5", "50", "25", "75", "33", "67", "66", "83", "17"})
_CLOCK_PARTS: Final = frozenset({"15", "30", "45", "10", "20", "40", "05", "35", "55"})
_LONGEST_TEXT: Final = 60
_FIRST_YEAR: Final = 1900
_UNIT_WORDS: Final = {
    LengthUnit.HOURS: frozenset({"h", "hr", "hrs", "hour", "hours", "decimal"}),
    LengthUnit.MINUTES: frozenset({"min", "mins", "minute", "minutes", "m"}),
}


def is_bare(cell: Cell) -> bool:
    """Whether the cell is a number alone, so that somebody must say what it counts."""
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        return False
    return bool(_BARE.fullmatch(cell.strip())) if isinstance(cell, str) else True


def has_parts(cell: Cell, unit: LengthUnit | None) -> bool:
    """Whether the cell is a duration that is no whole number of minutes."""
    try:
        exact = _exact(cell, unit)
    except DurationUnreadable:
        return False
    return abs(exact - round(exact)) > _A_SECOND


def read_minutes(cell: Cell, unit: LengthUnit | None, *, rounds: bool) -> int:
    """Return the minutes in a cell. What lies within a second of a minute is meant as that minute; other parts of a
    minute are rounded to the nearest if `rounds`, else refused. Raises DurationUnreadable.
    """  # fmt: skip
    exact = _exact(cell, unit)
    if exact < 0:
        raise DurationUnreadable(DurationProblem.NEGATIVE, "A duration cannot be below zero.")
    minutes = int(exact + Fraction(1, 2))
    if not rounds and abs(exact - minutes) > _A_SECOND:
        words = "That is no whole number of minutes. Mend it, or have parts of a minute rounded."
        raise DurationUnreadable(DurationProblem.BROKEN_MINUTE, words)
    if minutes > MINUTES_OF_A_DAY:
        words = "A day has 24 hours: enter each day’s time by itself."
        raise DurationUnreadable(DurationProblem.TOO_LONG, words)
    return minutes


def _exact(cell: Cell, unit: LengthUnit | None) -> Fraction:
    if isinstance(cell, bool):
        raise _unreadable()
    if isinstance(cell, int | float):
        return _of_number(str(cell), cell, unit)
    if isinstance(cell, str):
        return _of_text(" ".join(cell.split()), unit)
    return _of_clock_cell(cell)


def _of_clock_cell(cell: date | time | timedelta) -> Fraction:
    if isinstance(cell, timedelta):
        return Fraction(cell // timedelta(microseconds=1), 60_000_000)
    if isinstance(cell, time) or (isinstance(cell, datetime) and cell.year <= _FIRST_YEAR):
        return Fraction(cell.hour * 3600 + cell.minute * 60 + cell.second, 60)
    raise _unreadable()


def _of_text(text: str, unit: LengthUnit | None) -> Fraction:
    if len(text) > _LONGEST_TEXT:
        raise _unreadable()
    if _BARE.fullmatch(text):
        plain = re.sub(r"^[−–]\s*", "-", text).replace(",", ".").replace(" ", "")
        return _of_number(plain, float(plain), unit)
    if found := _WITH_SECONDS.fullmatch(text):
        return int(found[1]) * _HOUR + int(found[2]) + Fraction(int(found[3]), 60)
    if found := _WORDED.fullmatch(text.casefold()):
        return int(found[1] or 0) * _HOUR + int(found[2] or 0) + Fraction(int(found[3]), 60)
    if found := _HOURS_WORDED.fullmatch(text.casefold()):
        return Fraction(found[1].replace(",", ".")) * _HOUR
    return Fraction(parse_duration(text, Unit.MINUTES))


def _of_number(written: str, number: float, unit: LengthUnit | None) -> Fraction:
    if not isfinite(number):
        raise _unreadable()
    if unit is None:
        words = "Say for the column whether its numbers are minutes or hours."
        raise DurationUnreadable(DurationProblem.BARE_FRACTION, words)
    if unit is LengthUnit.CLOCK:
        return _of_clock(number)
    return Fraction(number if "e" in written else written) * _FACTORS[unit]


def _of_clock(number: float) -> Fraction:
    """Read 1.30 as one hour and thirty minutes."""
    hundredths = round(number * 100)
    hours, minutes = divmod(abs(hundredths), 100)
    if minutes >= _HOUR or abs(number * 100 - hundredths) > 1 / 100:
        words = "An hour has 60 minutes, and the part after the point is more. Mend it, or say that these are hours."
        raise DurationUnreadable(DurationProblem.UNREADABLE, words)
    return Fraction(hours * _HOUR + minutes) * (-1 if hundredths < 0 else 1)


def likely_unit(heading: str, cells: Iterable[Cell]) -> LengthUnit | None:
    """Return what the column's bare numbers mean, where heading or numbers leave no doubt; None where they do."""
    said = {unit for unit, words in _UNIT_WORDS.items() if words & set(heading_key(heading).split())}
    numbers = [(_part(cell), abs(_value(cell))) for cell in cells if is_bare(cell)]
    numbers = [(part, value) for part, value in numbers if value]
    if not numbers:
        return None
    if len(said) == 1 and _fits(next(iter(said)), heading, numbers):
        return next(iter(said))
    return None if said else _by_numbers(numbers)


def _fits(unit: LengthUnit, heading: str, numbers: list[tuple[str, float]]) -> bool:
    """Whether the numbers can be what the heading says: nobody works for 50 hours in a day."""
    parts = {part for part, _ in numbers if part}
    if unit is LengthUnit.MINUTES:
        return not parts
    if "decimal" in heading_key(heading).split():
        return True
    is_likely = all(value <= _LONGEST_DAY for _, value in numbers) and not _is_part_of_day(numbers)
    return is_likely and not _may_be_clock(parts)


def _by_numbers(numbers: list[tuple[str, float]]) -> LengthUnit | None:
    parts, most = {part for part, _ in numbers if part}, max(value for _, value in numbers)
    if most > _LONGEST_DAY:
        return None if parts else LengthUnit.MINUTES
    if _is_part_of_day(numbers):
        return LengthUnit.DAYS
    if parts and parts <= _DECIMAL_PARTS:
        return LengthUnit.HOURS
    return None


def _may_be_clock(parts: set[str]) -> bool:
    """Whether 1.30 might mean an hour and a half: all parts are such as a clock shows."""
    return bool(parts) and not parts & (_DECIMAL_PARTS - _CLOCK_PARTS) and parts <= _CLOCK_PARTS | {"3", "1", "2", "4"}


def _is_part_of_day(numbers: list[tuple[str, float]]) -> bool:
    """Whether these are times as a spreadsheet keeps them: parts of a day that are whole minutes, and odd hours."""
    as_minutes = [value * MINUTES_OF_A_DAY for _, value in numbers]
    is_odd = any(len(part) > 4 for part, _ in numbers)  # noqa: PLR2004 - nobody types so many places
    return is_odd and all(value < 1 for _, value in numbers) and all(abs(m - round(m)) < 1 / 60 for m in as_minutes)


def _value(cell: Cell) -> float:
    text = re.sub(r"[−–]", "-", str(cell)).replace(",", ".").replace(" ", "")
    value = float(text)
    return value if isfinite(value) else 0.0


def _part(cell: Cell) -> str:
    """Return what stands after the point, as written: "30" of 1.30 in a text, "3" of it as a number."""
    text = str(cell).strip().replace(",", ".")
    whole, _, part = text.partition(".")
    return "" if not part.strip("0") else part if whole or part else ""


def _unreadable() -> DurationUnreadable:
    return DurationUnreadable(
        DurationProblem.UNREADABLE, "That cannot be read as a duration. Write it like 50 min, 1h30 or 0:50."
    )
