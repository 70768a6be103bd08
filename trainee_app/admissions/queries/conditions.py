"""Who is what to an application: conditions for the permission table, as SQL."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from trainee_app.access import Actor
from trainee_app.admissions.models import (
    Application,
    Intake,
    Interview,
    InterviewScore,
    Offer,
    SelectionDecision,
)
from trainee_app.people.queries import holds_role
from trainee_app.people.rules import Role
from trainee_app.programmes.models import Programme

_application = aliased(Application)
_interview = aliased(Interview)
_score = aliased(InterviewScore)
_counted = aliased(InterviewScore)
_mine = aliased(Application)


def is_own_application(application_id: Any) -> Any:
    """Return the condition that the application in that column is the actor's own."""

    def is_own(actor: Actor) -> ColumnElement[bool]:
        return exists().where(_application.id == application_id, _application.person_id == actor.person_id)

    return is_own


def interviews_for(application_id: Any) -> Any:
    """Return the condition that the actor is one of the two who hold the interview that stands."""

    def holds_interview(actor: Actor) -> ColumnElement[bool]:
        return exists().where(
            _interview.application_id == application_id,
            _interview.ended_at.is_(None),
            or_(_interview.first_id == actor.person_id, _interview.second_id == actor.person_id),
        )

    return holds_interview


def is_one_of_the_two(actor: Actor) -> ColumnElement[bool]:
    """Condition on interviews: the actor is one of the two who hold it."""
    return or_(Interview.first_id == actor.person_id, Interview.second_id == actor.person_id)


def interviews_on_programme(actor: Actor) -> ColumnElement[bool]:
    """Condition on programmes: the actor holds an interview there."""
    return exists().where(
        _interview.programme_id == Programme.id,
        _interview.ended_at.is_(None),
        or_(_interview.first_id == actor.person_id, _interview.second_id == actor.person_id),
    )


def score_is_open_to(actor: Actor) -> ColumnElement[bool]:
    """Condition on scores: it is the actor's own, or nothing that they could still be led by.

    Whoever holds the interview sees the other's score once their own stands; who decides once both stand.
    """
    own_stands = exists().where(_score.interview_id == InterviewScore.interview_id, _score.person_id == actor.person_id)
    both_stand = (
        select(func.count(_counted.id))
        .where(_counted.interview_id == InterviewScore.interview_id)
        .correlate(InterviewScore)
        .scalar_subquery()
        >= 2  # noqa: PLR2004 - by two people
    )
    holds_it = exists().where(
        _interview.id == InterviewScore.interview_id,
        or_(_interview.first_id == actor.person_id, _interview.second_id == actor.person_id),
    )
    decides = holds_role(actor, InterviewScore.programme_id, Role.ADMINISTRATOR, Role.DIRECTOR, Role.BOARD_MEMBER)
    return or_(own_stands, and_(both_stand, ~holds_it, decides))


def is_about_own_application(actor: Actor) -> ColumnElement[bool]:
    """Condition on scores: of an interview for the actor's own application."""
    return exists().where(
        _interview.id == InterviewScore.interview_id,
        _mine.id == _interview.application_id,
        _mine.person_id == actor.person_id,
    )


def has_proposed_it(actor: Actor) -> ColumnElement[bool]:
    """Condition on decisions: the actor proposed it."""
    return SelectionDecision.proposed_by == actor.person_id


def is_applicant_of_offer(actor: Actor) -> ColumnElement[bool]:
    """Condition on offers: it was made to the actor."""
    return exists().where(_application.id == Offer.application_id, _application.person_id == actor.person_id)


def is_open_on_its_day(actor: Actor) -> ColumnElement[bool]:
    """Condition on intakes: open on the actor's day, both days included."""
    return and_(Intake.opens_on <= actor.on, Intake.closes_on >= actor.on)


def is_read_by_deciders(actor: Actor) -> ColumnElement[bool]:
    """Condition on applications: handed in, and the actor is director or board member of the programme."""
    decides = holds_role(actor, Application.programme_id, Role.DIRECTOR, Role.BOARD_MEMBER)
    return and_(Application.stage.is_not(None), decides)
