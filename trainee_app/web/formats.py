"""How dates, times and amounts are written for people: one place, so that every page says the same thing alike.

Pure functions, which templates know as filters (`filters.py`). Minutes come in, words come out; nothing is rounded.
"""

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

MONTHS: Final = (
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
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NUMBERS: Final = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
MINUS: Final = "\N{MINUS SIGN}"
APOSTROPHE: Final = "\N{RIGHT SINGLE QUOTATION MARK}"
DEFAULT_ZONE: Final = "Europe/London"
EARLY_UNTIL: Final = 10
MID_UNTIL: Final = 20
WEEKS_FROM_DAYS: Final = 14


def month_name(month: int | date) -> str:
    """The month in full: "November"."""
    return MONTHS[(month if isinstance(month, int) else month.month) - 1]


def short_month(month: int | date) -> str:
    """The month in three letters: "Nov"."""
    return month_name(month)[:3]


def month_and_year(day: date) -> str:
    """The month a day lies in: "November 2026"."""
    return f"{month_name(day)} {day.year}"


def long_date(day: date) -> str:
    """A date as written in a sentence: "3 March 2027"."""
    return f"{day.day} {month_and_year(day)}"


def short_date(day: date) -> str:
    """A date for tables: "3 Mar 2027"."""
    return f"{day.day} {short_month(day)} {day.year}"


def weekday_date(day: date) -> str:
    """A day close at hand, where the year goes without saying: "Tue 3 Nov"."""
    return f"{WEEKDAYS[day.weekday()][:3]} {day.day} {short_month(day)}"


def full_date(day: date) -> str:
    """A date by which something has to happen: "Monday 30 November 2026"."""
    return f"{WEEKDAYS[day.weekday()]} {long_date(day)}"


def part_of_month(day: date) -> str:
    """A projected date as it may be spoken, never as a promised day: "late May 2027"."""
    part = "early" if day.day <= EARLY_UNTIL else "mid" if day.day <= MID_UNTIL else "late"
    joint = "-" if part == "mid" else " "
    return f"{part}{joint}{month_and_year(day)}"


def local_datetime(at: datetime, zone: str = DEFAULT_ZONE) -> str:
    """An instant on the clocks of a programme's zone: "3 March 2027, 14:05".

    Raises ValueError for a naive time, whose zone nobody knows.
    """
    local = _in_zone(at, zone)
    return f"{long_date(local)}, {local:%H:%M}"


def local_time(at: datetime, zone: str = DEFAULT_ZONE) -> str:
    """The time of day of an instant in a zone: "14:05"."""
    return f"{_in_zone(at, zone):%H:%M}"


def local_date(at: datetime, zone: str = DEFAULT_ZONE) -> date:
    """The calendar date of an instant in a zone."""
    return _in_zone(at, zone).date()


def duration(minutes: int) -> str:
    """A length of time in a sentence: "1 h 30 min", "50 min", "3 h"."""
    sign, hours, rest = _split(minutes)
    if not hours:
        return f"{sign}{rest} min"
    return f"{sign}{hours:,} h {rest} min" if rest else f"{sign}{hours:,} h"


def short_duration(minutes: int) -> str:
    """A length of time in a table: "1 h 30", "50 min", "3 h"."""
    sign, hours, rest = _split(minutes)
    if not hours:
        return f"{sign}{rest} min"
    return f"{sign}{hours:,} h {rest:02d}" if rest else f"{sign}{hours:,} h"


def clock_duration(minutes: int) -> str:
    """A length of time where there is hardly room for it: "1:30", "0:50"."""
    sign, whole, rest = _split(minutes)
    return f"{sign}{whole}:{rest:02d}"


def hours(minutes: int) -> str:
    """A sum that is always spoken of in hours: "498 h 20", "0 h 20", "0 h"."""
    sign, whole, rest = _split(minutes)
    return f"{sign}{whole:,} h {rest:02d}" if rest else f"{sign}{whole:,} h"


def count(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: "1 entry", "11 entries"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def count_in_words(number: int, one: str, many: str | None = None) -> str:
    """The same with small numbers written out, for headings: "eleven entries", "no entries", "40 entries"."""
    figure = number_in_words(number)
    return f"{figure} {one if number == 1 else many or one + 's'}"


def number_in_words(number: int) -> str:
    """Up to twelve in words, beyond in figures; none is "no"."""
    return NUMBERS[number] if 0 <= number < len(NUMBERS) else f"{number:,}"


def sentence_case(words: str) -> str:
    """The first letter large, the rest as it is: unlike `capitalize`, it leaves "KESTREL-47" alone."""
    return words[:1].upper() + words[1:]


def age(days: int) -> str:
    """How long something has waited: "today", "1 day", "11 days"."""
    return "today" if days <= 0 else count(days, "day")


def weeks(days: int) -> str:
    """A wait in whole weeks once there are two: "9 days", "6 weeks"."""
    return age(days) if days < WEEKS_FROM_DAYS else count(days // 7, "week")


def possessive(name: str) -> str:
    """Whose something is: "Marta's", "Idris's"; a name without letters stays as it is."""
    return f"{name}{APOSTROPHE}s" if name.strip() else name


def initials(name: str) -> str:
    """Two letters for the round mark beside a name: "Marta Ellison" gives "ME", a single name its first letter."""
    words = [word for word in name.split() if word.rstrip(".") not in {"Dr", "Prof", "Professor", "Mr", "Mrs", "Ms"}]
    first_and_last = words[:1] + words[1:][-1:]
    return "".join(word[0].upper() for word in first_and_last)


def _split(minutes: int) -> tuple[str, int, int]:
    whole, rest = divmod(abs(minutes), 60)
    return (MINUS if minutes < 0 else "", whole, rest)


def _in_zone(at: datetime, zone: str) -> datetime:
    if at.tzinfo is None:
        raise ValueError("An instant without a zone cannot be shown on a local clock.")
    return at.astimezone(ZoneInfo(zone))
