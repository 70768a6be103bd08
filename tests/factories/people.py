"""Real rows of programmes, persons and the roles they hold. Added and flushed, never committed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count

from trainee_app.db import db
from trainee_app.people.models import Person, RoleHeld
from trainee_app.people.rules import Role
from trainee_app.programmes.models import Programme

RECORDED_AT = datetime(2025, 9, 1, 9, tzinfo=UTC)
_numbers = count(1)


def make_programme(
    key: str = "pip", title: str = "Parent-infant psychotherapy", zone: str = "Europe/London"
) -> Programme:
    """Make a programme without a published version."""
    programme = Programme(key=key, title=title, zone=zone)
    db.session.add(programme)
    db.session.flush()
    return programme


def make_person(name: str = "Marta Ellison", email: str | None = None) -> Person:
    """Make a person without an account; the e-mail address is unique if none is given."""
    person = Person(name=name, email=email or f"person{next(_numbers)}@example.org", recorded_at=RECORDED_AT)
    db.session.add(person)
    db.session.flush()
    return person


def give_role(
    person: Person,
    programme: Programme,
    role: Role,
    starts_on: date = date(2025, 9, 1),
    ends_on: date | None = None,
) -> RoleHeld:
    """Let the person hold a role on the programme for a period."""
    held = RoleHeld(
        programme_id=programme.id,
        person_id=person.id,
        role=role,
        starts_on=starts_on,
        ends_on=ends_on,
        recorded_at=RECORDED_AT,
    )
    db.session.add(held)
    db.session.flush()
    return held
