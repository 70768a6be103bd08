"""Many trainees at once, in few statements: rows without versions, for what is read in bulk and from standings.

Entries have one signature for all of them; `flask audit verify` would not pass here, and pages of single entries
are not asked for.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert, update

from benchmarks.entries import evening_of, year_of_entries
from tests.factories.cohorts import make_cohort
from trainee_app.cohorts.models import Cohort, Trainee
from trainee_app.cohorts.queries import definition_of_cohort
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.logbook.models import LogEntry
from trainee_app.people.models import Person
from trainee_app.programmes.models import Programme
from trainee_app.programmes.rules import Definition, credited_minutes
from trainee_app.signatures.models import Signature

_IN_A_PORTION = 5_000
_UNSIGNED_DAYS = 10
_WEEKS = 78


@dataclass(frozen=True)
class Crowd:
    """A cohort and its trainees, by their ids."""

    cohort: str
    trainees: tuple[int, ...]
    entries: int


def make_crowd(
    programme: Programme, name: str, size: int, *, weeks: int, today: date, seed: int, is_one_log: bool = False
) -> Crowd:
    """Make a cohort of so many trainees with so many weeks of entries behind them, within a unit of work.

    `is_one_log`: all of these entries are the first one's.
    """
    starts_on = today - timedelta(weeks=weeks)
    ends_on = starts_on + timedelta(weeks=max(_WEEKS, weeks + 4))
    cohort = make_cohort(programme, name, starts_on=starts_on, ends_on=ends_on)
    trainees = _trainees(cohort, size)
    dice = random.Random(seed)
    definition = definition_of_cohort(cohort.id)
    rows = (
        row
        for each in (trainees[:1] * size if is_one_log else trainees)
        for row in _entries(each, programme.id, definition, starts_on, today, dice)
    )
    number = _insert(rows)
    _sign(programme, trainees, today)
    return Crowd(cohort.public_id, tuple(trainees), number)


def _trainees(cohort: Cohort, size: int) -> list[int]:
    at = evening_of(cohort.starts_on)
    people = [
        {"name": f"Trainee {n:05d}", "email": f"{cohort.public_id.lower()}.{n}@benchmark.internal", "recorded_at": at}
        for n in range(size)
    ]
    whose = {"programme_id": cohort.programme_id, "cohort_id": cohort.id, "recorded_at": at}
    ids = _ids(Person, people)
    return _ids(Trainee, [{**whose, "person_id": person_id} for person_id in ids])


def _ids(model: Any, rows: Sequence[dict[str, Any]]) -> list[int]:
    return list(db.session.scalars(insert(model).returning(model.id, sort_by_parameter_order=True), rows))


def _entries(
    trainee_id: int, programme_id: int, definition: Definition, starts_on: date, today: date, dice: random.Random
) -> Iterator[dict[str, Any]]:
    for content in year_of_entries(starts_on, today, dice):
        yield {
            "public_id": new_public_id(),
            "programme_id": programme_id,
            "trainee_id": trainee_id,
            "state": "submitted",
            "worked_on": content.worked_on,
            "activity": content.activity,
            "minutes": content.minutes,
            "credited_minutes": credited_minutes(definition, content.activity, content.minutes, content.outcome),
            "submitted_on": content.worked_on,
            "recorded_at": evening_of(content.worked_on),
        }


def _insert(rows: Iterator[dict[str, Any]]) -> int:
    number = 0
    portion: list[dict[str, Any]] = []
    for row in rows:
        portion.append(row)
        if len(portion) == _IN_A_PORTION:
            number += _insert_portion(portion)
    return number + _insert_portion(portion)


def _insert_portion(portion: list[dict[str, Any]]) -> int:
    number = len(portion)
    if number:
        db.session.execute(insert(LogEntry), portion)
    portion.clear()
    return number


def _sign(programme: Programme, trainees: Sequence[int], today: date) -> None:
    """Let everything but the last days be signed two days after the work."""
    texts = dict.fromkeys(("meaning", "signer_name", "signer_role", "signer_registration"), "x")
    texts |= dict.fromkeys(("method", "strength", "content_hash", "trail_head", "seal"), "x")
    signer = Person(
        name="Helen Rees", email=f"{new_public_id().lower()}@benchmark.internal", recorded_at=evening_of(today)
    )
    db.session.add(signer)
    db.session.flush()
    signature = Signature(
        programme_id=programme.id,
        document=f"crowd:{new_public_id()}",
        document_version=1,
        slot="supervisor",
        signer_id=signer.id,
        signed_at=evening_of(today),
        canonical_version=1,
        canonical=b"x",
        **texts,
    )
    db.session.add(signature)
    db.session.flush()
    table: Any = LogEntry.__table__
    is_old = table.c.trainee_id.in_(trainees) & (table.c.worked_on <= today - timedelta(days=_UNSIGNED_DAYS))
    values = {"state": "signed", "signature_id": signature.id, "signed_on": table.c.submitted_on}
    db.session.execute(update(table).where(is_old).values(values))
