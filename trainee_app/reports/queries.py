"""Every SELECT about what is printed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from trainee_app.cases.models import TrainingCase
from trainee_app.cohorts.models import Placement
from trainee_app.db import db
from trainee_app.db.rows import rows_in_portions
from trainee_app.logbook.models import EntryVersion, LogEntry
from trainee_app.logbook.queries import counting_version
from trainee_app.logbook.rules import State
from trainee_app.reports.rules import ON_PAPER, PrintedEntry
from trainee_app.signatures.models import Signature

_PORTION = 1000
# In the order of `PrintedEntry`.
_COLUMNS: tuple[Any, ...] = (
    LogEntry.public_id,
    LogEntry.version,
    EntryVersion.content_hash,
    LogEntry.worked_on,
    LogEntry.activity,
    TrainingCase.number,
    Placement.name,
    LogEntry.outcome,
    LogEntry.minutes,
    LogEntry.credited_minutes,
    LogEntry.state,
    LogEntry.carried_by,
    LogEntry.late,
    LogEntry.pending_state.is_not(None),
    LogEntry.signed_on,
    Signature.signer_name,
    Signature.method,
    Signature.meaning,
)


def printed_entries(
    trainee_id: int, first: date, last: date, visible: ColumnElement[bool] | None = None
) -> Iterator[PrintedEntry]:
    """Yield what was handed in from the first day to the last, the oldest first. `visible`: what somebody may see."""
    statement = _printed(_between(trainee_id, first, last, visible))
    return map(PrintedEntry._make, rows_in_portions(statement, _PORTION))


def count_printed(trainee_id: int, first: date, last: date, visible: ColumnElement[bool] | None = None) -> int:
    """Return how many entries would be printed."""
    terms = [*_between(trainee_id, first, last, visible), LogEntry.state.in_(ON_PAPER)]
    return db.session.scalar(select(func.count()).select_from(LogEntry).where(*terms)) or 0


def count_left_out(trainee_id: int, first: date, last: date, visible: ColumnElement[bool] | None = None) -> int:
    """Return how many entries of these days are not printed: drafts, withdrawn, returned, or such as do not count."""
    terms = _between(trainee_id, first, last, visible)
    left_out = LogEntry.state.not_in((*ON_PAPER, State.DISCARDED))
    return db.session.scalar(select(func.count()).select_from(LogEntry).where(*terms, left_out)) or 0


def days_recorded(trainee_id: int, visible: ColumnElement[bool] | None = None) -> tuple[date, date] | None:
    """Return the first and the last day on which something stands that would be printed; None if nothing does."""
    terms = [LogEntry.trainee_id == trainee_id, LogEntry.state.in_(ON_PAPER)]
    if visible is not None:
        terms.append(visible)
    row: Any = db.session.execute(select(func.min(LogEntry.worked_on), func.max(LogEntry.worked_on)).where(*terms))
    first, last = row.one()
    return None if first is None else (first, last)


def _between(
    trainee_id: int, first: date, last: date, visible: ColumnElement[bool] | None
) -> list[ColumnElement[bool]]:
    terms = [LogEntry.trainee_id == trainee_id, LogEntry.worked_on.between(first, last)]
    return terms if visible is None else [*terms, visible]


def _printed(terms: list[ColumnElement[bool]]) -> Select[Any]:
    return (
        select(*_COLUMNS)
        .select_from(LogEntry)
        .join(EntryVersion, counting_version())
        .outerjoin(TrainingCase, TrainingCase.id == LogEntry.case_id)
        .outerjoin(Placement, Placement.id == LogEntry.placement_id)
        .outerjoin(Signature, Signature.id == LogEntry.signature_id)
        .where(*terms, LogEntry.state.in_(ON_PAPER))
        .order_by(LogEntry.worked_on, LogEntry.id)
    )
