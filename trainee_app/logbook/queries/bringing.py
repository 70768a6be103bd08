"""What rows brought from elsewhere are put against: one trainee's whole log, and what holds for all its days."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from trainee_app.cohorts.models import Trainee
from trainee_app.cohorts.queries import definition_of_cohort, ends_on_of, intermissions_of
from trainee_app.db import db
from trainee_app.logbook.models import EntryText, EntryVersion, LogEntry
from trainee_app.logbook.queries.checking import known_surnames, open_cases, open_placements
from trainee_app.logbook.queries.conditions import correction_handed_in, counting_version
from trainee_app.logbook.rules import Content, Context, SameDay, State, heavier, read_details, stands_in_record

_PORTION = 500
_pending = aliased(EntryVersion)


@dataclass(frozen=True, slots=True)
class Held:
    """An entry as it stands, and what it said when it was brought in (None: it was logged here).

    `days`: what the check of another entry looks at, by day, a correction on its way included.
    """

    id: int
    trainee_id: int
    content: Content
    first: Content | None
    is_there: bool
    days: tuple[tuple[date, SameDay], ...]


def context_of(trainee: Trainee) -> Context:
    """Return what all entries of a trainee are checked against, but for the others of their day."""
    return Context(
        definition=definition_of_cohort(trainee.cohort_id),
        starts_on=trainee.cohort.starts_on,
        ends_on=ends_on_of([trainee.id])[trainee.id],
        breaks=intermissions_of(trainee.id),
        placements=open_placements(trainee.id),
        cases=open_cases(trainee.id),
        known_names=known_surnames(trainee.programme_id),
    )


def whole_log(trainee_ids: Collection[int]) -> Iterator[Held]:
    """Give every entry of these trainees but those that were thrown away, as the database has them now."""
    first = aliased(EntryVersion)
    statement = (
        select(
            LogEntry.id,
            LogEntry.trainee_id,
            LogEntry.state,
            LogEntry.carried_by,
            EntryVersion.worked_on,
            EntryVersion.activity,
            EntryVersion.minutes,
            EntryVersion.outcome,
            EntryVersion.started_at_minute,
            EntryVersion.placement_id,
            EntryVersion.case_id,
            EntryVersion.details,
            EntryText.text,
            first,
            _pending,
        )
        .join(EntryVersion, counting_version())
        .outerjoin(EntryText, EntryText.version_id == EntryVersion.id)
        .outerjoin(first, and_(first.entry_id == LogEntry.id, first.number == 1, first.source == "import"))
        .outerjoin(
            _pending,
            correction_handed_in(_pending),
        )
        .where(LogEntry.state != State.DISCARDED)
        .order_by(LogEntry.id)
    )
    ids = sorted(trainee_ids)
    for start in range(0, len(ids), _PORTION):
        portion = statement.where(LogEntry.trainee_id.in_(ids[start : start + _PORTION]))
        yield from (_held(row) for row in db.session.execute(portion))


def _held(row: Any) -> Held:
    content = Content(
        worked_on=row.worked_on,
        activity=row.activity,
        minutes=row.minutes,
        outcome=row.outcome,
        started_at_minute=row.started_at_minute,
        placement_id=row.placement_id,
        case_id=row.case_id,
        details=read_details(row.details),
        note=row.text or "",
    )
    first, pending = row[-2], row[-1]
    return Held(row.id, row.trainee_id, content, _first(first), row.state != State.VOID, _days(row, pending))


def _days(row: Any, pending: EntryVersion | None) -> tuple[tuple[date, SameDay], ...]:
    """Of what counts and what may take its place, the longer one: each day must be possible either way."""
    counts = row.state in {State.SUBMITTED, State.SIGNED}
    stands = SameDay(row.activity, row.minutes, row.started_at_minute, counts, stands_in_record(row.carried_by))
    if pending is None:
        return ((row.worked_on, stands),)
    comes = SameDay(pending.activity, pending.minutes, pending.started_at_minute, True)
    if pending.worked_on != row.worked_on:
        return ((row.worked_on, stands), (pending.worked_on, comes))
    return ((row.worked_on, heavier(stands, comes)),)


def _first(version: EntryVersion | None) -> Content | None:
    if version is None:
        return None
    return Content(
        worked_on=version.worked_on,
        activity=version.activity,
        minutes=version.minutes,
        outcome=version.outcome,
        started_at_minute=version.started_at_minute,
        placement_id=version.placement_id,
        case_id=version.case_id,
    )
