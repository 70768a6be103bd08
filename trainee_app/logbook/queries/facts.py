"""What rules look at: totals for plain sums, entries for rules by period. Bulk reads, as rows and not as objects."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, bindparam, func, select, text

from trainee_app.db.rows import rows_of
from trainee_app.logbook.models import NO_CASE, LogEntry, MonthTotal
from trainee_app.programmes.rules import EntryFact, Total

Fact = TypeVar("Fact")

# Written out, since the planner takes a partial index only where it can read its condition.
IN_FACTS: ColumnElement[bool] = text("log_entry.state IN ('submitted','signed')")  # type: ignore[assignment]


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
