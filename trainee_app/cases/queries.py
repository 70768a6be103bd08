"""Every SELECT about what cases there are and who may see them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, and_, bindparam, func, or_, select
from sqlalchemy.orm import joinedload

from trainee_app.access import Actor
from trainee_app.cases.models import CaseConsent, TrainingCase
from trainee_app.cases.rules import Consent, ConsentKind
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


@dataclass(frozen=True, slots=True)
class CaseSpan:
    """A case of a trainee: its first and last day (None: goes on), and when the family agreed to be seen."""

    id: int
    number: int
    opened_on: date
    closed_on: date | None
    seen: tuple[Consent, ...]


_SPANS = (
    select(
        TrainingCase.id,
        TrainingCase.number,
        TrainingCase.opened_on,
        TrainingCase.closed_on,
        CaseConsent.given_on,
        CaseConsent.withdrawn_on,
    )
    .outerjoin(CaseConsent, and_(CaseConsent.case_id == TrainingCase.id, CaseConsent.kind == ConsentKind.SEEN))
    .where(TrainingCase.trainee_id == bindparam("trainee_id"))
    .order_by(TrainingCase.number, CaseConsent.given_on)
)


def spans_of(trainee_id: int) -> list[CaseSpan]:
    """Return all cases of the trainee as the database has them now, the first one first.

    Columns, not rows: under the lock of a record nothing that was read before it may answer.
    """
    found: dict[int, CaseSpan] = {}
    for id_, number, opened_on, closed_on, *agreed in db.session.execute(_SPANS, {"trainee_id": trainee_id}):
        given_on, withdrawn_on = agreed
        seen = () if given_on is None else (Consent(given_on, withdrawn_on),)
        before = found[id_].seen if id_ in found else ()
        found[id_] = CaseSpan(id_, number, opened_on, closed_on, before + seen)
    return list(found.values())


def consents_by_case(case_ids: Collection[int], kind: ConsentKind) -> dict[int, list[Consent]]:
    """Return of each of these cases what the family agreed to of that kind, withdrawn or not."""
    found: dict[int, list[Consent]] = {case_id: [] for case_id in case_ids}
    statement = (
        select(CaseConsent.case_id, CaseConsent.given_on, CaseConsent.withdrawn_on)
        .where(CaseConsent.case_id.in_(case_ids), CaseConsent.kind == kind)
        .order_by(CaseConsent.given_on, CaseConsent.id)
    )
    for case_id, given_on, withdrawn_on in db.session.execute(statement):
        found[case_id].append(Consent(given_on, withdrawn_on))
    return found


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


def case_coded(code: str) -> TrainingCase | None:
    """Return the case of that code, whoever asks."""
    found: TrainingCase | None = db.session.scalar(select(TrainingCase).where(TrainingCase.code == code))
    return found


def codes_taken() -> set[str]:
    """Return all codes ever given."""
    return set(db.session.scalars(select(TrainingCase.code)))


def cases_counted(trainee_id: int) -> int:
    """Return how many cases the trainee has or had."""
    number = db.session.scalar(select(func.max(TrainingCase.number)).where(TrainingCase.trainee_id == trainee_id))
    return number or 0
