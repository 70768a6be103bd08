"""Roles held on a programme for a period: granted, and ended; never edited."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from trainee_app.access import Actor
from trainee_app.db import db
from trainee_app.events import publish
from trainee_app.people import queries
from trainee_app.people.events import RoleEnded, RoleGranted
from trainee_app.people.models import Person, RoleHeld
from trainee_app.people.rules import Role
from trainee_app.refusals import Conflict, Refusal


class OwnRoleIsForOthersToChange(Refusal):
    """Somebody wanted to give themselves a role, or to end one of their own."""

    def __init__(self) -> None:
        super().__init__("Nobody changes their own roles. Ask another administrator, or the director.")


class RoleIsHeldAlready(Conflict):
    """The person holds that role on that programme in that time already."""


class RoleEndsBeforeItBegins(Refusal):
    """The last day given lies before the first."""


class RoleHasEnded(Conflict):
    """Somebody has ended this role already."""


def grant_role(
    *,
    person: Person,
    programme_id: int,
    role: Role,
    starts_on: date,
    ends_on: date | None = None,
    actor: Actor,
    at: datetime,
) -> RoleHeld:
    """Let the person hold the role from `starts_on` to `ends_on` (both included; None: until ended).

    Raises OwnRoleIsForOthersToChange, RoleEndsBeforeItBegins, RoleIsHeldAlready.
    """
    if person.id == actor.person_id:
        raise OwnRoleIsForOthersToChange
    if ends_on is not None and ends_on < starts_on:
        raise RoleEndsBeforeItBegins("The last day lies before the first. Correct one of the two.")
    if queries.holds_within(person.id, programme_id, role, starts_on, ends_on):
        raise RoleIsHeldAlready(f"{person.name} is {role.words} here already in that time.")
    held = RoleHeld(
        programme_id=programme_id,
        person_id=person.id,
        role=role,
        starts_on=starts_on,
        ends_on=ends_on,
        recorded_at=at,
        recorded_by=actor.person_id or None,
    )
    db.session.add(held)
    db.session.flush()
    publish(
        RoleGranted(
            programme_id=programme_id,
            actor_id=actor.person_id or None,
            at=at,
            role_held_id=held.id,
            person_id=person.id,
            role=role.value,
            starts_on=starts_on,
            ends_on=ends_on,
        )
    )
    return held


def end_role(*, held: RoleHeld, actor: Actor, at: datetime, on: date) -> None:
    """End the role from now on: its last day was the day before `on`.

    One that began today, or is still to begin, counts as never held (see `queries.role_in_force`).
    Raises OwnRoleIsForOthersToChange, RoleHasEnded.
    """
    if held.person_id == actor.person_id:
        raise OwnRoleIsForOthersToChange
    if held.ended_at is not None or (held.ends_on is not None and held.ends_on < on):
        raise RoleHasEnded("This role has ended already. Open the page again and look.")
    held.ends_on = max(held.starts_on, on - timedelta(days=1))
    held.ended_at, held.ended_by = at, actor.person_id or None
    publish(
        RoleEnded(
            programme_id=held.programme_id,
            actor_id=actor.person_id or None,
            at=at,
            role_held_id=held.id,
            person_id=held.person_id,
            role=held.role,
            ends_on=held.ends_on,
        )
    )
