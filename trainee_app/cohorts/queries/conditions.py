"""Conditions: who is what to whom, as SQL. Permissions are made of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.orm import aliased

from trainee_app.access import Actor
from trainee_app.cohorts.models import SupervisionAgreement, Trainee
from trainee_app.people.queries import in_force

# Aliases, since a condition may be asked about rows of these very tables, whose columns would then be compared
# with themselves; made once, since making one is dear.
_own = aliased(Trainee)
_agreement = aliased(SupervisionAgreement)


def is_own_record(actor: Actor, trainee_id: Any) -> ColumnElement[bool]:
    """Condition: the trainee in column `trainee_id` is the actor."""
    return exists().where(_own.id == trainee_id, _own.person_id == actor.person_id)


def holds(fact: Any, on: Any) -> ColumnElement[bool]:
    """Condition: an agreement or placement holds on the day `on` (a date or a column).

    One that was ended on its very first day was recorded by mistake and never held.
    """
    return and_(in_force(fact, on), or_(fact.ended_at.is_(None), fact.ends_on > fact.starts_on))


def supervises(actor: Actor, trainee_id: Any, on: Any, capacity: Any = None) -> ColumnElement[bool]:
    """Condition: an agreement between the actor and the trainee covers the day `on` (a date or a column).

    `capacity` narrows it to "supervisor" or "tutor" (a value or a column).
    """
    terms = [
        _agreement.supervisor_id == actor.person_id,
        _agreement.trainee_id == trainee_id,
        holds(_agreement, on),
    ]
    if capacity is not None:
        terms.append(_agreement.capacity == capacity)
    return exists().where(*terms)


def may_still_sign_for(
    actor: Actor, trainee_id: Any, worked_on: Any, former_days: int, capacity: Any
) -> ColumnElement[bool]:
    """Condition: the actor's agreement covers the day of the work and has not ended more than `former_days` ago.

    A former supervisor may sign their own period for some time (domain rule 2; the programme says how long).
    """
    return exists().where(
        _agreement.supervisor_id == actor.person_id,
        _agreement.trainee_id == trainee_id,
        _agreement.capacity == capacity,
        holds(_agreement, worked_on),
        or_(_agreement.ends_on.is_(None), _agreement.ends_on >= actor.on - timedelta(days=former_days)),
    )
