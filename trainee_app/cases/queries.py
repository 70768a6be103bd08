"""Every SELECT about what cases there are and who may see them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, and_, bindparam, func, or_, select
from sqlalchemy.orm import joinedload

from trainee_app.access import Actor
from trainee_app.cases.models import TrainingCase
from trainee_app.cohorts.models import Trainee
from trainee_app.cohorts.queries import is_own_record, supervises
from trainee_app.db import db


def is_open(on: Any) -> ColumnElement[bool]:
    """Condition on cases: open on the day (a date or a column), first and last day included."""
    return and_(TrainingCase.opened_on <= on, or_(TrainingCase.closed_on.is_(None), TrainingCase.closed_on >= on))


def is_of_own_record(actor: Actor) -> ColumnElement[bool]:
    """Condition on cases: the actor is the trainee."""
    return is_own_record(actor, TrainingCase.trainee_id)


def is_supervised_by(actor: Actor) -> ColumnElement[bool]:
    """Condition on cases: the actor supervises the trainee today."""
    return supervises(actor, TrainingCase.trainee_id, actor.on, "supervisor")


_OPEN = (
    select(TrainingCase)
    .where(TrainingCase.trainee_id == bindparam("trainee_id"), is_open(bindparam("on", type_=Date)))
    .order_by(TrainingCase.number)
)


def open_cases(trainee_id: int, on: date) -> list[TrainingCase]:
    """Return the trainee's cases that are open on the day, the first one first."""
    return list(db.session.scalars(_OPEN, {"trainee_id": trainee_id, "on": on}))


_OF_TRAINEE = (
    select(TrainingCase).where(TrainingCase.trainee_id == bindparam("trainee_id")).order_by(TrainingCase.number)
)


def cases_of(trainee_id: int) -> list[TrainingCase]:
    """Return all cases of the trainee, the first one first."""
    return list(db.session.scalars(_OF_TRAINEE, {"trainee_id": trainee_id}))


_SPANS = (
    select(TrainingCase.id, TrainingCase.number, TrainingCase.opened_on, TrainingCase.closed_on)
    .where(TrainingCase.trainee_id == bindparam("trainee_id"))
    .order_by(TrainingCase.number)
)


def spans_of(trainee_id: int) -> list[tuple[int, int, date, date | None]]:
    """Return id, number, first and last day of all cases of the trainee as the database has them now.

    Columns, not rows: under the lock of a record nothing that was read before it may answer.
    """
    return [tuple(row) for row in db.session.execute(_SPANS, {"trainee_id": trainee_id})]  # type: ignore[misc]


def case_name(case_id: int | None) -> str | None:
    """Return the public name of a case, as it stands in signed bytes."""
    case = None if case_id is None else db.session.get(TrainingCase, case_id)
    return case.public_id if case else None


def public_names(case_ids: Collection[int]) -> dict[int, str]:
    """Return the public names of these cases."""
    statement = select(TrainingCase.id, TrainingCase.public_id).where(TrainingCase.id.in_(case_ids))
    return {row.id: row.public_id for row in db.session.execute(statement)}


def cases_by_id(case_ids: Collection[int]) -> dict[int, TrainingCase]:
    """Return these cases with their trainees and the persons behind them."""
    statement = (
        select(TrainingCase)
        .where(TrainingCase.id.in_(case_ids))
        .options(joinedload(TrainingCase.trainee).joinedload(Trainee.person))
    )
    return {case.id: case for case in db.session.scalars(statement)}


def case_named(public_id: str) -> TrainingCase | None:
    """Return the case of that public name, whoever asks."""
    found: TrainingCase | None = db.session.scalar(select(TrainingCase).where(TrainingCase.public_id == public_id))
    return found


def codes_taken() -> set[str]:
    """Return all codes ever given."""
    return set(db.session.scalars(select(TrainingCase.code)))


def cases_counted(trainee_id: int) -> int:
    """Return how many cases the trainee has or had."""
    number = db.session.scalar(select(func.max(TrainingCase.number)).where(TrainingCase.trainee_id == trainee_id))
    return number or 0
