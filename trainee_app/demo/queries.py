"""Whether invented people stand in the database."""

from __future__ import annotations

from sqlalchemy import exists, or_, select

from trainee_app.db import db
from trainee_app.people.models import Person

# Set aside for examples and tests by RFC 2606: no real person has an address there.
_RESERVED = ("%.example", "%@example.com", "%@example.net", "%@example.org", "%.test", "%.invalid")


def demo_people_present() -> str | None:
    """Say, in a line, that people with an invented address stand here; None if there are none."""
    invented = or_(*(Person.email.like(pattern) for pattern in _RESERVED))
    if not db.session.scalar(select(exists(select(Person.id).where(invented)))):
        return None
    return (
        "People of the demo (with an address at example.org or the like) stand in this database: "
        "begin with an empty one, the record must never mix them with real people."
    )


def is_loaded() -> bool:
    """Say whether the invented world stands in the database."""
    return bool(db.session.scalar(select(exists(select(Person.id).where(Person.email.like("%@demo.example"))))))
