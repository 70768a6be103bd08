"""Every SELECT about registrations."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select

from trainee_app.credentials.models import Registration
from trainee_app.db import db


def is_registered(person_id: Any, programme_id: Any, on: Any) -> ColumnElement[bool]:
    """Condition: the person in column `person_id` has a registration known to the programme that is valid on `on`."""
    return exists().where(
        Registration.person_id == person_id,
        Registration.programme_id == programme_id,
        Registration.valid_from <= on,
        func.coalesce(Registration.ended_on, Registration.valid_until) >= on,
    )


def registration_on(person_id: int, programme_id: int, on: date) -> Registration | None:
    """Return the registration valid on that day, the longest one if there are several."""
    statement = (
        select(Registration)
        .where(
            Registration.person_id == person_id,
            Registration.programme_id == programme_id,
            Registration.valid_from <= on,
            func.coalesce(Registration.ended_on, Registration.valid_until) >= on,
        )
        .order_by(Registration.valid_until.desc(), Registration.id)
        .limit(1)
    )
    found: Registration | None = db.session.scalar(statement)
    return found
