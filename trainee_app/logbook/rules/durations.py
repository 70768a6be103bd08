"""Durations as people write them. Minutes come out, or a sentence that says what to write instead."""

import re
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from enum import StrEnum
from fractions import Fraction
from math import isfinite
from typing import Final

from trainee_app.programmes.rules.dates import spoken_minutes

MINUTES_OF_A_DAY: Final = 24 * 60
_LONGEST_TEXT: Final = 40
# Workbooks count a time of day from the last days of 1899; a later date is no duration.
_FIRST_YEAR: Final = 1900


class Unit(StrEnum):
    """What a bare number means: minutes on the page, whatever the office says in its workbook."""

    MINUTES = "minutes"
    HOURS = "hours"


class DurationProblem(StrEnum):
    """Why a duration cannot be taken."""

    MISSING = "no_duration"
    UNREADABLE = "not_a_duration"
    NEGATIVE = "negative_duration"
    BARE_FRACTION = "hours_or_minutes"
    BROKEN_MINUTE = "not_whole_minutes"
    TOO_LONG = "more_than_a_day"


class DurationUnreadable(ValueError):
    """What was written is no duration; `problem` says why, `str()` what to write instead."""

    def __init__(self, problem: DurationProblem, words: str) -> None:
        """Keep both."""
        super().__init__(words)
        self.problem = problem


_NUMBER: Final = r"\d{1,4}(?:[.,]\d{1,4})?"
_HOUR_WORD: Final = r"(?:h|hr|hrs|hour|hours)\.?"
_MINUTE_WORD: Final = r"(?:m|min|mins|minute|minutes)\.?"
_CLOCK: Final = re.compile(rf"(\d{{1,3}}):(\d{{2}})(?::(\d{{2}}))?\s*(?:{_HOUR_WORD})?")
_HOURS_AND_MINUTES: Final = re.compile(rf"(\d{{1,3}})\s*{_HOUR_WORD}\s*(?:,|and)?\s*(\d{{1,4}})\s*(?:{_MINUTE_WORD})?")
_HOURS: Final = re.compile(rf"({_NUMBER})\s*{_HOUR_WORD}")
_MINUTES: Final = re.compile(rf"(\d{{1,4}})\s*{_MINUTE_WORD}")
_BARE: Final = re.compile(_NUMBER)
_FRACTION: Final = re.compile(r"(\d{0,3}) ?([¼½¾])")
_DECIMALS: Final = {"¼": "25", "½": "5", "¾": "75"}
_IN_WORDS: Final = {
    "an hour": 60,
    "one hour": 60,
    "half an hour": 30,
    "half hour": 30,
    "quarter of an hour": 15,
    "a quarter of an hour": 15,
    "three quarters of an hour": 45,
    "an hour and a half": 90,
    "one and a half hours": 90,
    "two hours": 120,
    "three hours": 180,
}
_MINUTES_OF_AN_HOUR: Final = 60
_EXAMPLES: Final = "Write it like 50 min, 1h30 or 0:50."


def parse_duration(written: object, unit: Unit) -> int:
    """Return the minutes meant by `written`: text in any usual spelling, a number, or a workbook's time cell.

    `50`, `50m`, `90 min`, `0:50`, `1h30`, `1.5h`, `1 hr 30 mins`. A bare number is in `unit`; where that is
    minutes, a bare fraction could be either and is asked back. Raises `DurationUnreadable`.
    """
    minutes = _from_cell(written, unit)
    if minutes is None:
        minutes = _from_text(str(written if written is not None else ""), unit)
    if minutes > MINUTES_OF_A_DAY:
        raise DurationUnreadable(DurationProblem.TOO_LONG, "A day has 24 hours: enter each day's time by itself.")
    return minutes


def _from_cell(written: object, unit: Unit) -> int | None:
    if isinstance(written, float) and isfinite(written):
        return _from_number(written, unit)
    if isinstance(written, datetime) and written.year > _FIRST_YEAR:
        raise _unreadable()
    if isinstance(written, time | datetime):
        return _whole(Fraction(written.hour * 3600 + written.minute * 60 + written.second, 60))
    if isinstance(written, timedelta):
        _insist_not_negative(written < timedelta())
        return _whole(Fraction(written // timedelta(microseconds=1), 60_000_000))
    return None


def _from_number(written: float, unit: Unit) -> int:
    """A workbook keeps 50 minutes as 0.8333 hours: what lies within a second of a minute is meant as that minute."""
    _insist_not_negative(written < 0)
    minutes = written * 60 if unit is Unit.HOURS else written
    if abs(minutes - round(minutes)) > 1 / 60:
        raise DurationUnreadable(DurationProblem.BROKEN_MINUTE, f"That is no whole number of minutes. {_EXAMPLES}")
    return round(minutes)


def _from_text(written: str, unit: Unit) -> int:
    text = " ".join(written.split()).casefold()
    if not text:
        raise DurationUnreadable(DurationProblem.MISSING, f"Say how long it took. {_EXAMPLES}")
    is_negative = text[0] in "-−–" and text[1:].strip()[:1].isdigit()
    _insist_not_negative(is_negative)
    if len(text) > _LONGEST_TEXT:
        raise _unreadable()
    text = _FRACTION.sub(lambda found: f"{found[1] or 0}.{_DECIMALS[found[2]]}", text)
    if not text.isascii():
        raise _unreadable()
    if text in _IN_WORDS:
        return _IN_WORDS[text]
    return _from_figures(text, unit)


def _from_figures(text: str, unit: Unit) -> int:
    if found := _CLOCK.fullmatch(text):
        return _clock(*found.groups())
    if found := _HOURS_AND_MINUTES.fullmatch(text):
        return int(found[1]) * 60 + _below_an_hour(found[2])
    if found := _HOURS.fullmatch(text):
        return _whole(_number(found[1]) * 60)
    if found := _MINUTES.fullmatch(text):
        return int(found[1])
    if _BARE.fullmatch(text):
        return _bare(text, unit)
    raise _unreadable()


def _clock(hours: str, minutes: str, seconds: str | None) -> int:
    if int(seconds or 0):
        raise DurationUnreadable(DurationProblem.BROKEN_MINUTE, f"Enter whole minutes. {_EXAMPLES}")
    return int(hours) * 60 + _below_an_hour(minutes)


def _bare(text: str, unit: Unit) -> int:
    number = _number(text)
    if unit is Unit.HOURS:
        return _whole(number * 60)
    if number.denominator != 1 or not text.isdigit():
        words = f"Is {text} meant in hours or in minutes? {' '.join(_readings(text, number))}"
        raise DurationUnreadable(DurationProblem.BARE_FRACTION, words)
    return int(number)


def _readings(text: str, number: Fraction) -> Iterator[str]:
    """What a bare fraction could mean, each with the spelling that says so and nothing else."""
    decimals = re.split("[.,]", text)[1]
    in_hours = number * _MINUTES_OF_AN_HOUR
    if in_hours.denominator == 1 and in_hours <= MINUTES_OF_A_DAY:
        yield f"As hours it is {spoken_minutes(int(in_hours))}: write {text}h."
    clock = int(number) * _MINUTES_OF_AN_HOUR + int(decimals)
    if len(decimals) == len("30") and int(decimals) < _MINUTES_OF_AN_HOUR and clock <= MINUTES_OF_A_DAY:
        yield f"As hours and minutes it is {spoken_minutes(clock)}: write {int(number)}:{decimals}."
    if number.denominator == 1:
        yield f"As minutes it is {spoken_minutes(int(number))}: write {int(number)}."
    else:
        yield "In minutes, write a whole number like 50."


def _below_an_hour(minutes: str) -> int:
    if int(minutes) > 59:  # noqa: PLR2004 - the last minute of an hour
        words = f"An hour has 60 minutes, and {minutes} is more. {_EXAMPLES}"
        raise DurationUnreadable(DurationProblem.UNREADABLE, words)
    return int(minutes)


def _number(text: str) -> Fraction:
    return Fraction(text.replace(",", "."))


def _whole(minutes: Fraction) -> int:
    if minutes.denominator != 1:
        raise DurationUnreadable(DurationProblem.BROKEN_MINUTE, f"That is no whole number of minutes. {_EXAMPLES}")
    return int(minutes)


def _insist_not_negative(is_negative: bool) -> None:
    if is_negative:
        raise DurationUnreadable(DurationProblem.NEGATIVE, f"A duration cannot be below zero. {_EXAMPLES}")


def _unreadable() -> DurationUnreadable:
    return DurationUnreadable(DurationProblem.UNREADABLE, f"That cannot be read as a duration. {_EXAMPLES}")
