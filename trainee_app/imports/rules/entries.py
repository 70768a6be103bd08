"""One row of an hours' sheet, read cell by cell. Pure."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from trainee_app.imports.rules.applicants import Roll
from trainee_app.imports.rules.cells import is_empty, is_telling, key_of, note_text
from trainee_app.imports.rules.headings import Line, Table
from trainee_app.imports.rules.outcomes import Member, ReadEntry
from trainee_app.logbook.rules import (
    DayUnreadable,
    DurationUnreadable,
    Unit,
    parse_day,
    parse_duration,
)
from trainee_app.programmes.rules import Definition

LONGEST_WITH: Final = 120
# In an office's workbook "3" is three hours.
UNIT: Final = Unit.HOURS
_SUM: Final = re.compile(r"(?:sub[\s\-]?|grand[\s\-]?)?totals?\b|sum\b", re.IGNORECASE)
_ENTRY_FIELDS: Final = ("trainee", "worked_on", "activity", "minutes")


class RowWrong(Exception):
    """A row cannot be taken; `field` says which of its cells is why, `reason` what a person can do about it."""

    def __init__(self, field: str, reason: str) -> None:
        """Keep both."""
        super().__init__(reason)
        self.field = field
        self.reason = reason


def why_no_entry(table: Table, line: Line) -> str:
    """Say why a row is no entry at all (a sum, a remark, the headings again); empty if it is meant as one."""
    trainee, what = line.text("trainee"), line.text("activity")
    if is_empty((*line.cells.values(), *line.others)):
        return "Empty."
    if not line.text("worked_on") and any(_SUM.match(text) for text in (trainee, what)):
        return "A sum of other rows."
    if all(line.text(field) == table.headings[field] for field in _ENTRY_FIELDS):
        return "The headings again."
    if is_empty(line.cells[field] for field in _ENTRY_FIELDS):
        return "A remark: nothing stands under the headings of an entry."
    return ""


def read_entry(line: Line, definition: Definition, roll: Roll) -> ReadEntry:
    """Return what a row says; raises RowWrong for the first cell that cannot be read."""
    return ReadEntry(
        member=_member(roll, line.text("trainee")),
        worked_on=_day(line),
        activity=_activity(definition, line.text("activity")),
        minutes=_minutes(line),
        with_whom=_with_whom(line.text("with_whom")),
        note=note_text(str(line.cells.get("note", ""))),
    )


def _member(roll: Roll, name: str) -> Member:
    found = roll.named(name)
    if len(found) == 1:
        return found[0]
    if found:
        raise RowWrong("trainee", "More than one trainee has this name. Write the e-mail address here instead.")
    if not name:
        raise RowWrong("trainee", "Say whose hours these are.")
    stage = roll.others.get(key_of(name))
    if stage:
        raise RowWrong("trainee", f"On the applicants' sheet this person is “{stage}”; only trainees have hours.")
    raise RowWrong(
        "trainee",
        "No trainee of this cohort has this name. Mend the spelling, or add the person to the applicants' sheet.",
    )


def _day(line: Line) -> date:
    try:
        return parse_day(line.cells["worked_on"])
    except DayUnreadable as unreadable:
        raise RowWrong("worked_on", str(unreadable)) from None


def _activity(definition: Definition, label: str) -> str:
    if not label:
        raise RowWrong("activity", "Say what it was.")
    activity = definition.activity_labelled(label)
    if activity is None:
        known = ", ".join(each.title for each in definition.activities.values())
        raise RowWrong("activity", f"The programme has no such activity. It has: {known}.")
    return activity.key


def _minutes(line: Line) -> int:
    try:
        return parse_duration(line.cells["minutes"], UNIT)
    except DurationUnreadable as unreadable:
        raise RowWrong("minutes", str(unreadable)) from None


def _with_whom(name: str) -> str:
    if len(name) > LONGEST_WITH:
        raise RowWrong("with_whom", f"Write one name here, at most {LONGEST_WITH} characters.")
    if is_telling(name):
        raise RowWrong("with_whom", "Write a name alone here: no address, number or date.")
    return name
