"""What rules look at: totals for plain sums, entries for rules by period. Bulk reads, as rows and not as objects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, func, select, text

from trainee_app.db import db
from trainee_app.logbook.models import LogEntry, MonthTotal
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


def facts_totals(trainee_ids: Collection[int]) -> dict[int, tuple[Total, ...]]:
    """Return the stored month totals of each trainee, for the rules that ask for plain sums."""
    statement = (
        select(
            MonthTotal.trainee_id,
            MonthTotal.activity,
            MonthTotal.month,
            MonthTotal.case_id,
            MonthTotal.state,
            MonthTotal.recorded,
            MonthTotal.credited,
            MonthTotal.count,
        )
        .where(MonthTotal.trainee_id.in_(trainee_ids), MonthTotal.count > 0)
        .order_by(*MonthTotal.__table__.primary_key)
    )
    rows: Iterable[Any] = db.session.execute(statement)
    return _by_trainee(trainee_ids, ((trainee_id, Total(*values)) for trainee_id, *values in rows))


def facts_entries(trainee_ids: Collection[int], activities: Collection[str]) -> dict[int, tuple[EntryFact, ...]]:
    """Return each trainee's entries of these activities that count or wait, for the rules by period, site and grace."""
    rows = db.session.execute(facts_statement(trainee_ids, activities))
    return _by_trainee(
        trainee_ids,
        (
            (
                row.trainee_id,
                EntryFact(
                    on=row.worked_on,
                    activity=row.activity,
                    case_id=row.case_id or 0,
                    placement_id=row.placement_id,
                    state=row.state,
                    submitted_on=row.submitted_on,
                    signed_on=row.signed_on,
                    recorded=row.minutes,
                    credited=row.credited_minutes,
                    held=row.outcome == "held",
                    video_reviewed=row.video_reviewed,
                ),
            )
            for row in rows
        ),
    )


def facts_statement(trainee_ids: Collection[int], activities: Collection[str]) -> Select[*tuple[Any, ...]]:
    """Return the SELECT of entry facts; every column stands in one covering index."""
    return select(
        LogEntry.trainee_id,
        LogEntry.state,
        LogEntry.activity,
        LogEntry.worked_on,
        LogEntry.case_id,
        LogEntry.placement_id,
        LogEntry.submitted_on,
        LogEntry.signed_on,
        LogEntry.minutes,
        LogEntry.credited_minutes,
        LogEntry.outcome,
        LogEntry.video_reviewed,
    ).where(LogEntry.trainee_id.in_(trainee_ids), IN_FACTS, LogEntry.activity.in_(activities))


def _by_trainee(trainee_ids: Iterable[int], found: Iterable[tuple[int, Fact]]) -> dict[int, tuple[Fact, ...]]:
    facts: defaultdict[int, list[Fact]] = defaultdict(list)
    for trainee_id, fact in found:
        facts[trainee_id].append(fact)
    return {trainee_id: tuple(facts[trainee_id]) for trainee_id in trainee_ids}


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
