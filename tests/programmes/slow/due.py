"""When something has to be there, and what is said where nobody keeps it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from tests.programmes.slow.raw import Record, Row, Said
from tests.programmes.slow.reading import Document, days_later, months_later


def due_on(document: Document, requirement: Mapping[str, Any], record: Record, rows: Sequence[Row]) -> date | None:
    """The day by which it is due; None as long as there has been no first case."""
    due_by = requirement.get("due_by", "qualification")
    if due_by in ("application", "enrolment"):
        return record.starts_on
    if due_by == "first case":
        return min((row.on for row in rows if row.case is not None and row.state == "signed"), default=None)
    for stage in document.get("stage", []):
        if stage["key"] == due_by:
            moved = days_later(months_later(record.starts_on, stage["after_months"]), record.moved_days)
            return min(moved, record.ends_on)
    return record.ends_on


def said_of_missing(figure: int | None, due: date | None, as_of: date) -> Said:
    """Not there: not yet due before its day, for somebody to decide from then on."""
    if due is not None and as_of >= due:
        return Said("needs_decision", figure)
    return Said("not_yet_due", figure, last_on=due)
