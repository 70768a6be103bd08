"""Supervision agreements and placements: of one trainee, or of many on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Date, bindparam, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from trainee_app.access import Actor
from trainee_app.cohorts.models import Placement, SupervisionAgreement, Trainee
from trainee_app.cohorts.queries.conditions import holds, role_reaches, supervises
from trainee_app.db import db
from trainee_app.db.rows import rows_of
from trainee_app.people.models import Person

_SORT_NAME = func.lower(Person.name)


def people_who_may_supervise(programme_id: int, on: date) -> list[Person]:
    """Return the programme's supervisors and tutors, those whose role has yet to begin included, A to Z."""
    statement = select(Person).where(role_reaches(Person.id, programme_id, on)).order_by(_SORT_NAME, Person.id)
    return list(db.session.scalars(statement))


def may_supervise(person_id: int, programme_id: int, on: date) -> bool:
    """Say whether the person is one of them."""
    statement = select(Person.id).where(Person.id == person_id, role_reaches(Person.id, programme_id, on))
    return db.session.scalar(statement) is not None


def agreements_of(trainee_id: int) -> list[SupervisionAgreement]:
    """Return all agreements ever made for the trainee, ended ones too, the newest first."""
    statement = (
        select(SupervisionAgreement)
        .where(SupervisionAgreement.trainee_id == trainee_id)
        .order_by(SupervisionAgreement.starts_on.desc(), SupervisionAgreement.id.desc())
        .options(joinedload(SupervisionAgreement.supervisor))
    )
    return list(db.session.scalars(statement))


def supervisors_of(trainee_id: int, on: date) -> list[SupervisionAgreement]:
    """Return the agreements that hold for the trainee on the day, with their supervisors, A to Z."""
    return agreements_on((trainee_id,), on).get(trainee_id, [])


# Asked on most pages of a trainee, so put together once.
_AGREEMENTS = (
    select(SupervisionAgreement)
    .join(SupervisionAgreement.supervisor)
    .where(
        SupervisionAgreement.trainee_id.in_(bindparam("trainee_ids", expanding=True)),
        holds(SupervisionAgreement, bindparam("on", type_=Date)),
    )
    .order_by(_SORT_NAME, SupervisionAgreement.id)
    .options(contains_eager(SupervisionAgreement.supervisor))
)


def agreements_on(trainee_ids: Collection[int], on: date) -> dict[int, list[SupervisionAgreement]]:
    """Return the agreements that hold on the day, with their supervisors, A to Z, by trainee."""
    return _by_trainee(db.session.scalars(_AGREEMENTS, {"trainee_ids": list(trainee_ids), "on": on}))


class SignerOn(NamedTuple):
    """Who signs for a trainee on a day: in which capacity, and what they are called."""

    capacity: str
    name: str


_SIGNERS = (
    select(SupervisionAgreement.capacity, Person.name)
    .join(SupervisionAgreement.supervisor)
    .where(
        SupervisionAgreement.trainee_id == bindparam("trainee_id"),
        holds(SupervisionAgreement, bindparam("on", type_=Date)),
    )
    .order_by(_SORT_NAME, SupervisionAgreement.id)
)


def signers_on(trainee_id: int, on: date) -> list[SignerOn]:
    """Return who signs for the trainee on the day, A to Z: no more than a page or a sentence says of them."""
    return [SignerOn(*row) for row in rows_of(_SIGNERS, {"trainee_id": trainee_id, "on": on})]


def agreements_ended_with(actor: Actor) -> list[SupervisionAgreement]:
    """Return the actor's latest ended agreement with each trainee whom they supervise or tutor no longer, A to Z."""
    statement = (
        select(SupervisionAgreement)
        .join(Trainee, Trainee.id == SupervisionAgreement.trainee_id)
        .join(Person, Person.id == Trainee.person_id)
        .where(
            SupervisionAgreement.supervisor_id == actor.person_id,
            SupervisionAgreement.ends_on < actor.on,
            or_(
                SupervisionAgreement.ended_at.is_(None),
                SupervisionAgreement.ends_on > SupervisionAgreement.starts_on,
            ),
            ~supervises(actor, SupervisionAgreement.trainee_id, actor.on),
        )
        .order_by(_SORT_NAME, SupervisionAgreement.ends_on)
        .options(joinedload(SupervisionAgreement.trainee).joinedload(Trainee.person))
    )
    return list({each.trainee_id: each for each in db.session.scalars(statement)}.values())


_PLACEMENTS = (
    select(Placement)
    .where(Placement.trainee_id == bindparam("trainee_id"))
    .order_by(Placement.starts_on.desc(), Placement.id.desc())
)


def placements_of(trainee_id: int) -> list[Placement]:
    """Return all placements the trainee ever had, ended ones too, the newest first."""
    return list(db.session.scalars(_PLACEMENTS, {"trainee_id": trainee_id}))


def placements_on(trainee_ids: Collection[int], on: date) -> dict[int, list[Placement]]:
    """Return the placements that hold on the day, A to Z, by trainee."""
    statement = (
        select(Placement)
        .where(Placement.trainee_id.in_(trainee_ids), holds(Placement, on))
        .order_by(func.lower(Placement.name), Placement.id)
    )
    return _by_trainee(db.session.scalars(statement))


def _by_trainee(rows: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.trainee_id].append(row)
    return dict(found)
