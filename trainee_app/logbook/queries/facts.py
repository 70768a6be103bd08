"""What rules look at: totals for plain sums, entries for rules by period. Bulk reads, as rows and not as objects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, bindparam, func, select, text

from trainee_app.db import db
from trainee_app.db.rows import rows_of
from trainee_app.logbook.models import NO_CASE, LogEntry, MonthTotal
from trainee_app.programmes.rules import EntryFact, Total

Fact = TypeVar("Fact")

# Written out, since the planner takes a partial index only where it can read its condition.
IN_FACTS: ColumnElement[bool] = text("log_entry.state IN ('submitted','signed')")  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class DaySum:
    """Minutes of one day and activity, signed or waiting for a signature."""

    on: date
    activity: str
    state: str
    recorded: int
    credited: int


# The columns of both are those of the facts, in their order, after the trainee's id; those of entries stand in one
# covering index. Both are asked with every change of an entry, so that they are put together once, and of the
# tables, which spares the mapping of each row.
_total = MonthTotal.__table__.c
_TOTALS = (
    select(
        _total.trainee_id,
        _total.activity,
        _total.month,
        _total.case_id,
        _total.state,
        _total.recorded,
        _total.credited,
        _total["count"],
    )
    .where(_total.trainee_id.in_(bindparam("trainee_ids", expanding=True)), _total["count"] > 0)
    .order_by(*MonthTotal.__table__.primary_key)
)
_TOTALS_OF_SOME = _TOTALS.where(_total.activity.in_(bindparam("activities", expanding=True)))
_entry = LogEntry.__table__.c
ENTRY_COLUMNS: tuple[Any, ...] = (
    _entry.trainee_id,
    _entry.worked_on,
    _entry.activity,
    func.coalesce(_entry.case_id, NO_CASE),
    _entry.placement_id,
    _entry.state,
    _entry.submitted_on,
    _entry.signed_on,
    _entry.minutes,
    _entry.credited_minutes,
    _entry.outcome == "held",
    _entry.video_reviewed,
)
_ENTRIES = select(*ENTRY_COLUMNS).where(
    _entry.trainee_id.in_(bindparam("trainee_ids", expanding=True)),
    IN_FACTS,
    _entry.activity.in_(bindparam("activities", expanding=True)),
)


def facts_totals(
    trainee_ids: Collection[int], activities: Collection[str] | None = None
) -> dict[int, tuple[Total, ...]]:
    """Return the stored month totals of each trainee, for the rules that ask for plain sums: all, or of these activities."""
    asked: dict[str, Any] = {"trainee_ids": list(trainee_ids)}
    if activities is None:
        rows = rows_of(_TOTALS, asked)
    else:
        rows = rows_of(_TOTALS_OF_SOME, {**asked, "activities": sorted(activities)})
    return _by_trainee(trainee_ids, rows, Total._make)


def facts_entries(trainee_ids: Collection[int], activities: Collection[str]) -> dict[int, tuple[EntryFact, ...]]:
    """Return each trainee's entries of these activities that count or wait, for the rules by period, site and grace."""
    rows = rows_of(_ENTRIES, {"trainee_ids": list(trainee_ids), "activities": list(activities)})
    return _by_trainee(trainee_ids, rows, EntryFact._make)


def _by_trainee(
    trainee_ids: Iterable[int], rows: Iterable[Any], make: Callable[[Iterable[Any]], Fact]
) -> dict[int, tuple[Fact, ...]]:
    facts: dict[int, list[Fact]] = {trainee_id: [] for trainee_id in trainee_ids}
    for row in rows:
        facts[row[0]].append(make(row[1:]))
    return {trainee_id: tuple(found) for trainee_id, found in facts.items()}


def day_sums(trainee_id: int, activities: Collection[str]) -> list[DaySum]:
    """Return the held minutes of each day, the first one first: what a burn-up is drawn from."""
    statement = (
        select(
            LogEntry.worked_on,
            LogEntry.activity,
            LogEntry.state,
            func.sum(LogEntry.minutes),
            func.sum(LogEntry.credited_minutes),
        )
        .where(
            LogEntry.trainee_id == trainee_id, IN_FACTS, LogEntry.activity.in_(activities), LogEntry.outcome == "held"
        )
        .group_by(LogEntry.worked_on, LogEntry.activity, LogEntry.state)
        .order_by(LogEntry.worked_on, LogEntry.activity, LogEntry.state)
    )
    return [DaySum(*row) for row in db.session.execute(statement)]


def credited_by_week(trainee_id: int, activities: Collection[str]) -> dict[date, dict[str, int]]:
    """Return credited minutes by the week's Monday and by state; weeks without work are not in it."""
    return _folded(day_sums(trainee_id, activities), lambda on: on - timedelta(days=on.weekday()))


def credited_by_month(trainee_id: int, activities: Collection[str]) -> dict[date, dict[str, int]]:
    """Return credited minutes by the month's first day and by state, from the stored totals."""
    totals = facts_totals([trainee_id])[trainee_id]
    days = [
        DaySum(each.month, each.activity, each.state, each.recorded, each.credited)
        for each in totals
        if each.activity in activities
    ]
    return _folded(days, lambda on: on)


def _folded(days: Sequence[DaySum], begin: Any) -> dict[date, dict[str, int]]:
    sums: defaultdict[date, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for day in days:
        sums[begin(day.on)][day.state] += day.credited
    return {on: dict(sums[on]) for on in sorted(sums)}
