"""Roles held: as conditions for the permission tables of all rooms, and as answers."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, and_, bindparam, exists, false, or_, select, true
from sqlalchemy.orm import aliased

from trainee_app.access import Actor, ones_own
from trainee_app.db import db
from trainee_app.people.models import Person, RoleHeld
from trainee_app.people.rules import ROLES_THAT_NEED_A_SECOND_FACTOR, Role
from trainee_app.programmes.models import Programme

_ADMINISTRATORS = (Role.ADMINISTRATOR, Role.DIRECTOR)
OVERSEERS = (*_ADMINISTRATORS, Role.DATA_PROTECTION_OFFICER)
# Aliases, so that a condition may also be asked about rows of this very table; made once, since making one is dear.
_own = aliased(RoleHeld)
_theirs = aliased(RoleHeld)


def holds_role(actor: Actor, programme_id: Any, *roles: Role) -> ColumnElement[bool]:
    """Condition: the actor holds one of `roles` on the programme in column `programme_id` today."""
    return exists().where(
        _own.person_id == actor.person_id,
        _own.programme_id == programme_id,
        _own.role.in_(roles),
        role_in_force(actor.on, _own),
    )


def in_force(fact: Any, on: Any) -> ColumnElement[bool]:
    """Condition: a fact row with `starts_on` and `ends_on` holds on the day `on` (a date or a column)."""
    return and_(fact.starts_on <= on, or_(fact.ends_on.is_(None), fact.ends_on >= on))


def role_in_force(on: Any, held: Any = RoleHeld) -> ColumnElement[bool]:
    """Condition on roles held: in force on the day. One that was ended on its very first day never held."""
    return and_(in_force(held, on), or_(held.ended_at.is_(None), held.ends_on > held.starts_on))


@ones_own
def is_self(actor: Actor) -> ColumnElement[bool]:
    """Condition on persons: the row is the actor."""
    return Person.id == actor.person_id


def lacks_second_factor(actor: Actor) -> ColumnElement[bool]:
    """Condition, as an exception: the actor owes a second factor and this session has shown none.

    Whoever has ever held a role that signs or sees other people's data owes one; a trainee who sees
    only their own record does not.
    """
    if actor.second_factor:
        return false()
    return exists().where(RoleHeld.person_id == actor.person_id, RoleHeld.role.in_(ROLES_THAT_NEED_A_SECOND_FACTOR))


# Asked by every page, so put together once: building a statement costs more than running it.
_ROLES = (
    select(Programme, RoleHeld.role)
    .join(Programme, Programme.id == RoleHeld.programme_id)
    .where(RoleHeld.person_id == bindparam("person_id"), role_in_force(bindparam("on", type_=Date)))
    .order_by(Programme.title, Programme.id, RoleHeld.starts_on, RoleHeld.id)
)


def roles_of(person_id: int, on: date) -> list[tuple[Programme, Role]]:
    """Return the roles that the person holds on that day, programme by programme, in a steady order."""
    rows = db.session.execute(_ROLES, {"person_id": person_id, "on": on})
    return [(programme, Role(role)) for programme, role in rows]


def needs_second_factor(person_id: int, on: date) -> bool:
    """Say whether the person signs or sees other people's data on that day, on any programme."""
    return any(role in ROLES_THAT_NEED_A_SECOND_FACTOR for _, role in roles_of(person_id, on))


def holds_within(person_id: int, programme_id: int, role: Role, starts_on: date, ends_on: date | None) -> bool:
    """Say whether the person holds that role on that programme on any day of the period."""
    statement = select(
        exists().where(
            RoleHeld.person_id == person_id,
            RoleHeld.programme_id == programme_id,
            RoleHeld.role == role,
            or_(RoleHeld.ends_on.is_(None), RoleHeld.ends_on >= starts_on),
            true() if ends_on is None else RoleHeld.starts_on <= ends_on,
            or_(RoleHeld.ended_at.is_(None), RoleHeld.ends_on > RoleHeld.starts_on),
        )
    )
    return bool(db.session.scalar(statement))


def roles_seen_by(actor: Actor, person_id: int) -> list[RoleHeld]:
    """Return all roles that the person holds or held on programmes that the actor oversees, the latest first."""
    statement = (
        select(RoleHeld)
        .where(RoleHeld.person_id == person_id, holds_role(actor, RoleHeld.programme_id, *OVERSEERS))
        .order_by(RoleHeld.starts_on.desc(), RoleHeld.id.desc())
    )
    return list(db.session.scalars(statement))


def administers_programme(actor: Actor) -> ColumnElement[bool]:
    """Condition on programmes: the actor is administrator or director there today."""
    return holds_role(actor, Programme.id, *_ADMINISTRATORS)


def administers_role(actor: Actor) -> ColumnElement[bool]:
    """Condition on roles held: on a programme where the actor is administrator or director today."""
    return holds_role(actor, RoleHeld.programme_id, *_ADMINISTRATORS)


def is_own_role(actor: Actor) -> ColumnElement[bool]:
    """Condition, as an exception, on roles held: the actor's own."""
    return RoleHeld.person_id == actor.person_id


def administers_person(actor: Actor) -> ColumnElement[bool]:
    """Condition on persons: they hold or held a role where the actor is administrator or director today."""
    return _has_role_where(actor, _ADMINISTRATORS)


def oversees_person(actor: Actor) -> ColumnElement[bool]:
    """Condition on persons: as `administers_person`, or the actor is data protection officer there."""
    return _has_role_where(actor, OVERSEERS)


def _has_role_where(actor: Actor, roles: tuple[Role, ...]) -> ColumnElement[bool]:
    return exists().where(_theirs.person_id == Person.id, holds_role(actor, _theirs.programme_id, *roles))
