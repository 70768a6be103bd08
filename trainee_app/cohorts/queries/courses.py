"""The course of a trainee, for rooms below that know no cohort."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from trainee_app.cohorts.models import Trainee
from trainee_app.cohorts.queries.memberships import terms_of
from trainee_app.credentials.rules import Course
from trainee_app.db import db
from trainee_app.programmes.queries import definition_of


def course_of_trainee(person_id: int, programme_id: int, _on: date) -> Course | None:
    """Return from when to when the person is a trainee of the programme, and under what rules; the latest if of several."""
    whose = (Trainee.person_id == person_id, Trainee.programme_id == programme_id)
    trainee_id = db.session.scalar(select(Trainee.id).where(*whose).order_by(Trainee.id.desc()).limit(1))
    if trainee_id is None:
        return None
    terms = terms_of([trainee_id])[trainee_id]
    return Course(terms.starts_on, terms.ends_on, definition_of(terms.version))
