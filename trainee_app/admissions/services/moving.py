"""What every verb of selection needs: the application held, its next step, word to the applicant."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from trainee_app.access import Actor
from trainee_app.admissions.events import ApplicationMoved
from trainee_app.admissions.models import Application, ApplicationStep
from trainee_app.admissions.rules import Stage, may_move
from trainee_app.db import db
from trainee_app.events import publish
from trainee_app.mail import services as mail
from trainee_app.people.models import Person
from trainee_app.people.queries import account
from trainee_app.refusals import Conflict, Refusal

NEWS_LETTER = "admissions.news"
FROM_PAGE, FROM_WORKBOOK = "page", "office workbook"


class StageDoesNotAllowIt(Conflict):
    """The application stands at another stage by now."""


class FormWasUsedBefore(Conflict):
    """The name that the form was given already stands for something else."""


class ApplicationIsOnesOwn(Refusal):
    """Somebody would act for the course on their own application."""


def check_is_anothers(application: Application, actor: Actor) -> None:
    """Raise ApplicationIsOnesOwn if it is the actor's."""
    if application.person_id == actor.person_id:
        raise ApplicationIsOnesOwn("Nobody acts for the course on their own application. Ask somebody else.")


def insist_on(application: Application, after: Stage) -> None:
    """Raise StageDoesNotAllowIt if the application cannot go on to `after`."""
    if not may_move(stage_of(application), after):
        words = "not handed in" if application.stage is None else Stage(application.stage).words
        raise StageDoesNotAllowIt(
            f"This application stands at “{words}” by now. Open it again to see what is possible."
        )


def stage_of(application: Application) -> Stage | None:
    """Return where it stands; None while it is not handed in."""
    return None if application.stage is None else Stage(application.stage)


def move(application: Application, after: Stage, *, actor: Actor, at: datetime) -> None:
    """Let the application, which is held, reach a stage. Raises StageDoesNotAllowIt."""
    insist_on(application, after)
    before = application.stage
    application.stage = after.value
    db.session.flush()
    note_step(application, before=before, actor=actor, at=at, source=FROM_PAGE)


def note_step(application: Application, *, before: str | None, actor: Actor, at: datetime, source: str) -> None:
    """Write the step to the stage that the application has reached, and tell of it."""
    so_far = db.session.scalar(
        select(func.count(ApplicationStep.id)).where(ApplicationStep.application_id == application.id)
    )
    after = application.stage or ""
    db.session.add(
        ApplicationStep(
            programme_id=application.programme_id,
            application_id=application.id,
            number=(so_far or 0) + 1,
            stage_before=before,
            stage_after=after,
            source=source,
            actor_id=actor.person_id or None,
            at=at,
        )
    )
    db.session.flush()
    publish(ApplicationMoved(**said(application, actor, at), stage_before=before, stage_after=after, source=source))


def said(application: Application, actor: Actor, at: datetime) -> dict[str, Any]:
    """Return what every event about an application says."""
    return {
        "programme_id": application.programme_id,
        "actor_id": actor.person_id or None,
        "at": at,
        "application_id": application.id,
        "application": application.public_id,
        "person_id": application.person_id,
    }


def send_news(application: Application, *, at: datetime) -> None:
    """Write to the applicant that there is news, and nothing of what it is; nobody without an account is written to."""
    person = db.session.get_one(Person, application.person_id)
    if person.email and account(person.id) is not None:
        mail.post(kind=NEWS_LETTER, person_id=person.id, params={"programme_id": application.programme_id}, at=at)
