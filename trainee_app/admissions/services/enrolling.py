"""Enrolment: an applicant becomes a trainee of the cohort in one act; nothing is entered a second time."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select

from trainee_app.access import Actor
from trainee_app.admissions import queries
from trainee_app.admissions.events import ApplicantEnrolled
from trainee_app.admissions.models import Application, Intake
from trainee_app.admissions.rules import ENDS, Stage
from trainee_app.admissions.services.moving import check_is_anothers, insist_on, move, said
from trainee_app.cohorts.models import Trainee
from trainee_app.cohorts.services import enrol
from trainee_app.db import db, held_row
from trainee_app.events import publish
from trainee_app.people.models import Person, RoleHeld
from trainee_app.people.queries import role_in_force
from trainee_app.people.rules import Role
from trainee_app.people.services import end_role
from trainee_app.refusals import FieldsAreFaulty, Violation


def enrol_applicant(
    *, application: Application, although: Collection[str] = (), actor: Actor, on: date, at: datetime
) -> Trainee:
    """Make whoever accepted a trainee of the intake's cohort, with what they brought along; they are told of the role.

    Registrations, experience and evidence hang on the person and the programme, so they are there already. The
    applicant's role ends. Enrolled before, it returns that membership. What is due by now and neither met nor
    accepted has to be named in `although` (keys): nobody is enrolled past it unseen. Raises ApplicationIsOnesOwn,
    StageDoesNotAllowIt, FieldsAreFaulty, and what `cohorts.services.enrol` raises.
    """
    application = held_row(Application, application.id)
    check_is_anothers(application, actor)
    if application.trainee is not None:
        return application.trainee
    insist_on(application, Stage.ENROLLED)
    undecided = queries.undecided(application, on)
    unseen = [each.title for each in undecided if each.key not in although]
    if unseen:
        words = f"Neither met nor accepted: {'; '.join(unseen)}. Accept it first, or tick it here."
        raise FieldsAreFaulty([Violation("undecided", "although", words)])
    intake = db.session.get_one(Intake, application.intake_id)
    person = db.session.get_one(Person, application.person_id)
    trainee = enrol(cohort=intake.cohort, person=person, actor=actor, on=on, at=at)
    move(application, Stage.ENROLLED, actor=actor, at=at)
    application.trainee_id = trainee.id
    db.session.flush()
    keys = ", ".join(each.key for each in undecided)
    tell_of_enrolment(application, trainee, actor, at, although=keys)
    _end_role_of_applicant(application, actor, on, at)
    return trainee


def tell_of_enrolment(
    application: Application, trainee: Trainee, actor: Actor, at: datetime, *, although: str = ""
) -> None:
    """Publish that an applicant is a trainee, and although what was undecided."""
    publish(
        ApplicantEnrolled(
            **said(application, actor, at),
            trainee_id=trainee.id,
            trainee=trainee.public_id,
            cohort_id=trainee.cohort_id,
            although=although,
        )
    )


def _end_role_of_applicant(application: Application, actor: Actor, on: date, at: datetime) -> None:
    """End the role, unless another application of theirs on the programme goes on."""
    over = [stage.value for stage in ENDS]
    others = select(Application.id).where(
        Application.person_id == application.person_id,
        Application.programme_id == application.programme_id,
        (Application.stage.is_(None)) | (Application.stage.not_in(over)),
    )
    if db.session.scalar(others.limit(1)) is not None:
        return
    held_roles = select(RoleHeld).where(
        RoleHeld.person_id == application.person_id,
        RoleHeld.programme_id == application.programme_id,
        RoleHeld.role == Role.APPLICANT,
        RoleHeld.ended_at.is_(None),
        role_in_force(on),
    )
    for role in db.session.scalars(held_roles).all():
        end_role(held=role, actor=actor, at=at, on=on)
