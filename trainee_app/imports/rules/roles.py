"""Which row holds the headings, and what each column is by its heading: of offices, trainees and time-trackers. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Final

from trainee_app.imports.rules.cells import heading_key, text_of
from trainee_app.imports.rules.mapping import Role, headings_of
from trainee_app.imports.rules.moments import is_real_day
from trainee_app.tables import Sheet

_ROWS_LOOKED_AT: Final = 40
# As headings are compared: words alone, no case. The usual one first: of two columns that could be it, the better is taken.
_HEADINGS: Final[dict[Role, tuple[str, ...]]] = {
    Role.DAY: (
        "date", "day", "start date", "started on", "worked on", "date of session", "session date", "entry date",
        "date of work", "spent date", "when", "from date", "begin date", "date worked", "work date",
    ),
    Role.START: (
        "start time", "start", "from", "begin", "began", "began at", "started", "started at", "time in", "in",
        "start date time", "clock in", "time from", "begins", "starts", "begin time", "from time",
    ),
    Role.END: (
        "end time", "end", "to", "until", "till", "finish", "finished", "ended at", "ended", "stop", "stop time",
        "time out", "out", "clock out", "time to", "ends", "finish time", "end date time", "to time",
    ),
    Role.LENGTH: (
        "duration", "duration h", "duration hh mm", "time", "length", "how long", "time spent", "duration min",
        "duration mins", "duration minutes", "minutes", "mins", "min", "hours", "hrs", "time h", "time hours",
        "duration hours", "duration hrs", "time min", "time minutes", "duration decimal", "hours decimal",
        "total hours", "total time", "amount", "hours rounded", "rounded hours", "no of hours", "number of hours",
    ),
    Role.ACTIVITY: ("what", "activity", "activity type", "type", "kind", "what it was", "category", "task", "project"),
    Role.NOTE: ("note", "notes", "comment", "comments", "remarks", "remark", "description", "details", "memo"),
    Role.CASE: ("case", "case code", "case no", "case name", "training case"),
    Role.PLACEMENT: ("placement", "place", "where", "site", "setting", "location", "placement site"),
    Role.OUTCOME: ("outcome", "attendance", "attended", "held", "did it take place", "session status", "status"),
    Role.TRAINEE: (
        "trainee", "trainee name", "name", "user", "user name", "username", "email", "e mail", "user email",
        "member", "person", "employee", "student", "full name",
    ),
    Role.WITH_WHOM: (
        "supervisor seminar leader", "supervisor", "seminar leader", "with", "with whom", "tutor", "leader", "teacher",
    ),
}  # fmt: skip
# Where a time-tracker may say what it was: the column is taken whose names the programme knows best.
MAY_SAY_ACTIVITY: Final = ("what", "activity", "activity type", "type", "kind", "what it was", "category", "task", "project", "tags", "tag", "client", "customer", "description", "title")  # fmt: skip
_ALMOST_ALL: Final = 0.8

Knows = Callable[[str], bool]
"""Whether the programme has an activity of that name."""


def likely_heading_row(sheet: Sheet, knows: Knows) -> int:
    """Return the row, counted from 1, in which the most headings are recognised; 0 if no row has two of them."""
    best, found = 0, 1
    for number in range(1, min(len(sheet.rows), _ROWS_LOOKED_AT) + 1):
        words = [each for each in headings_of(sheet, number) if each]
        is_text = all(isinstance(cell, str) for cell in sheet.rows[number - 1] if cell != "")
        count = len({heading_key(each) for each in words if _is_heading(each) or knows(each)}) if is_text else 0
        if count > found:
            best, found = number, count
    return best


def _is_heading(words: str) -> bool:
    key = heading_key(words)
    return any(key in headings for headings in _HEADINGS.values()) or key in MAY_SAY_ACTIVITY


def likely_roles(headings: Sequence[str], *, allowed: Collection[Role], activity_at: int | None) -> list[Role]:
    """Return what each column is by its heading. `activity_at`: where the programme's activities were found."""
    roles = [Role.NOTHING] * len(headings)
    if activity_at is not None:
        roles[activity_at] = Role.ACTIVITY
    keys = [heading_key(each) for each in headings]
    for role, known in _HEADINGS.items():
        if role not in allowed or role in roles:
            continue
        places = [place for place, key in enumerate(keys) if key in known and roles[place] is Role.NOTHING]
        if places:
            roles[min(places, key=lambda place: known.index(keys[place]))] = role
    return roles


def column_of_days(sheet: Sheet, heading_row: int, free: Collection[int]) -> int | None:
    """Return a column that holds almost nothing but real dates, where no heading said which one does."""
    for place in sorted(free):
        cells = [row[place] for row in sheet.rows[heading_row:] if text_of(row[place])]
        if cells and sum(is_real_day(cell) for cell in cells) >= _ALMOST_ALL * len(cells):
            return place
    return None
