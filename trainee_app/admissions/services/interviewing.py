"""Arranging an interview, and scoring it by two people who do not look at each other's score first."""

from __future__ import annotations

from datetime import date, datetime

from trainee_app.access import Actor
from trainee_app.admissions import queries
from trainee_app.admissions.events import InterviewArranged, InterviewScored
from trainee_app.admissions.models import Application, Interview, InterviewScore
from trainee_app.admissions.rules import InterviewDraft, Stage, check_interview, check_score, tidy_time
from trainee_app.admissions.services.moving import (
    FormWasUsedBefore,
    StageDoesNotAllowIt,
    check_is_anothers,
    insist_on,
    move,
    said,
    send_news,
    stage_of,
)
from trainee_app.db import db, held_row
from trainee_app.events import publish
from trainee_app.people.models import Person
from trainee_app.refusals import Conflict, Refusal, refuse_faults


class InterviewIsScored(Conflict):
    """Somebody has scored the interview: it took place and is not moved any more."""


class InterviewHasEnded(Conflict):
    """Another interview was arranged instead."""


class ScoreStandsAlready(Conflict):
    """The person has given a score, and it stands."""


class ScorerDoesNotHoldIt(Refusal):
    """Only the two who hold an interview score it."""


class InterviewIsToCome(Refusal):
    """An interview is scored once its day has come."""


def arrange_interview(
    *, application: Application, draft: InterviewDraft, public_id: str, actor: Actor, on: date, at: datetime
) -> Interview:
    """Arrange an interview, or another one instead of it; a repeat returns what the first made. The applicant is told.

    Raises ApplicationIsOnesOwn, StageDoesNotAllowIt, InterviewIsScored, FieldsAreFaulty, FormWasUsedBefore.
    """
    application = held_row(Application, application.id)
    existing = queries.named(Interview, public_id)
    if existing is not None:
        if existing.application_id != application.id:
            raise FormWasUsedBefore("This form was already used for something else. Open the page again.")
        return existing
    check_is_anothers(application, actor)
    if stage_of(application) is not Stage.INTERVIEW:
        insist_on(application, Stage.INTERVIEW)
        if stage_of(application) is Stage.OFFERED:
            raise StageDoesNotAllowIt("A place is offered by now. Withdraw the offer first.")
    people = {
        each.public_id: each
        for each in queries.possible_interviewers(application.programme_id, draft.held_on, application.person_id)
    }
    refuse_faults(check_interview(draft, people, on))
    is_moved = _end_standing(application, actor, at)
    interview = _added(application, draft, people, public_id, actor, at)
    if stage_of(application) is not Stage.INTERVIEW:
        move(application, Stage.INTERVIEW, actor=actor, at=at)
    publish(
        InterviewArranged(
            **said(application, actor, at), interview_id=interview.id, held_on=interview.held_on, is_moved=is_moved
        )
    )
    send_news(application, at=at)
    return interview


def _end_standing(application: Application, actor: Actor, at: datetime) -> bool:
    standing = queries.standing_interview(application.id)
    if standing is None:
        return False
    if queries.who_has_scored(standing.id):
        raise InterviewIsScored("This interview has been scored, so it is not moved any more. Open the page again.")
    standing.ended_at, standing.ended_by = at, actor.person_id or None
    db.session.flush()
    return True


def _added(
    application: Application,
    draft: InterviewDraft,
    people: dict[str, Person],
    public_id: str,
    actor: Actor,
    at: datetime,
) -> Interview:
    interview = Interview(
        public_id=public_id,
        programme_id=application.programme_id,
        application_id=application.id,
        held_on=draft.held_on,
        starts_at=tidy_time(draft.starts_at),
        place=draft.place,
        first_id=people[draft.first].id,
        second_id=people[draft.second].id,
        recorded_at=at,
        recorded_by=actor.person_id or None,
    )
    db.session.add(interview)
    db.session.flush()
    return interview


def give_score(
    *, interview: Interview, score: int, note: str, public_id: str, actor: Actor, on: date, at: datetime
) -> InterviewScore:
    """Give one's own score, 1 to 5, with a note; it stands. A repeat returns what the first made.

    Raises ScorerDoesNotHoldIt, InterviewHasEnded, InterviewIsToCome, ScoreStandsAlready, FieldsAreFaulty.
    """
    application = held_row(Application, interview.application_id)
    db.session.refresh(interview)
    given = queries.score_of(interview.id, actor.person_id)
    if given is not None:
        if given.public_id == public_id:
            return given
        raise ScoreStandsAlready("Your score for this interview stands already and is not changed.")
    _check_may_score(interview, application, actor, on)
    refuse_faults(check_score(score, note))
    made = InterviewScore(
        public_id=public_id,
        programme_id=interview.programme_id,
        interview_id=interview.id,
        person_id=actor.person_id,
        score=score,
        note=note,
        at=at,
    )
    db.session.add(made)
    db.session.flush()
    publish(InterviewScored(**said(application, actor, at), interview_id=interview.id))
    return made


def _check_may_score(interview: Interview, application: Application, actor: Actor, on: date) -> None:
    if actor.person_id not in {interview.first_id, interview.second_id} or application.person_id == actor.person_id:
        raise ScorerDoesNotHoldIt("The two who hold an interview score it, nobody else.")
    if interview.ended_at is not None:
        raise InterviewHasEnded("Another interview was arranged instead of this one. Look at your list again.")
    if on < interview.held_on:
        raise InterviewIsToCome("The day of this interview has not come. Score it once you have held it.")
