"""What somebody logged lately and could log once more."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import Date, bindparam, or_, select

from trainee_app.cases.models import TrainingCase
from trainee_app.cases.queries import is_open
from trainee_app.db.rows import rows_of
from trainee_app.logbook.models import EntryVersion, LogEntry
from trainee_app.logbook.queries.conditions import counting_version
from trainee_app.logbook.rules import Logged, Offer, State, offers
from trainee_app.programmes.rules import Definition, Outcome

_LATELY = 60
_DAYS = timedelta(days=60)
_MOST = 3

# Asked by the front page, so put together once. What a record put into the log is not logged by hand.
_LOGGED = (
    select(
        LogEntry.public_id,
        LogEntry.activity,
        LogEntry.minutes,
        LogEntry.case_id,
        TrainingCase.number,
        LogEntry.placement_id,
        EntryVersion.started_at_minute,
    )
    .join(EntryVersion, counting_version())
    .outerjoin(TrainingCase, TrainingCase.id == LogEntry.case_id)
    .where(
        LogEntry.trainee_id == bindparam("trainee_id"),
        LogEntry.worked_on.between(bindparam("since", type_=Date), bindparam("on", type_=Date)),
        LogEntry.state.not_in([State.VOID, State.DISCARDED]),
        LogEntry.outcome == Outcome.HELD,
        LogEntry.minutes > 0,
        LogEntry.carried_by.is_(None),
        or_(LogEntry.case_id.is_(None), is_open(bindparam("on", type_=Date))),
    )
    .order_by(LogEntry.worked_on.desc(), LogEntry.id.desc())
    .limit(_LATELY)
)


def logged_lately(trainee_id: int, since: date, on: date) -> list[Logged]:
    """Return what the trainee held and logged since a day, the newest first; of sessions, those of cases open `on`."""
    asked = {"trainee_id": trainee_id, "since": since, "on": on}
    return [Logged._make(row) for row in rows_of(_LOGGED, asked)]


def offered_again(trainee_id: int, definition: Definition, on: date) -> list[Offer]:
    """Return what can be logged once more: the last and the usual of what the programme still knows."""
    lately = logged_lately(trainee_id, on - _DAYS, on)
    return offers([each for each in lately if each.activity in definition.activities], _MOST)
