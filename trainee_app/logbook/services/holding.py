"""One trainee's record, held while it is changed: whoever else wants to change it waits for the commit."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import contains_eager

from trainee_app.cohorts.models import Cohort, Trainee
from trainee_app.cohorts.queries import definition_of_cohort, note_held
from trainee_app.db import db
from trainee_app.logbook.models import LogEntry
from trainee_app.logbook.rules import local_day
from trainee_app.programmes.models import Programme
from trainee_app.programmes.rules import Definition

_HELD = "records held"


@dataclass(frozen=True)
class Record:
    """A trainee's record with the rules under which it stands."""

    trainee: Trainee
    cohort: Cohort
    programme: Programme
    definition: Definition

    def day(self, at: datetime) -> date:
        """Return the programme's local day at this instant."""
        return local_day(at, self.programme.zone)


def hold(trainee_id: int) -> Record:
    """Hold the trainee's record until the commit, and return it."""
    return hold_all([trainee_id])[trainee_id]


def hold_own(person_id: int) -> Record | None:
    """Hold the records of all memberships of somebody until the commit, and return that of the latest cohort, if any."""
    records = _held(_OF_PERSON, {"person_id": person_id})
    return max(records.values(), key=lambda each: (each.cohort.starts_on, -each.trainee.id), default=None)


def hold_all(trainee_ids: Collection[int]) -> dict[int, Record]:
    """Hold several records, in the order of their ids, so that two who hold several never wait in a ring.

    On SQLite the whole database is held already: whatever may write began IMMEDIATE.
    """
    return _held(_OF_TRAINEES, {"trainee_ids": list(trainee_ids)})


# Asked with every change, so put together once.
_HOLDING = (
    select(Trainee)
    .join(Trainee.cohort)
    .join(Cohort.programme)
    .order_by(Trainee.id)
    .with_for_update(key_share=True, of=Trainee)
    .options(contains_eager(Trainee.cohort).contains_eager(Cohort.programme))
)
_OF_TRAINEES = _HOLDING.where(Trainee.id.in_(bindparam("trainee_ids", expanding=True)))
_OF_PERSON = _HOLDING.where(Trainee.person_id == bindparam("person_id"))


def _held(statement: Select[Trainee], whose: dict[str, Any]) -> dict[int, Record]:
    trainees = db.session.scalars(statement, whose)
    definitions: dict[int, Definition] = {}
    records = {}
    for trainee in trainees:
        if trainee.cohort_id not in definitions:
            definitions[trainee.cohort_id] = definition_of_cohort(trainee.cohort_id)
        records[trainee.id] = Record(trainee, trainee.cohort, trainee.cohort.programme, definitions[trainee.cohort_id])
    # Kept with the session, which forgets what nobody refers to: the rooms that hear of the change ask for them again.
    db.session().info.setdefault(_HELD, {}).update(records)
    note_held(records)
    return records


def hold_entry(entry: LogEntry) -> tuple[Record, LogEntry]:
    """Hold the record of an entry, and return both as they stand now, not as they stood on the page."""
    record = hold(entry.trainee_id)
    statement = select(LogEntry).where(LogEntry.id == entry.id).execution_options(populate_existing=True)
    return record, db.session.scalars(statement).one()
