"""Beginning an application, saving it as one goes, handing it in; by the person, or by the office for them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from trainee_app.access import Actor
from trainee_app.admissions import queries
from trainee_app.admissions.events import ApplicationBegun
from trainee_app.admissions.models import Application, Intake
from trainee_app.admissions.rules import Answers, Stage, check_complete, check_lengths
from trainee_app.admissions.services.moving import (
    ApplicationIsOnesOwn,
    FormWasUsedBefore,
    check_is_anothers,
    insist_on,
    move,
    said,
)
from trainee_app.db import db, held_row
from trainee_app.db.tables import new_public_id
from trainee_app.events import publish
from trainee_app.people.models import Person
from trainee_app.people.queries import holds_within, person_by_email
from trainee_app.people.rules import Role
from trainee_app.people.services import grant_role, welcome
from trainee_app.people.services.persons import tell_of_role
from trainee_app.refusals import Conflict, refuse_faults


class IntakeIsNotOpen(Conflict):
    """Applications are taken from the day the intake opens to the day it closes."""


class HasAppliedAlready(Conflict):
    """One person applies once to an intake."""


class ApplicationChangedSinceShown(Conflict):
    """Something else was saved after the page was shown."""


class ApplicationIsHandedIn(Conflict):
    """It was handed in before, and stands."""


def begin_application(
    *, intake: Intake, actor: Actor, on: date, at: datetime, public_id: str | None = None
) -> Application:
    """Begin one's own application. A second wish to begin leads to the first. Raises IntakeIsNotOpen."""
    existing = _application_of(intake.id, actor.person_id)
    if existing is not None:
        return existing
    check_is_open(intake, on)
    return _begin(intake, actor.person_id, actor, at, public_id)


def record_application(
    *, intake: Intake, name: str, email: str, actor: Actor, on: date, at: datetime, public_id: str | None = None
) -> Application:
    """Begin an application for somebody, as the office, inviting them if their address is not known here.

    The days of the intake do not bind the office. Raises HasAppliedAlready, FormWasUsedBefore, ApplicationIsOnesOwn
    and what granting a role raises.
    """
    again = queries.named(Application, public_id) if public_id else None
    if again is not None:
        if again.intake_id != intake.id:
            raise FormWasUsedBefore("This form was already used for something else. Open the page again.")
        return again
    person = person_by_email(email)
    if person is not None and person.id == actor.person_id:
        raise ApplicationIsOnesOwn("Nobody records an application of their own. Ask somebody else on the course.")
    if person is not None and _application_of(intake.id, person.id) is not None:
        raise HasAppliedAlready(f"{person.name} has an application to this intake already. Open it in the list.")
    person = _as_applicant(person, name, email, intake.programme_id, actor, on, at)
    return _begin(intake, person.id, actor, at, public_id)


def save_application(*, application: Application, answers: Answers, seen: str, at: datetime) -> None:
    """Keep what is written so far; nothing has to be complete.

    `seen` is the edition that the page showed. Raises ApplicationIsHandedIn, ApplicationChangedSinceShown,
    FieldsAreFaulty.
    """
    application = _unfinished(application)
    _insist_on_edition(application, answers, seen)
    refuse_faults(check_lengths(answers))
    _write(application, answers, at)


def hand_in(*, application: Application, answers: Answers, seen: str, actor: Actor, on: date, at: datetime) -> None:
    """Keep what is written and hand it in: it stands from then on.

    The office hands in for somebody at any time; the person while the intake is open. `seen` is the edition that the
    page showed. Raises ApplicationIsHandedIn, ApplicationChangedSinceShown, IntakeIsNotOpen, FieldsAreFaulty.
    """
    application = _unfinished(application)
    _insist_on_edition(application, answers, seen)
    if application.person_id == actor.person_id:
        check_is_open(application.intake, on)
    refuse_faults(check_complete(answers))
    _write(application, answers, at)
    move(application, Stage.APPLIED, actor=actor, at=at)


def edition_of(application: Application) -> str:
    """Return by what a page says which text it has shown: when it was saved; "" if it never was."""
    return application.saved_at.isoformat() if application.saved_at else ""


def take_into_screening(*, application: Application, actor: Actor, at: datetime) -> None:
    """Take an application that was handed in into the screening. Raises ApplicationIsOnesOwn, StageDoesNotAllowIt."""
    application = held_row(Application, application.id)
    check_is_anothers(application, actor)
    insist_on(application, Stage.SCREENING)
    move(application, Stage.SCREENING, actor=actor, at=at)


def check_is_open(intake: Intake, on: date) -> None:
    """Raise IntakeIsNotOpen unless people may apply on that day."""
    if intake.opens_on is None or intake.closes_on is None or not intake.opens_on <= on <= intake.closes_on:
        raise IntakeIsNotOpen("This intake is not open today. Ask the course office what is possible.")


def _application_of(intake_id: int, person_id: int) -> Application | None:
    return db.session.scalar(
        select(Application).where(Application.intake_id == intake_id, Application.person_id == person_id)
    )


def _as_applicant(
    person: Person | None, name: str, email: str, programme_id: int, actor: Actor, on: date, at: datetime
) -> Person:
    if person is None:
        return welcome(
            name=name, email=email, programme_id=programme_id, role=Role.APPLICANT, starts_on=on, actor=actor, at=at
        ).person
    if not holds_within(person.id, programme_id, Role.APPLICANT, on, None):
        grant_role(person=person, programme_id=programme_id, role=Role.APPLICANT, starts_on=on, actor=actor, at=at)
        tell_of_role(person=person, programme_id=programme_id, role=Role.APPLICANT, at=at)
    return person


def _begin(intake: Intake, person_id: int, actor: Actor, at: datetime, public_id: str | None) -> Application:
    application = Application(
        public_id=public_id or new_public_id(),
        programme_id=intake.programme_id,
        intake_id=intake.id,
        person_id=person_id,
        stage=None,
        statement="",
        access_to_cases="",
        recorded_at=at,
        recorded_by=actor.person_id or None,
    )
    db.session.add(application)
    db.session.flush()
    publish(ApplicationBegun(**said(application, actor, at), intake_id=intake.id))
    return application


def _unfinished(application: Application) -> Application:
    application = held_row(Application, application.id)
    if application.stage is not None:
        raise ApplicationIsHandedIn("This application was handed in and stands. Open it again to see where it is.")
    return application


def _insist_on_edition(application: Application, answers: Answers, seen: str) -> None:
    """What somebody else has saved meanwhile is looked at first; the same text sent again is no change."""
    is_same = (application.statement, application.access_to_cases) == (answers.statement, answers.access_to_cases)
    if seen != edition_of(application) and not is_same:
        raise ApplicationChangedSinceShown(
            "This application was saved since your page was shown, in another window or by somebody else. What you "
            "typed stands below and is not saved yet; what was saved stands under it. Put the two together, then save."
        )


def _write(application: Application, answers: Answers, at: datetime) -> None:
    application.statement, application.access_to_cases = answers.statement, answers.access_to_cases
    application.saved_at = at
    db.session.flush()
