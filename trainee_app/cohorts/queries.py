"""Every SELECT about cohorts, trainees, placements and supervision agreements."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select

from trainee_app.access import Actor
from trainee_app.cohorts.models import Cohort, Placement, SupervisionAgreement, Trainee, VersionPin
from trainee_app.db import db
from trainee_app.people.queries import in_force
from trainee_app.programmes.models import ProgrammeVersion
from trainee_app.programmes.rules import Definition, parse_definition

# A published version never changes, so that its words need to be read once in a process.
_read = lru_cache(maxsize=64)(parse_definition)


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


def definition_of_cohort(cohort_id: int) -> Definition:
    """Return the rules under which the cohort is judged."""
    return _read(version_of_cohort(cohort_id).definition)


def definitions_in_force() -> dict[int, Definition]:
    """Return the rules of every programme version that a cohort is pinned to now, by the version's id."""
    pinned = select(VersionPin.programme_version_id).where(VersionPin.ended_at.is_(None))
    statement = select(ProgrammeVersion.id, ProgrammeVersion.definition).where(ProgrammeVersion.id.in_(pinned))
    return {
        version_id: _read(words) for version_id, words in db.session.execute(statement.order_by(ProgrammeVersion.id))
    }


def is_judged_under(programme_version_id: int, trainee_id: Any) -> ColumnElement[bool]:
    """Condition: the cohort of the trainee in column `trainee_id` is pinned to that programme version."""
    return exists().where(
        Trainee.id == trainee_id,
        VersionPin.cohort_id == Trainee.cohort_id,
        VersionPin.programme_version_id == programme_version_id,
        VersionPin.ended_at.is_(None),
    )


def placements_of(trainee_id: int) -> list[Placement]:
    """Return the trainee's placements, the first one first; those that have ended too."""
    statement = select(Placement).where(Placement.trainee_id == trainee_id).order_by(Placement.starts_on, Placement.id)
    return list(db.session.scalars(statement))


def trainees_of(person_id: int) -> list[Trainee]:
    """Return the person's memberships, the latest cohort first."""
    statement = (
        select(Trainee).join(Cohort).where(Trainee.person_id == person_id).order_by(Cohort.starts_on.desc(), Trainee.id)
    )
    return list(db.session.scalars(statement))
