"""What waits for its writer, as their front page tells it: entries not finished, and study of terms to hand in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Date, bindparam, func, literal, or_, select, union_all

from trainee_app.db.rows import rows_of
from trainee_app.logbook.models import LogEntry, TermDocument
from trainee_app.logbook.queries.conditions import is_unsettled
from trainee_app.logbook.queries.entries import comments_on_returned
from trainee_app.logbook.queries.terms import STUDY_WAITS, TermWaiting, by_term
from trainee_app.logbook.rules import State
from trainee_app.logbook.rules.terms import bound_in
from trainee_app.programmes.rules import Definition

_MOST_OPEN = 5


@dataclass(frozen=True, slots=True)
class OpenLine:
    """An entry that waits for its writer; `comment` is what was said when it was returned."""

    public_id: str
    activity: str
    worked_on: date
    state: str
    comment: str


_OPEN, _STUDY, _HANDED_IN = "open", "study", "handed in"
_UNFINISHED = (State.RETURNED, State.WITHDRAWN, State.DRAFT)
_state: Any = func.coalesce(LogEntry.pending_state, LogEntry.state)
_of_trainee = LogEntry.trainee_id == bindparam("trainee_id")
_urgent_first = (_state == State.RETURNED).desc(), LogEntry.worked_on.desc(), LogEntry.id.desc()
_open = (
    select(
        literal(_OPEN).label("what"),
        func.row_number().over(order_by=_urgent_first).label("place"),
        LogEntry.id.label("number"),
        LogEntry.public_id.label("name"),
        LogEntry.activity.label("activity"),
        LogEntry.worked_on.label("day"),
        _state.label("state"),
        LogEntry.minutes.label("minutes"),
    )
    .where(_of_trainee, is_unsettled(), or_(LogEntry.state.in_(_UNFINISHED), LogEntry.pending_state.in_(_UNFINISHED)))
    .order_by(*_urgent_first)
    .limit(_MOST_OPEN)
    .subquery()
)
_study = select(
    literal(_STUDY),
    literal(0),
    LogEntry.id,
    LogEntry.public_id,
    LogEntry.activity,
    LogEntry.worked_on,
    LogEntry.state,
    LogEntry.minutes,
).where(
    _of_trainee,
    is_unsettled(),
    *STUDY_WAITS,
    LogEntry.activity.in_(bindparam("study", expanding=True)),
    LogEntry.worked_on < bindparam("before", type_=Date),
)
_handed_in = select(
    literal(_HANDED_IN),
    literal(0),
    TermDocument.id,
    TermDocument.public_id,
    TermDocument.canonical,
    TermDocument.first_on,
    literal(""),
    literal(0),
).where(TermDocument.trainee_id == bindparam("trainee_id"), TermDocument.decision.is_(None))
# Asked by every trainee's front page: one statement for all.
_WAITS = union_all(select(_open), _study, _handed_in)


def waiting_for_writer(
    trainee_id: int, definition: Definition, over_by: date | None
) -> tuple[list[OpenLine], list[TermWaiting]]:
    """Return what a trainee has not finished (returned first, then taken back, then drafts; a few, the newest), and the
    terms of which study waits and lies in no document that does, the earliest first.

    `over_by`: only those terms that are over on that day; None: all.
    """
    running = None if over_by is None else definition.signing.term_of(over_by)
    before = date.max if over_by is None else running[0] if running else over_by
    study = definition.handed_in_by_the_term
    rows = rows_of(_WAITS, {"trainee_id": trainee_id, "study": study, "before": before})
    unfinished = sorted((row for row in rows if row.what == _OPEN), key=lambda row: row.place)
    comments = comments_on_returned([row.number for row in unfinished]) if unfinished else {}
    lines = [OpenLine(row.name, row.activity, row.day, row.state, comments.get(row.number, "")) for row in unfinished]
    bound = {each.entry for row in rows if row.what == _HANDED_IN for each in bound_in(row.activity)}
    waiting = [(row.name, row.day, row.minutes) for row in rows if row.what == _STUDY]
    return lines, by_term(definition, waiting, bound)
