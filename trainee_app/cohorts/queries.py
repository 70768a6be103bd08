"""Every SELECT about cohorts, trainees, placements and supervision agreements."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select

from trainee_app.access import Actor
from trainee_app.cohorts.models import Cohort, SupervisionAgreement, Trainee, VersionPin
from trainee_app.db import db
from trainee_app.people.queries import in_force
from trainee_app.programmes.models import ProgrammeVersion


def is_own_record(actor: Actor, trainee_id: Any) -> ColumnElement[bool]:
    """Condition: the trainee in column `trainee_id` is the actor."""
    return exists().where(Trainee.id == trainee_id, Trainee.person_id == actor.person_id)


def supervises(actor: Actor, trainee_id: Any, on: Any, capacity: Any = None) -> ColumnElement[bool]:
    """Condition: an agreement between the actor and the trainee covers the day `on` (a date or a column).

    `capacity` narrows it to "supervisor" or "tutor" (a value or a column).
    """
    terms = [
        SupervisionAgreement.supervisor_id == actor.person_id,
        SupervisionAgreement.trainee_id == trainee_id,
        in_force(SupervisionAgreement, on),
    ]
    if capacity is not None:
        terms.append(SupervisionAgreement.capacity == capacity)
    return exists().where(*terms)


def may_still_sign_for(
    actor: Actor, trainee_id: Any, worked_on: Any, former_days: int, capacity: Any
) -> ColumnElement[bool]:
    """Condition: the actor's agreement covers the day of the work and has not ended more than `former_days` ago.

    A former supervisor may sign their own period for some time (domain rule 2; the programme says how long).
    """
    return exists().where(
        SupervisionAgreement.supervisor_id == actor.person_id,
        SupervisionAgreement.trainee_id == trainee_id,
        SupervisionAgreement.capacity == capacity,
        in_force(SupervisionAgreement, worked_on),
        or_(
            SupervisionAgreement.ends_on.is_(None),
            SupervisionAgreement.ends_on >= actor.on - timedelta(days=former_days),
        ),
    )


def version_of_cohort(cohort_id: int) -> ProgrammeVersion:
    """Return the programme version that the cohort is pinned to."""
    statement = (
        select(ProgrammeVersion)
        .join(VersionPin, VersionPin.programme_version_id == ProgrammeVersion.id)
        .where(VersionPin.cohort_id == cohort_id, VersionPin.ended_at.is_(None))
    )
    found: ProgrammeVersion = db.session.scalars(statement).one()
    return found


def trainees_of(person_id: int) -> list[Trainee]:
    """Return the person's memberships, the latest cohort first."""
    statement = (
        select(Trainee).join(Cohort).where(Trainee.person_id == person_id).order_by(Cohort.starts_on.desc(), Trainee.id)
    )
    return list(db.session.scalars(statement))
