"""The month totals, changed in the transaction that changes the entries; never read, reckoned and written back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Insert, bindparam, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from trainee_app.db import db
from trainee_app.db.edge import notes
from trainee_app.logbook.models import LogEntry, MonthTotal
from trainee_app.logbook.queries import sums_of_entries
from trainee_app.logbook.rules import Counted, Share, TotalKey, net_change
from trainee_app.logbook.services.refusals import TotalsAdrift
from trainee_app.programmes.rules import Touched

_totals: Any = MonthTotal.__table__
_TOUCHED = "touched entries"
_AMOUNTS = ("recorded", "credited", "count")
_COLUMNS = (*TotalKey._fields, "programme_id", *_AMOUNTS)


def counted(entry: LogEntry) -> Counted:
    """Return what sums look at in an entry, as it stands now."""
    return Counted(
        programme_id=entry.programme_id,
        trainee_id=entry.trainee_id,
        activity=entry.activity,
        worked_on=entry.worked_on,
        case_id=entry.case_id,
        state=entry.state,
        outcome=entry.outcome,
        minutes=entry.minutes,
        credited_minutes=entry.credited_minutes,
    )


def recount(programme_id: int, *, before: Iterable[Counted], after: Iterable[Counted]) -> None:
    """Move the totals of one programme from what entries added before to what they add now.

    All that is added in one statement, then all that is taken away: the trainees' records are held, so that nobody
    else changes these totals meanwhile. Raises TotalsAdrift if a total does not hold what is to be taken away.
    """
    before, after = tuple(before), tuple(after)
    _note_touched(before + after)
    changes = net_change(before, after)
    if added := {key: share for key, share in changes.items() if not share.takes_away}:
        _add(programme_id, added)
    if taken := {key: share for key, share in changes.items() if share.takes_away}:
        _take_away(taken)


def _note_touched(entries: Iterable[Counted]) -> None:
    known = notes().setdefault(_TOUCHED, {})
    for entry in entries:
        touched = Touched(frozenset([entry.activity]), entry.case_id is not None)
        known[entry.trainee_id] = known[entry.trainee_id].also(touched) if entry.trainee_id in known else touched


def touched_entries() -> Mapping[int, Touched]:
    """Return whose totals the running transaction has moved, and by changes of which entries: of their activities."""
    known: Mapping[int, Touched] = notes().get(_TOUCHED, {})
    return known


def _add(programme_id: int, added: Mapping[TotalKey, Share]) -> None:
    rows = [{**key._asdict(), "programme_id": programme_id, **_amounts(share)} for key, share in added.items()]
    db.session.execute(_addition(db.engine.dialect.name), rows)


def _amounts(share: Share) -> dict[str, int]:
    return {name: getattr(share, name) for name in _AMOUNTS}


@cache
def _addition(dialect: str) -> Insert:
    """One total, added to or begun. Put together once, since it runs with every move of an entry."""
    return _adding(_insert(dialect).values({name: bindparam(name) for name in _COLUMNS}))


# The row by its key, under names that are none of the columns'.
_TAKING_AWAY = (
    update(_totals)
    .where(*(_totals.c[name] == bindparam(f"of_{name}") for name in TotalKey._fields))
    .values({name: _totals.c[name] + bindparam(f"and_{name}") for name in _AMOUNTS})
)


def _take_away(taken: Mapping[TotalKey, Share]) -> None:
    rows = [
        {f"of_{name}": value for name, value in key._asdict().items()}
        | {f"and_{name}": amount for name, amount in _amounts(share).items()}
        for key, share in taken.items()
    ]
    changed: Any = db.session.execute(_TAKING_AWAY, rows)
    if changed.rowcount != len(rows):
        raise TotalsAdrift(f"one of these totals is not there to take away from: {list(taken)}")


def add_entries_carried_by(document: str, state: str) -> None:
    """Add all entries that a document carries and that stand in `state`, in one statement, keys in order."""
    carried = sums_of_entries().where(LogEntry.carried_by == document, LogEntry.state == state)
    db.session.execute(_adding(_insert(db.engine.dialect.name).from_select(_COLUMNS, carried)))


def add_totals_of(*which: ColumnElement[bool]) -> None:
    """Add all entries for which these conditions hold, in one statement, keys in order."""
    sums = sums_of_entries().where(*which)
    db.session.execute(_adding(_insert(db.engine.dialect.name).from_select(_COLUMNS, sums)))


def take_away_entries_carried_by(document: str, state: str) -> None:
    """Take away all entries that a document carries and that stand in `state`; before they leave it."""
    carried = sums_of_entries().where(LogEntry.carried_by == document, LogEntry.state == state)
    taken = {
        TotalKey(row.trainee_id, row.activity, row.month, row.case_id, row.state): Share().plus(
            Share(row.recorded, row.credited, row.entries), -1
        )
        for row in db.session.execute(carried)
    }
    if taken:
        _take_away(taken)


def rebuild_totals() -> int:
    """Make all totals anew from the entries; return how many rows there are."""
    db.session.execute(delete(MonthTotal))
    db.session.execute(_insert(db.engine.dialect.name).from_select(_COLUMNS, sums_of_entries()))
    found: int | None = db.session.scalar(select(func.count()).select_from(MonthTotal))
    return found or 0


def _insert(dialect: str) -> Any:
    insert: Any = sqlite_insert if dialect == "sqlite" else postgresql_insert
    return insert(_totals)


def _adding(statement: Any) -> Insert:
    added = {name: _totals.c[name] + statement.excluded[name] for name in _AMOUNTS}
    upsert: Insert = statement.on_conflict_do_update(index_elements=list(_totals.primary_key), set_=added)
    return upsert
