"""What two people decide: who they are on what they sign, who may be the second, and their signature under it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from trainee_app.access import Actor
from trainee_app.db import db
from trainee_app.people.models import Person
from trainee_app.people.queries import people_holding
from trainee_app.people.rules import Role
from trainee_app.signatures.rules import Signer

PROPOSERS = (Role.ADMINISTRATOR, Role.DIRECTOR)
DECIDERS = (Role.DIRECTOR, Role.BOARD_MEMBER)


def attester(actor: Actor, programme_id: int, on: date, roles: Sequence[Role]) -> Signer:
    """Return the actor as one of two who sign, in those of these roles that they hold."""
    person = db.session.get_one(Person, actor.person_id)
    held = [role for role in roles if any(each.id == person.id for each in people_holding(programme_id, role, on))]
    return Signer(
        person_id=person.id, name=person.name, role=" and ".join(role.words for role in held), registration=""
    )


def deciders(programme_id: int, on: date, *, but_not: Sequence[int]) -> list[int]:
    """Return who decides as the second of two, but for those whom it concerns or who have proposed it."""
    found = {each.id for role in DECIDERS for each in people_holding(programme_id, role, on)}
    return sorted(found - set(but_not))
