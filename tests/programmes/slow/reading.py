"""What a programme's file says, looked up in the file itself each time; and what one row of a record is worth."""

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from tests.programmes.slow.programmes import EXPRESSIONS
from tests.programmes.slow.raw import Record, Row

Document = Mapping[str, Any]


def minutes_of(text: str) -> int:
    """Read "1 h 30 min"."""
    words = text.replace("h", " h ").replace("min", " min ").split()
    total = 0
    for at, word in enumerate(words):
        if word.isdigit():
            total += int(word) * (60 if words[at + 1 : at + 2] == ["h"] else 1)
    return total


def activity_of(document: Document, key: str) -> Mapping[str, Any]:
    """Find the table of an activity."""
    return next(each for each in document["activity"] if each["key"] == key)


def plain_name(name: str) -> str:
    """How names of sites are compared: neither capitals nor spaces matter."""
    return "".join(name.split()).casefold()


def selects(document: Document, selection: Mapping[str, Any], record: Record, row: Row) -> bool:
    """Say whether a selection means this row: chosen by category, group or activity, narrowed by format and site."""
    activity = activity_of(document, row.activity)
    is_chosen = (
        activity["category"] in selection.get("categories", [])
        or any(group in selection.get("groups", []) for group in activity.get("groups", []))
        or row.activity in selection.get("activities", [])
    )
    if not is_chosen:
        return False
    if "formats" in selection and activity.get("format", "") not in selection["formats"]:
        return False
    if "sites" in selection:
        name = None if row.site is None else plain_name(record.sites[row.site])
        return name in [plain_name(each) for each in selection["sites"]]
    return True


def nearest(amount: Fraction) -> int:
    """Round to the nearest whole, half up."""
    return int((amount * 2 + 1) // 2)


def credit(document: Document, row: Row) -> int:
    """Credit a row: held time as it is, but for the band it falls in; a group's time by the formula first."""
    if row.outcome != "held":
        return 0
    minutes = row.minutes
    if row.activity == "group_supervision":
        minutes = group_time(document.get("group_supervision", {}), row.minutes, max(row.present, 1))
    for band in activity_of(document, row.activity).get("credit", []):
        if band["from"] <= minutes <= band["to"]:
            return int(band["credits"])
    return minutes


def group_time(table: Mapping[str, Any], time: int, present: int) -> int:
    """Work a group's formula out in whole fractions, round once, never beyond the full time."""
    if "expression" in table:
        amount = EXPRESSIONS[table["expression"]](Fraction(time), Fraction(present))
        return min(max(nearest(amount), 0), time)
    named = {
        "full": Fraction(time),
        "half": Fraction(time, 2),
        "half, then shared": Fraction(time, 2) if present <= 4 else Fraction(time, present),
        "shared twice": Fraction(2 * time, present),
        "shared": Fraction(time, present),
    }
    return min(nearest(named[table.get("formula", "full")]), time)


def months_later(on: date, months: int) -> date:
    """The same day so many months later, or the last day of a shorter month."""
    year, month = on.year, on.month
    for _ in range(abs(months)):
        month += 1 if months > 0 else -1
        if month == 13:
            year, month = year + 1, 1
        if month == 0:
            year, month = year - 1, 12
    day = on.day
    while True:
        try:
            return date(year, month, day)
        except ValueError:
            day -= 1


def days_later(on: date, days: int) -> date:
    """So many days later."""
    return on + timedelta(days=days)
