"""Entries as another version of the programme would credit them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from sqlalchemy import Select, select

from trainee_app.cohorts.models import Trainee
from trainee_app.db import db
from trainee_app.logbook.models import EntryVersion, LogEntry
from trainee_app.logbook.queries.conditions import counting_version
from trainee_app.logbook.queries.facts import ENTRY_COLUMNS, IN_FACTS
from trainee_app.logbook.rules import State, read_details
from trainee_app.programmes.rules import Definition, EntryFact, credited_minutes

# What no longer moves is never credited anew: it counts nowhere.
_AT_REST = (State.VOID, State.DISCARDED)
_PORTION = 1000


class ToCredit(NamedTuple):
    """One entry with what its credit follows from; `details` is the JSON of its counting version."""

    id: int
    trainee_id: int
    activity: str
    minutes: int
    outcome: str
    credited: int
    details: str


def _with_version(statement: Select[Any]) -> Select[Any]:
    return statement.select_from(LogEntry).join(EntryVersion, counting_version())


def entries_to_credit(cohort_id: int, activities: Collection[str]) -> Iterator[ToCredit]:
    """Yield the cohort's entries of these activities, whatever their state, but for what is void or discarded."""
    columns: tuple[Any, ...] = (LogEntry.id, LogEntry.trainee_id, LogEntry.activity, LogEntry.minutes, LogEntry.outcome)
    statement = _with_version(select(*columns, LogEntry.credited_minutes, EntryVersion.details)).where(
        LogEntry.trainee_id.in_(select(Trainee.id).where(Trainee.cohort_id == cohort_id)),
        LogEntry.activity.in_(activities),
        LogEntry.state.not_in(_AT_REST),
    )
    rows: Any = db.session.execute(statement.order_by(LogEntry.id)).yield_per(_PORTION)
    for row in rows:
        yield ToCredit(*row)


def credit_under(definition: Definition, activity: str, minutes: int, outcome: str, details: str) -> int:
    """Return the minutes that these rules credit."""
    is_group = activity == definition.supervised.group
    present = read_details(details).group_of if is_group else 0
    return credited_minutes(definition, activity, minutes, outcome, present)


def facts_credited(
    trainee_ids: Collection[int], activities: Collection[str], definition: Definition
) -> dict[int, tuple[EntryFact, ...]]:
    """Return each trainee's entries of these activities that count or wait, credited by these rules; nothing is stored."""
    columns = (*ENTRY_COLUMNS, LogEntry.outcome, EntryVersion.details)
    statement = _with_version(select(*columns)).where(
        LogEntry.trainee_id.in_(trainee_ids), IN_FACTS, LogEntry.activity.in_(activities)
    )
    found: dict[int, list[EntryFact]] = {trainee_id: [] for trainee_id in trainee_ids}
    for trainee_id, *values, outcome, details in db.session.execute(statement):
        fact = EntryFact._make(values)
        credited = credit_under(definition, fact.activity, fact.recorded, outcome, details)
        found[trainee_id].append(fact._replace(credited=credited))
    return {trainee_id: tuple(entries) for trainee_id, entries in found.items()}


def activities_logged(cohort_id: int) -> set[str]:
    """Return the activities that any version of any entry of the cohort names: their pages speak of them."""
    statement = (
        select(EntryVersion.activity)
        .join(LogEntry, LogEntry.id == EntryVersion.entry_id)
        .where(LogEntry.trainee_id.in_(select(Trainee.id).where(Trainee.cohort_id == cohort_id)))
    )
    return set(db.session.scalars(statement.distinct()))
