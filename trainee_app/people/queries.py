"""Every SELECT about persons, how they sign in, and the roles they hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select

from trainee_app.access import Actor
from trainee_app.db import db
from trainee_app.people.models import Account, Attempt, Person, RoleHeld, SignIn
from trainee_app.people.rules import ROLES_THAT_NEED_A_SECOND_FACTOR, Role
from trainee_app.people.rules.limits import LIMITS, Tried
from trainee_app.people.rules.sessions import SessionRecord
from trainee_app.programmes.models import Programme


def holds_role(actor: Actor, programme_id: Any, *roles: Role) -> ColumnElement[bool]:
    """Condition: the actor holds one of `roles` on the programme in column `programme_id` today."""
    return exists().where(
        RoleHeld.person_id == actor.person_id,
        RoleHeld.programme_id == programme_id,
        RoleHeld.role.in_(roles),
        role_in_force(actor.on),
    )


def in_force(fact: Any, on: Any) -> ColumnElement[bool]:
    """Condition: a fact row with `starts_on` and `ends_on` holds on the day `on` (a date or a column)."""
    return and_(fact.starts_on <= on, or_(fact.ends_on.is_(None), fact.ends_on >= on))


def role_in_force(on: Any, held: Any = RoleHeld) -> ColumnElement[bool]:
    """Condition on roles held: in force on the day. One that was ended on its very first day never held."""
    return and_(in_force(held, on), or_(held.ended_at.is_(None), held.ends_on > held.starts_on))


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


def person(person_id: int) -> Person:
    """Return the person of that id; raises NoResultFound if there is none."""
    return db.session.scalars(select(Person).where(Person.id == person_id)).one()


def roles_of(person_id: int, on: date) -> list[tuple[Programme, Role]]:
    """Return the roles that the person holds on that day, programme by programme, in a steady order."""
    statement = (
        select(Programme, RoleHeld.role)
        .join(Programme, Programme.id == RoleHeld.programme_id)
        .where(RoleHeld.person_id == person_id, role_in_force(on))
        .order_by(Programme.title, Programme.id, RoleHeld.starts_on, RoleHeld.id)
    )
    return [(programme, Role(role)) for programme, role in db.session.execute(statement)]


def people_holding(programme_id: int, role: Role, on: date) -> list[Person]:
    """Return who holds the role on the programme on that day, A to Z."""
    holding = exists().where(
        RoleHeld.person_id == Person.id,
        RoleHeld.programme_id == programme_id,
        RoleHeld.role == role,
        role_in_force(on),
    )
    return list(db.session.scalars(select(Person).where(holding).order_by(Person.name, Person.id)))


@dataclass(frozen=True)
class Credentials:
    """What is needed to judge somebody who wants to sign in; a plain row that outlives its transaction."""

    person_id: int
    email: str
    password_hash: str | None
    has_second_factor: bool


def credentials(*, email: str | None = None, person_id: int | None = None) -> Credentials | None:
    """Return how the person of that address, or of that id, signs in; None without an open account."""
    wanted = Person.email == email if person_id is None else Person.id == person_id
    statement = (
        select(Person.id, Person.email, Account.password_hash, Account.second_factor_confirmed_at)
        .join(Account, Account.person_id == Person.id)
        .where(wanted, Account.closed_at.is_(None))
    )
    row = db.session.execute(statement).one_or_none()
    if row is None:
        return None
    return Credentials(row.id, row.email or "", row.password_hash, row.second_factor_confirmed_at is not None)


def session_record(token_hash: str) -> SessionRecord | None:
    """Return the session of that token, over or not, as a plain row."""
    statement = (
        select(
            SignIn.id,
            SignIn.person_id,
            Person.name,
            SignIn.started_at,
            SignIn.seen_at,
            SignIn.second_factor_at,
            SignIn.reauthenticated_at,
            SignIn.ended_at,
            Account.closed_at,
            Account.second_factor_confirmed_at.is_not(None),
        )
        .join(Person, Person.id == SignIn.person_id)
        .outerjoin(Account, Account.person_id == SignIn.person_id)
        .where(SignIn.token_hash == token_hash)
    )
    row: Any = db.session.execute(statement).one_or_none()
    return None if row is None else SessionRecord(*row)


def sessions_not_ended(person_id: int) -> list[SignIn]:
    """Return the person's sessions that nobody has ended, the last seen first; some may be idle for too long."""
    statement = (
        select(SignIn).where(SignIn.person_id == person_id, SignIn.ended_at.is_(None)).order_by(SignIn.seen_at.desc())
    )
    return list(db.session.scalars(statement))


def is_over_the_limit(tried: Tried, by_person: str, by_address: str, at: datetime) -> bool:
    """Say whether the tries counted, the present one included, are more than may be judged."""
    limit = LIMITS[tried]
    tries = _tries(tried, (by_person, by_address), at - limit.within)
    return tries.get(by_person, 0) > limit.by_person or tries.get(by_address, 0) > limit.by_address


def _tries(tried: Tried, subjects: Sequence[str], since: datetime) -> dict[str, int]:
    statement = (
        select(Attempt.subject, func.count())
        .where(Attempt.kind == tried, Attempt.subject.in_(subjects), Attempt.at > since)
        .group_by(Attempt.subject)
    )
    rows: Any = db.session.execute(statement)
    return dict(rows.all())
