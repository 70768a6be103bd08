"""What the check of an entry looks at: the other entries of its day, the placements, the names that may be written.

Asked with every entry, so the statements are put together once.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, bindparam, or_, select, text, union_all
from sqlalchemy.orm import aliased

from trainee_app.cases.queries import spans_of
from trainee_app.cohorts.models import SupervisionAgreement, Trainee
from trainee_app.cohorts.queries import placements_of
from trainee_app.db import db
from trainee_app.db.rows import rows_of
from trainee_app.logbook.models import EntryVersion, LogEntry
from trainee_app.logbook.queries.conditions import correction_handed_in, counting_version
from trainee_app.logbook.rules import OpenCase, OpenPlacement, SameDay, State, heavier, stands_in_record
from trainee_app.people.models import Person

_NO_ENTRY = 0
_pending = aliased(EntryVersion)
# Whatever has a correction on its way waits, and there is little of that; the index of all that waits leads to it.
# Written out, since the planner takes a partial index only where it can read its condition.
_waits: ColumnElement[bool] = text("(log_entry.state = 'submitted' OR log_entry.pending_state = 'submitted')")  # type: ignore[assignment]
_of_trainee = LogEntry.trainee_id == bindparam("trainee_id")


def _standing_on(on: Any, pending_on: Any) -> Any:
    """Select what stands on the days of the two conditions: the entries' own, and those of corrections on their way."""
    return (
        select(
            LogEntry.worked_on,
            LogEntry.activity,
            LogEntry.minutes,
            LogEntry.state,
            EntryVersion.started_at_minute,
            _pending.worked_on,
            _pending.activity,
            _pending.minutes,
            _pending.started_at_minute,
            LogEntry.carried_by,
        )
        .join(EntryVersion, counting_version())
        .outerjoin(_pending, correction_handed_in(_pending))
        .where(
            LogEntry.id.in_(
                union_all(
                    select(LogEntry.id).where(_of_trainee, on),
                    select(LogEntry.id).where(_of_trainee, _waits, LogEntry.pending_state == State.SUBMITTED),
                )
            ),
            LogEntry.state.not_in([State.VOID, State.DISCARDED]),
            or_(on, pending_on),
        )
    )


_SAME_DAY = _standing_on(LogEntry.worked_on == bindparam("on"), _pending.worked_on == bindparam("on")).where(
    LogEntry.id != bindparam("but_not")
)
_days: Any = bindparam("days", expanding=True)
_SAME_DAYS = _standing_on(LogEntry.worked_on.in_(_days), _pending.worked_on.in_(_days)).add_columns(LogEntry.id)


def same_day(trainee_id: int, on: date, but_not: int | None = None) -> list[SameDay]:
    """Return the trainee's other entries of a day, corrections on their way included, for the check of a new one."""
    asked = {"trainee_id": trainee_id, "on": on, "but_not": but_not or _NO_ENTRY}
    return [_on(row, on) for row in rows_of(_SAME_DAY, asked)]


def same_days(trainee_id: int, days: Collection[date]) -> dict[date, list[tuple[int, SameDay]]]:
    """Return the same for many days at once, each entry with its id."""
    rows = rows_of(_SAME_DAYS, {"trainee_id": trainee_id, "days": sorted(days)})
    found: dict[date, list[tuple[int, SameDay]]] = {day: [] for day in days}
    for *row, entry_id in rows:
        for day in {row[0], row[5]} & found.keys():
            found[day].append((entry_id, _on(tuple(row), day)))
    return found


def _on(row: Sequence[Any], on: date) -> SameDay:
    """Return what an entry, with the correction that may take its place, has on that day."""
    worked_on, activity, minutes, state, start, *pending, carried_by = row
    pending_on, pending_activity, pending_minutes, pending_start = pending
    counts = state in {State.SUBMITTED, State.SIGNED}
    stands = SameDay(activity, minutes, start, counts, stands_in_record(carried_by))
    if pending_on != on:
        return stands
    comes = SameDay(pending_activity, pending_minutes, pending_start, True)
    return heavier(stands, comes) if worked_on == on else comes


def open_placements(trainee_id: int) -> list[OpenPlacement]:
    """Return the trainee's placements as a check looks at them."""
    return [OpenPlacement(each.id, each.name, each.starts_on, each.ends_on) for each in placements_of(trainee_id)]


def open_cases(trainee_id: int) -> list[OpenCase]:
    """Return the trainee's cases as a check looks at them, closed ones too, as they stand now."""
    return [OpenCase(each.id, each.number, each.opened_on, each.closed_on, each.seen) for each in spans_of(trainee_id)]


_SURNAMES = select(Person.name).where(
    or_(
        Person.id.in_(
            select(SupervisionAgreement.supervisor_id).where(
                SupervisionAgreement.programme_id == bindparam("programme_id")
            )
        ),
        Person.id.in_(select(Trainee.person_id).where(Trainee.programme_id == bindparam("programme_id"))),
    )
)


def known_surnames(programme_id: int) -> frozenset[str]:
    """Return the last names of the programme's trainees and supervisors, in lower case: they may be named in a note."""
    names = db.session.scalars(_SURNAMES, {"programme_id": programme_id})
    return frozenset(name.split()[-1].casefold() for name in names if name.split())
