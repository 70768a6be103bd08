"""Every SELECT about persons and the roles they hold."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, or_, true

from trainee_app.access import Actor
from trainee_app.people.models import Person, RoleHeld
from trainee_app.people.rules import Role


def holds_role(actor: Actor, programme_id: Any, *roles: Role) -> ColumnElement[bool]:
    """Condition: the actor holds one of `roles` on the programme in column `programme_id` today."""
    return exists().where(
        RoleHeld.person_id == actor.person_id,
        RoleHeld.programme_id == programme_id,
        RoleHeld.role.in_(roles),
        in_force(RoleHeld, actor.on),
    )


def in_force(fact: Any, on: Any) -> ColumnElement[bool]:
    """Condition: a fact row with `starts_on` and `ends_on` holds on the day `on` (a date or a column)."""
    return and_(fact.starts_on <= on, or_(fact.ends_on.is_(None), fact.ends_on >= on))


def is_self(actor: Actor) -> ColumnElement[bool]:
    """Condition on persons: the row is the actor."""
    return Person.id == actor.person_id


def lacks_second_factor(actor: Actor) -> ColumnElement[bool]:
    """Condition, as an exception: the session has shown no second factor, and this copy asks for one."""
    return false() if actor.second_factor else true()
