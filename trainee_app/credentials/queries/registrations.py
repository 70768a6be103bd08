"""Every SELECT about registrations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, and_, bindparam, case, exists, func, select
from sqlalchemy.orm import aliased

from trainee_app.access import Actor
from trainee_app.credentials.models import Registration
from trainee_app.db import db
from trainee_app.people.models import Person, RoleHeld
from trainee_app.people.queries import administers_programme, holds_role
from trainee_app.people.rules import Role
from trainee_app.programmes.models import Programme
from trainee_app.programmes.rules import ValidPeriod

_LAST_DAY = func.coalesce(Registration.ended_on, Registration.valid_until)


def _is_valid(on: Any, registration: Any = Registration) -> ColumnElement[bool]:
    last_day = func.coalesce(registration.ended_on, registration.valid_until)
    return and_(registration.valid_from <= on, last_day >= on)


def is_registered(person_id: Any, programme_id: Any, on: Any) -> ColumnElement[bool]:
    """Condition: the person in column `person_id` has a registration known to the programme that is valid on `on`."""
    known = aliased(Registration)
    return exists().where(known.person_id == person_id, known.programme_id == programme_id, _is_valid(on, known))


def is_own_registration(actor: Actor) -> ColumnElement[bool]:
    """Condition on registrations: it is the actor's."""
    return Registration.person_id == actor.person_id


def is_kept_by(actor: Actor) -> ColumnElement[bool]:
    """Condition on registrations: the actor is administrator or director of the programme that knows it."""
    return holds_role(actor, Registration.programme_id, Role.ADMINISTRATOR, Role.DIRECTOR)


def programmes_kept_for(actor: Actor, person_id: int) -> list[Programme]:
    """Return the programmes whose records the actor keeps and on which the person holds or held a role, A to Z."""
    statement = (
        select(Programme)
        .where(_has_role_on(person_id, Programme.id), administers_programme(actor))
        .order_by(Programme.title, Programme.id)
    )
    return list(db.session.scalars(statement))


def programmes_of(person_id: int) -> list[Programme]:
    """Return the programmes on which the person holds, held or will hold a role, A to Z."""
    statement = select(Programme).where(_has_role_on(person_id, Programme.id)).order_by(Programme.title, Programme.id)
    return list(db.session.scalars(statement))


def _has_role_on(person_id: int, programme_id: Any) -> ColumnElement[bool]:
    return exists().where(RoleHeld.person_id == person_id, RoleHeld.programme_id == programme_id)


# Asked with every signature, so put together once.
_VALID_ON = (
    select(Registration)
    .where(
        Registration.person_id == bindparam("person_id"),
        Registration.programme_id == bindparam("programme_id"),
        _is_valid(bindparam("on", type_=Date)),
    )
    .order_by(_LAST_DAY.desc(), Registration.id)
    .limit(1)
)


def registration_on(person_id: int, programme_id: int, on: date) -> Registration | None:
    """Return the registration valid on that day, the longest one if there are several."""
    asked = {"person_id": person_id, "programme_id": programme_id, "on": on}
    found: Registration | None = db.session.scalar(_VALID_ON, asked)
    return found


def registration_printed(person_id: int, programme_id: int, on: date) -> str:
    """Return the registration valid on that day as it stands on what the person signs; empty if there is none."""
    found = registration_on(person_id, programme_id, on)
    return found.printed if found else ""


def registrations_of(person_id: int, programme_id: int) -> list[Registration]:
    """Return all that the programme ever recorded for the person, ended ones too, the newest first."""
    statement = (
        select(Registration)
        .where(Registration.person_id == person_id, Registration.programme_id == programme_id)
        .order_by(Registration.valid_from.desc(), Registration.id.desc())
    )
    return list(db.session.scalars(statement))


def people_registered(person_ids: Collection[int], programme_id: int, on: date) -> set[int]:
    """Return who among these people has a registration that the programme knows and that is valid on the day."""
    statement = select(Registration.person_id).where(
        Registration.person_id.in_(person_ids), Registration.programme_id == programme_id, _is_valid(on)
    )
    return set(db.session.scalars(statement))


def registrations_running_out(programme_ids: Collection[int], on: date, until_on: date) -> list[str]:
    """Return the names of who has a registration that ends from `on` to `until_on` and none that lasts longer, A to Z."""
    longest = (
        select(Registration.person_id, func.max(_LAST_DAY).label("last_on"))
        .where(Registration.programme_id.in_(programme_ids), Registration.valid_from <= _LAST_DAY)
        .group_by(Registration.person_id)
        .subquery()
    )
    statement = (
        select(Person.name)
        .join(longest, longest.c.person_id == Person.id)
        .where(longest.c.last_on.between(on, until_on))
        .order_by(func.lower(Person.name))
    )
    return list(db.session.scalars(statement))


def _registrations(last_day: Any, *terms: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Registration.person_id,
            Registration.programme_id,
            Registration.body,
            Registration.number,
            Registration.valid_from,
            last_day,
        )
        .where(
            Registration.person_id.in_(bindparam("person_ids", expanding=True)),
            last_day >= Registration.valid_from,
            *terms,
        )
        .order_by(Registration.person_id, Registration.valid_from, Registration.id)
    )


# Asked with every change of an entry, so put together once.
_REGISTRATIONS = _registrations(_LAST_DAY)


def facts_registrations(
    person_ids: Collection[int], known_at: datetime | None = None
) -> dict[tuple[int, int], tuple[ValidPeriod, ...]]:
    """Return registrations as the rules want them, oldest first, by person and by the programme that knows them.

    Who has none has no key. `known_at` leaves out what was recorded later, and undoes what was ended
    later. A registration recorded by mistake is no fact.
    """
    statement = _REGISTRATIONS
    if known_at is not None:
        was_ended = and_(Registration.ended_at.is_not(None), Registration.ended_at <= known_at)
        last_day = case((was_ended, _LAST_DAY), else_=Registration.valid_until)
        statement = _registrations(last_day, Registration.recorded_at <= known_at)
    found: dict[tuple[int, int], list[ValidPeriod]] = defaultdict(list)
    rows = db.session.execute(statement, {"person_ids": list(person_ids)})
    for person_id, programme_id, body, number, valid_from, valid_until in rows:
        found[person_id, programme_id].append(ValidPeriod(body, number, valid_from, valid_until))
    return {key: tuple(periods) for key, periods in found.items()}
