"""Entries beside records: what gives way to one, what one carries, what a day holds already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select, tuple_
from sqlalchemy.orm import joinedload

from trainee_app.cohorts.models import Trainee
from trainee_app.db import db
from trainee_app.logbook.models import EntryVersion, LogEntry
from trainee_app.logbook.queries.conditions import counting_version
from trainee_app.logbook.queries.entries import content_of
from trainee_app.logbook.rules import Standing, State

_COUNTS = (State.SUBMITTED, State.SIGNED)


def entries_that_give_way(wanted: Collection[tuple[int, date, str]]) -> list[LogEntry]:
    """Return what trainees handed in themselves and is not signed, of these trainees, days and activities."""
    if not wanted:
        return []
    key = tuple_(LogEntry.trainee_id, LogEntry.worked_on, LogEntry.activity)
    statement = (
        select(LogEntry)
        .where(
            key.in_(sorted(wanted)),
            LogEntry.state == State.SUBMITTED,
            LogEntry.outcome == "held",
            LogEntry.carried_by.is_(None),
        )
        .order_by(LogEntry.id)
        .options(joinedload(LogEntry.trainee).joinedload(Trainee.person))
        .execution_options(populate_existing=True)
    )
    return list(db.session.scalars(statement))


@dataclass(frozen=True, slots=True)
class DayEntry:
    """An entry that counts on a day, or awaits its signature. `carried_by`: the document whose signature covers it."""

    trainee_id: int
    activity: str
    minutes: int
    state: str
    carried_by: str | None
    started_at_minute: int | None = None


def entries_on(trainee_ids: Collection[int], on: date, *, but_not: str | None = None) -> dict[int, list[DayEntry]]:
    """Return what counts or waits on that day, by trainee. `but_not`: leave out what this document carries."""
    terms = [LogEntry.trainee_id.in_(trainee_ids), LogEntry.worked_on == on, LogEntry.state.in_(_COUNTS)]
    if but_not is not None:
        terms.append(or_(LogEntry.carried_by.is_(None), LogEntry.carried_by != but_not))
    columns = (
        LogEntry.trainee_id,
        LogEntry.activity,
        LogEntry.minutes,
        LogEntry.state,
        LogEntry.carried_by,
        EntryVersion.started_at_minute,
    )
    found: dict[int, list[DayEntry]] = defaultdict(list)
    statement = select(*columns).join(EntryVersion, counting_version()).where(*terms).order_by(LogEntry.id)
    for row in db.session.execute(statement):
        found[row.trainee_id].append(DayEntry(*row))
    return dict(found)


def carried_standings(document: str) -> dict[int, Standing]:
    """Return how what a record carries stands now, by trainee: what it says, and the days that count."""
    statement = (
        select(LogEntry, EntryVersion)
        .join(EntryVersion, counting_version())
        .where(LogEntry.carried_by == document, LogEntry.state == State.SIGNED)
    )
    return {
        entry.trainee_id: Standing(content_of(version), entry.submitted_on, entry.signed_on)
        for entry, version in db.session.execute(statement)
    }


def carried_entries(documents: Collection[str]) -> list[LogEntry]:
    """Return the entries that these records carry, in the order in which they were written."""
    statement = select(LogEntry).where(LogEntry.carried_by.in_(documents)).order_by(LogEntry.id)
    return list(db.session.scalars(statement))
