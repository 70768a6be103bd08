"""Builds the facts of one invented trainee in a line or two."""

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from trainee_app.programmes.rules import (
    Definition,
    EntryFact,
    Facts,
    Finding,
    Requirement,
    Total,
    evaluate,
    parse_definition,
)

PIP_FILE = Path(__file__).parents[2] / "trainee_app/programmes/definitions/pip.toml"
STARTS_ON = date(2025, 10, 6)
ENDS_ON = date(2027, 4, 5)


@cache
def pip() -> Definition:
    return parse_definition(PIP_FILE.read_text(encoding="utf-8"))


def requirement(key: str) -> Requirement:
    return pip().requirement(key)


def facts(**changes: Any) -> Facts:
    return Facts(**({"starts_on": STARTS_ON, "ends_on": ENDS_ON} | changes))


def judge(key: str, record: Facts, as_of: date) -> Finding:
    (finding,) = evaluate([requirement(key)], record, as_of)
    return finding


def total(activity: str, month: date, hours: float, state: str = "signed", case_id: int = 0) -> Total:
    minutes = round(hours * 60)
    return Total(activity, month, case_id, state, minutes, minutes, 1)  # type: ignore[arg-type]


def entry(activity: str, on: date, minutes: int, **changes: Any) -> EntryFact:
    """Signed two days after the work and handed in on the day after, unless said otherwise."""
    values: dict[str, Any] = {
        "on": on,
        "activity": activity,
        "case_id": 0,
        "placement_id": None,
        "state": "signed",
        "submitted_on": on + timedelta(days=1),
        "signed_on": on + timedelta(days=2),
        "recorded": minutes,
        "credited": minutes,
        "held": True,
        "video_reviewed": False,
    } | changes
    if values["state"] == "submitted":
        values["signed_on"] = None
    return EntryFact(**values)
