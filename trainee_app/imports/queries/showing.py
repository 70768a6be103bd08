"""What the pages show of files that were brought in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from trainee_app.cohorts.models import Cohort, Trainee
from trainee_app.db import db
from trainee_app.imports.models import ImportBatch, ImportRow
from trainee_app.imports.queries.attesting import number_of_attestations
from trainee_app.imports.rules import Outcome
from trainee_app.logbook.models import EntryVersion, LogEntry
from trainee_app.people.models import Person

MOST_ROWS_SHOWN = 300


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One file of the list. `attested` is by how many of the two."""

    public_id: str
    file_name: str
    cohort: str
    programme: str
    imported_at: datetime
    zone: str
    taken: int
    refused: int
    attested: int


def batch_lines(readable: Select[Any]) -> list[BatchLine]:
    """Return the files that the actor may read (`readable` selects them), the latest first."""
    statement = (
        select(ImportBatch, number_of_attestations())
        .where(ImportBatch.id.in_(readable.with_only_columns(ImportBatch.id)))
        .options(joinedload(ImportBatch.cohort).joinedload(Cohort.programme))
        .order_by(ImportBatch.imported_at.desc(), ImportBatch.id.desc())
    )
    return [
        BatchLine(
            each.public_id,
            each.file_name,
            each.cohort.name,
            each.cohort.programme.title,
            each.imported_at,
            each.cohort.programme.zone,
            each.taken,
            each.refused,
            count,
        )
        for each, count in db.session.execute(statement)
    ]


def row_counts(batch_id: int) -> list[tuple[str, Counter[Outcome]]]:
    """Return how many rows of each sheet ended how; sheets in the order in which they were read."""
    statement = (
        select(ImportRow.sheet, ImportRow.outcome, func.count(), func.min(ImportRow.id))
        .where(ImportRow.batch_id == batch_id)
        .group_by(ImportRow.sheet, ImportRow.outcome)
        .order_by(func.min(ImportRow.id))
    )
    counts: dict[str, Counter[Outcome]] = {}
    for sheet, outcome, count, _first in db.session.execute(statement):
        counts.setdefault(sheet, Counter())[Outcome(outcome)] += count
    return list(counts.items())


def rows_having(batch_id: int, *outcomes: Outcome) -> list[ImportRow]:
    """Return the first rows that ended so, in the order of the file."""
    statement = (
        select(ImportRow)
        .where(ImportRow.batch_id == batch_id, ImportRow.outcome.in_(outcomes))
        .order_by(ImportRow.id)
        .limit(MOST_ROWS_SHOWN)
    )
    return list(db.session.scalars(statement))


def rows_with_remarks(batch_id: int) -> list[ImportRow]:
    """Return the rows that were taken with something to say about them, and the headings that leave columns out."""
    has_remark = or_(
        and_(ImportRow.outcome == Outcome.TAKEN, ImportRow.reason != ""),
        and_(ImportRow.outcome == Outcome.SKIPPED, ImportRow.reason.contains(":")),
    )
    statement = (
        select(ImportRow)
        .where(ImportRow.batch_id == batch_id, has_remark)
        .order_by(ImportRow.id)
        .limit(MOST_ROWS_SHOWN)
    )
    return list(db.session.scalars(statement))


def minutes_by_trainee(batch_id: int) -> list[tuple[str, Counter[str]]]:
    """Return the minutes that the batch brought, by trainee A to Z and by activity, whatever became of them since.

    Asked in two steps: just after a file has come in, PostgreSQL may still believe that its tables are empty,
    and three of them joined in one statement took it minutes.
    """
    brought = select(ImportRow.entry_id, EntryVersion.activity, EntryVersion.minutes).join(
        EntryVersion, and_(EntryVersion.entry_id == ImportRow.entry_id, EntryVersion.number == 1)
    )
    minutes = db.session.execute(brought.where(ImportRow.batch_id == batch_id)).all()
    of_batch = LogEntry.id.in_(select(ImportRow.entry_id).where(ImportRow.batch_id == batch_id))
    owners = select(LogEntry.id, LogEntry.trainee_id).where(of_batch)
    whose: dict[int | None, int] = {row[0]: row[1] for row in db.session.execute(owners)}
    names = _names_of(set(whose.values()))
    sums: dict[int, Counter[str]] = {trainee_id: Counter() for trainee_id in names}
    for entry_id, activity, number in minutes:
        sums[whose[entry_id]][activity] += number
    return [(name, sums[trainee_id]) for trainee_id, name in names.items()]


def _names_of(trainee_ids: Collection[int]) -> dict[int, str]:
    """Return the names of these trainees, A to Z."""
    statement = (
        select(Trainee.id, Person.name)
        .join(Person, Person.id == Trainee.person_id)
        .where(Trainee.id.in_(trainee_ids))
        .order_by(func.lower(Person.name), Trainee.id)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}
