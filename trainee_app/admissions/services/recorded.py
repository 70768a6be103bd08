"""Applications that an office's record tells of: each ends where the record says, and nothing is made up between."""

from __future__ import annotations

from datetime import date, datetime

from trainee_app.access import Actor
from trainee_app.admissions import queries
from trainee_app.admissions.models import Application, Intake, Interview
from trainee_app.admissions.rules import Stage
from trainee_app.admissions.services.enrolling import tell_of_enrolment
from trainee_app.admissions.services.intakes import make_intake
from trainee_app.admissions.services.moving import FROM_WORKBOOK, note_step
from trainee_app.cohorts.models import Cohort, Trainee
from trainee_app.db import db
from trainee_app.people.models import Person


def intake_for(*, cohort: Cohort, actor: Actor, at: datetime) -> Intake:
    """Return the cohort's intake; one without days is made if there is none."""
    return queries.intake_of(cohort.id) or make_intake(cohort=cohort, draft=None, actor=actor, at=at)


def bring_application_in(
    *,
    intake: Intake,
    person: Person,
    stage: Stage,
    trainee: Trainee | None,
    interviewed_on: date | None,
    actor: Actor,
    at: datetime,
) -> Application:
    """Record an application as far as an office's record tells: its stage, the day of the interview, the membership.

    It has one step, from nothing to that stage, which says where it comes from. Nobody is written to.
    """
    application = Application(
        programme_id=intake.programme_id,
        intake_id=intake.id,
        person_id=person.id,
        stage=stage.value,
        statement="",
        access_to_cases="",
        trainee_id=None if trainee is None else trainee.id,
        recorded_at=at,
        recorded_by=actor.person_id or None,
    )
    db.session.add(application)
    db.session.flush()
    note_step(application, before=None, actor=actor, at=at, source=FROM_WORKBOOK)
    if interviewed_on is not None:
        db.session.add(
            Interview(
                programme_id=intake.programme_id,
                application_id=application.id,
                held_on=interviewed_on,
                starts_at="",
                place="",
                recorded_at=at,
                recorded_by=actor.person_id or None,
            )
        )
        db.session.flush()
    if trainee is not None:
        tell_of_enrolment(application, trainee, actor, at)
    return application
