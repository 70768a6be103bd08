"""Persons: one, by name or address, and the lists that an administrator sees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, exists, or_, select

from trainee_app.access import Actor
from trainee_app.db import db
from trainee_app.people.models import Account, Person, RoleHeld
from trainee_app.people.queries.roles import OVERSEERS, holds_role, role_in_force
from trainee_app.people.rules import Role
from trainee_app.programmes.models import Programme

MOST_LISTED = 300


def person(person_id: int) -> Person:
    """Return the person of that id; raises NoResultFound if there is none."""
    return db.session.get_one(Person, person_id)


def person_if_known(person_id: int) -> Person | None:
    """Return the person of that id; None if there is none."""
    return db.session.get(Person, person_id)


def held_person(person_id: int) -> Person:
    """Return the person, held until the commit: of two who do something about them at once one is first."""
    statement = select(Person).where(Person.id == person_id).with_for_update(key_share=True, of=Person)
    return db.session.scalars(statement).one()


def person_by_email(email: str) -> Person | None:
    """Return the person of that address, however it is written."""
    return db.session.scalar(select(Person).where(Person.email == email.strip().lower()))


def person_by_public_id(public_id: str) -> Person | None:
    """Return the person of that public name; None if it is not taken."""
    return db.session.scalar(select(Person).where(Person.public_id == public_id))


def people_holding(programme_id: int, role: Role, on: date) -> list[Person]:
    """Return who holds the role on the programme on that day, A to Z."""
    holding = exists().where(
        RoleHeld.person_id == Person.id,
        RoleHeld.programme_id == programme_id,
        RoleHeld.role == role,
        role_in_force(on),
    )
    return list(db.session.scalars(select(Person).where(holding).order_by(Person.name, Person.id)))


def programme(programme_id: int) -> Programme:
    """Return the programme of that id; raises NoResultFound if there is none."""
    return db.session.get_one(Programme, programme_id)


def programmes() -> list[Programme]:
    """Return all programmes, A to Z."""
    return list(db.session.scalars(select(Programme).order_by(Programme.title, Programme.id)))


def programmes_within(scope: Select[Any]) -> list[Programme]:
    """Return the programmes of a scope, A to Z."""
    return list(db.session.scalars(scope.order_by(Programme.title, Programme.id)))


@dataclass(frozen=True)
class ListedPerson:
    """A line of the list of people. `roles` are those of today on programmes that the reader oversees."""

    public_id: str
    name: str
    email: str | None
    roles: tuple[str, ...]
    account: str


def listed_people(readable: Select[Any], actor: Actor, search: str = "") -> list[ListedPerson]:
    """Return the persons of `readable` A to Z, at most MOST_LISTED, whose name or address holds `search`."""
    statement = readable.add_columns(Account).outerjoin(Account, Account.person_id == Person.id)
    if search:
        statement = statement.where(
            or_(Person.name.icontains(search, autoescape=True), Person.email.icontains(search, autoescape=True))
        )
    rows = db.session.execute(statement.order_by(Person.name, Person.id).limit(MOST_LISTED)).all()
    roles = _roles_today([each.id for each, _ in rows], actor)
    return [
        ListedPerson(
            each.public_id, each.name, each.email, tuple(roles.get(each.id, ())), _account_words(each, account)
        )
        for each, account in rows
    ]


def _roles_today(person_ids: list[int], actor: Actor) -> dict[int, list[str]]:
    statement = (
        select(RoleHeld.person_id, RoleHeld.role)
        .where(
            RoleHeld.person_id.in_(person_ids),
            role_in_force(actor.on),
            holds_role(actor, RoleHeld.programme_id, *OVERSEERS),
        )
        .order_by(RoleHeld.starts_on, RoleHeld.id)
    )
    found: dict[int, list[str]] = {}
    for person_id, role in db.session.execute(statement):
        words = found.setdefault(person_id, [])
        if Role(role).words not in words:
            words.append(Role(role).words)
    return found


def _account_words(each: Person, account: Account | None) -> str:
    if account is None:
        return "no account" if each.email else "signs on paper"
    if account.closed_at is not None:
        return "closed"
    return "invited" if account.password_hash is None else "signs in"
