"""Opening an intake for a cohort, and changing its days or places."""

from __future__ import annotations

from datetime import datetime

from trainee_app.access import Actor
from trainee_app.admissions import queries
from trainee_app.admissions.events import IntakeChanged, IntakeMade
from trainee_app.admissions.models import Intake
from trainee_app.admissions.rules import IntakeDraft, check_intake
from trainee_app.admissions.services.moving import FormWasUsedBefore
from trainee_app.cohorts.models import Cohort
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.events import publish
from trainee_app.refusals import Conflict, refuse_faults


class CohortHasAnIntake(Conflict):
    """There is one intake for a cohort, and this cohort has it."""


def make_intake(
    *, cohort: Cohort, draft: IntakeDraft | None, actor: Actor, at: datetime, public_id: str | None = None
) -> Intake:
    """Open an intake; without a draft one whose days nobody knows any more. A repeat returns what the first made.

    Raises FieldsAreFaulty, CohortHasAnIntake, FormWasUsedBefore.
    """
    name = public_id or new_public_id()
    existing = queries.named(Intake, name)
    if existing is not None:
        if existing.cohort_id != cohort.id:
            raise FormWasUsedBefore("This form was already used for something else. Open the page again.")
        return existing
    if queries.intake_of(cohort.id) is not None:
        raise CohortHasAnIntake(f"{cohort.name} has an intake already. Change its days there.")
    _insist_on_sound(draft, cohort)
    intake = Intake(
        public_id=name,
        programme_id=cohort.programme_id,
        cohort_id=cohort.id,
        opens_on=draft.opens_on if draft else None,
        closes_on=draft.closes_on if draft else None,
        places=draft.places if draft else None,
        recorded_at=at,
        recorded_by=actor.person_id or None,
    )
    db.session.add(intake)
    db.session.flush()
    publish(
        IntakeMade(
            programme_id=intake.programme_id,
            actor_id=actor.person_id or None,
            at=at,
            intake_id=intake.id,
            intake=intake.public_id,
            cohort_id=cohort.id,
            opens_on=intake.opens_on,
            closes_on=intake.closes_on,
            places=intake.places,
        )
    )
    return intake


def change_intake(*, intake: Intake, draft: IntakeDraft, actor: Actor, at: datetime) -> None:
    """Give an intake other days or places; what they were before stands in the trail. Raises FieldsAreFaulty."""
    _insist_on_sound(draft, intake.cohort)
    if (intake.opens_on, intake.closes_on, intake.places) == (draft.opens_on, draft.closes_on, draft.places):
        return
    intake.opens_on, intake.closes_on, intake.places = draft.opens_on, draft.closes_on, draft.places
    db.session.flush()
    publish(
        IntakeChanged(
            programme_id=intake.programme_id,
            actor_id=actor.person_id or None,
            at=at,
            intake_id=intake.id,
            intake=intake.public_id,
            opens_on=draft.opens_on,
            closes_on=draft.closes_on,
            places=draft.places,
        )
    )


def _insist_on_sound(draft: IntakeDraft | None, cohort: Cohort) -> None:
    refuse_faults(check_intake(draft, cohort.starts_on) if draft else ())
