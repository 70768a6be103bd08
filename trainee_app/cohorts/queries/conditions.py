"""Conditions: who is what to whom, as SQL. Permissions are made of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_
from sqlalchemy.orm import aliased

from trainee_app.access import Actor
from trainee_app.cohorts.models import PlacementAgreement, SupervisionAgreement, Trainee
from trainee_app.people.models import RoleHeld
from trainee_app.people.queries import in_force
from trainee_app.people.rules import Role

SIGNING_ROLES = (Role.SUPERVISOR, Role.TUTOR)

# Aliases, since a condition may be asked about rows of these very tables, whose columns would then be compared
# with themselves; made once, since making one is dear.
_own = aliased(Trainee)
_agreement = aliased(SupervisionAgreement)
_signed_with = aliased(PlacementAgreement)
_role = aliased(RoleHeld)


def is_own_record(actor: Actor, trainee_id: Any) -> ColumnElement[bool]:
    """Condition: the trainee in column `trainee_id` is the actor."""
    return exists().where(_own.id == trainee_id, _own.person_id == actor.person_id)


def holds(fact: Any, on: Any) -> ColumnElement[bool]:
    """Condition: an agreement or placement holds on the day `on` (a date or a column).

    One that was ended on its very first day was recorded by mistake and never held.
    """
    return and_(in_force(fact, on), or_(fact.ended_at.is_(None), fact.ends_on > fact.starts_on))


def role_reaches(
    person_id: Any, programme_id: Any, *days: Any, role: Any = RoleHeld, roles: Sequence[Role] = SIGNING_ROLES
) -> ColumnElement[bool]:
    """Condition: one of these roles of the person on the programme lasts to each of these days, or longer.

    When it began is not asked: somebody's agreement is often older than the day on which they were invited.
    """
    return exists().where(
        role.person_id == person_id,
        role.programme_id == programme_id,
        role.role.in_(roles),
        *(or_(role.ends_on.is_(None), role.ends_on >= day) for day in days),
        or_(role.ended_at.is_(None), role.ends_on > role.starts_on),
    )


def supervises(actor: Actor, trainee_id: Any, on: Any, capacity: Any = None) -> ColumnElement[bool]:
    """Condition: an agreement between the actor and the trainee covers the day `on` (a date or a column).

    The role must last to that day too: an agreement that nobody has ended is worth nothing after it. `capacity`
    narrows it to "supervisor" or "tutor" (a value or a column).
    """
    terms = [
        _agreement.supervisor_id == actor.person_id,
        _agreement.trainee_id == trainee_id,
        holds(_agreement, on),
        role_reaches(actor.person_id, _agreement.programme_id, on, role=_role),
    ]
    if capacity is not None:
        terms.append(_agreement.capacity == capacity)
    return exists().where(*terms)


def supervised_lately(actor: Actor, trainee_id: Any, former_days: int, capacity: Any) -> ColumnElement[bool]:
    """Condition: the actor supervises the trainee today, or did until no more than `former_days` ago."""
    since = actor.on - timedelta(days=former_days)
    return exists().where(
        _agreement.supervisor_id == actor.person_id,
        _agreement.trainee_id == trainee_id,
        _agreement.capacity == capacity,
        _agreement.starts_on <= actor.on,
        holds(_agreement, func.coalesce(_agreement.ends_on, actor.on)),
        or_(_agreement.ends_on.is_(None), _agreement.ends_on >= since),
        role_reaches(actor.person_id, _agreement.programme_id, since, role=_role),
    )


def may_still_sign_for(
    actor: Actor, trainee_id: Any, worked_on: Any, former_days: int, capacity: Any
) -> ColumnElement[bool]:
    """Condition: the actor's agreement covers the day of the work and has not ended more than `former_days` ago.

    A former supervisor may sign their own period for some time (domain rule 2; the programme says how long). What
    ends first counts, the agreement or the role.
    """
    since = actor.on - timedelta(days=former_days)
    return exists().where(
        _agreement.supervisor_id == actor.person_id,
        _agreement.trainee_id == trainee_id,
        _agreement.capacity == capacity,
        holds(_agreement, worked_on),
        or_(_agreement.ends_on.is_(None), _agreement.ends_on >= since),
        role_reaches(actor.person_id, _agreement.programme_id, worked_on, since, role=_role),
    )


def manages(actor: Actor, placement_id: Any, on: Any) -> ColumnElement[bool]:
    """Condition: on the day `on` the actor answers for the placement in that column, by an agreement that it signed.

    Their role must last to that day too.
    """
    return exists().where(*_answers_for(actor, placement_id, on), _role_of_manager(actor, on))


def may_still_sign_at(actor: Actor, placement_id: Any, worked_on: Any, former_days: int) -> ColumnElement[bool]:
    """Condition: the actor answered for the placement on the day of the work, and did until `former_days` ago or later.

    The same rule as for a former supervisor; see `may_still_sign_for`.
    """
    since = actor.on - timedelta(days=former_days)
    return exists().where(
        *_answers_for(actor, placement_id, worked_on),
        or_(_signed_with.ends_on.is_(None), _signed_with.ends_on >= since),
        _role_of_manager(actor, worked_on, since),
    )


def _answers_for(actor: Actor, placement_id: Any, on: Any) -> tuple[ColumnElement[bool], ...]:
    return (
        _signed_with.placement_id == placement_id,
        _signed_with.manager_id == actor.person_id,
        holds(_signed_with, on),
    )


def _role_of_manager(actor: Actor, *days: Any) -> ColumnElement[bool]:
    roles = (Role.PLACEMENT_MANAGER,)
    return role_reaches(actor.person_id, _signed_with.programme_id, *days, role=_role, roles=roles)
