"""Conditions: who is what to whom, as SQL. Permissions are made of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.orm import aliased

from trainee_app.access import Actor
from trainee_app.cohorts.models import SupervisionAgreement, Trainee
from trainee_app.people.queries import in_force


def is_own_record(actor: Actor, trainee_id: Any) -> ColumnElement[bool]:
    """Condition: the trainee in column `trainee_id` is the actor."""
    # An alias, since the column may be that of trainees themselves, which would then be compared with itself.
    own = aliased(Trainee)
    return exists().where(own.id == trainee_id, own.person_id == actor.person_id)


def holds(fact: Any, on: Any) -> ColumnElement[bool]:
    """Condition: an agreement or placement holds on the day `on` (a date or a column).

    One that was ended on its very first day was recorded by mistake and never held.
    """
    return and_(in_force(fact, on), or_(fact.ended_at.is_(None), fact.ends_on > fact.starts_on))


def supervises(actor: Actor, trainee_id: Any, on: Any, capacity: Any = None) -> ColumnElement[bool]:
    """Condition: an agreement between the actor and the trainee covers the day `on` (a date or a column).

    `capacity` narrows it to "supervisor" or "tutor" (a value or a column).
    """
    agreement = aliased(SupervisionAgreement)
    terms = [
        agreement.supervisor_id == actor.person_id,
        agreement.trainee_id == trainee_id,
        holds(agreement, on),
    ]
    if capacity is not None:
        terms.append(agreement.capacity == capacity)
    return exists().where(*terms)


def may_still_sign_for(
    actor: Actor, trainee_id: Any, worked_on: Any, former_days: int, capacity: Any
) -> ColumnElement[bool]:
    """Condition: the actor's agreement covers the day of the work and has not ended more than `former_days` ago.

    A former supervisor may sign their own period for some time (domain rule 2; the programme says how long).
    """
    agreement = aliased(SupervisionAgreement)
    return exists().where(
        agreement.supervisor_id == actor.person_id,
        agreement.trainee_id == trainee_id,
        agreement.capacity == capacity,
        holds(agreement, worked_on),
        or_(agreement.ends_on.is_(None), agreement.ends_on >= actor.on - timedelta(days=former_days)),
    )
