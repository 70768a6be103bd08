"""What somebody meant who typed a value in another shape: a fault then offers their own figure, not an example's."""

import json
import re
from typing import Any, Final

from trainee_app.programmes.rules.dates import spoken_minutes

# A figure and the unit behind it, in any spelling of hours and minutes.
_FIGURE: Final = re.compile(r"([0-9]{1,6}(?:[.,][0-9]{1,4})?)\s*(%|[^\W\d_]*)", re.IGNORECASE)
_HOURS: Final = ("", "h", "hr", "hrs", "hour", "hours")
_MINUTES: Final = ("m", "min", "mins", "minute", "minutes")
_UNITS: Final = ("months", "weeks", "days")
_LENGTHS: Final = {
    "year": {"months": 12},
    "month": {},
    "week": {"days": 7},
    "day": {},
}
_SHARES: Final = ("%", "per", "percent")
_MOST_HOURS: Final = 999_999
_BARE_KEY: Final = re.compile(r"^[A-Za-z0-9_-]+$")
_LONGEST_EXAMPLE: Final = 120


def time_meant(typed: Any) -> str:
    """ "60 hours", 60 and "1.5 h" as the language writes them; "" where no time can be read."""
    minutes = _minutes_meant(typed)
    return spoken_minutes(minutes) if minutes is not None and 0 < minutes <= _MOST_HOURS * 60 else ""


def _minutes_meant(typed: Any) -> int | None:
    if isinstance(typed, bool):
        return None
    if isinstance(typed, int):
        return typed * 60
    figures = _FIGURE.findall(f"{typed} h" if isinstance(typed, float) else typed if isinstance(typed, str) else "")
    known = [(float(figure.replace(",", ".")), unit.lower()) for figure, unit in figures]
    if not known or any(unit not in (*_HOURS, *_MINUTES) for _, unit in known):
        return None
    hours = [figure for figure, unit in known if unit in _HOURS]
    # "1 h 30": what follows the hours without a unit are minutes.
    has_bare_minutes = len(hours) > 1 and known[-1][1] == ""
    minutes = sum(figure for figure, unit in known if unit in _MINUTES)
    minutes += hours.pop() if has_bare_minutes else 0
    return round(sum(hours) * 60 + minutes)


def whole_meant(typed: Any, *, unit: str = "") -> int | None:
    """ "9 months", "80 %" and 14.0 as a whole number, "2 years" in the unit that is asked for, if it is a time."""
    if isinstance(typed, float) and typed.is_integer():
        return int(typed)
    if not isinstance(typed, str):
        return None
    figures = _FIGURE.findall(typed)
    if unit == "minutes" and figures and figures[0][1]:
        return _minutes_meant(typed)
    if len(figures) != 1 or not figures[0][0].isdigit():
        return None
    times = _times(figures[0][1].lower(), unit)
    return int(figures[0][0]) * times if times else None


def _times(typed: str, unit: str) -> int:
    """How many of the unit that is asked for one of the typed unit is; 0 where no whole number is."""
    singular = typed.removesuffix("s")
    if singular not in _LENGTHS or unit not in _UNITS or singular == unit.removesuffix("s"):
        return 1
    return _LENGTHS[singular].get(unit, 0)


def is_share(typed: Any) -> bool:
    """Whether "15 %" or "15 per cent" was typed."""
    figures = _FIGURE.findall(typed) if isinstance(typed, str) else []
    return len(figures) == 1 and figures[0][1].lower() in _SHARES


def toml(value: Any) -> str:
    """A plain value as the file writes it; "" for what is no word, number or table of them, and for what is long."""
    text = _toml(value)
    return text if len(text) <= _LONGEST_EXAMPLE else ""


def _toml(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case int():
            return str(value)
        case str() if value.isprintable():
            return json.dumps(value, ensure_ascii=False)
        case list() if value:
            each = [_toml(one) for one in value]
            return f"[{', '.join(each)}]" if all(each) else ""
        case dict() if value and all(map(_BARE_KEY.match, value)):
            pairs = {key: _toml(one) for key, one in value.items()}
            written = ", ".join(f"{key} = {one}" for key, one in pairs.items())
            return f"{{ {written} }}" if all(pairs.values()) else ""
        case _:
            return ""
