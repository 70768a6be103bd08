"""What the course decides: the administrator proposes, a director or board member agrees or does not."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from trainee_app.access import Actor
from trainee_app.admissions import queries
from trainee_app.admissions.events import DecisionMade, DecisionProposed, DecisionTakenBack, OfferMade
from trainee_app.admissions.models import Application, Offer, SelectionDecision
from trainee_app.admissions.rules import DecisionDraft, Outcome, Stage, check_decision, may_be_decided_as
from trainee_app.admissions.services.moving import (
    FormWasUsedBefore,
    check_is_anothers,
    insist_on,
    move,
    said,
    send_news,
    stage_of,
)
from trainee_app.db import db, held_row
from trainee_app.db.tables import new_public_id
from trainee_app.events import publish
from trainee_app.refusals import Conflict, Refusal, refuse_faults

SCORERS = 2


class DecisionIsWaitedFor(Conflict):
    """A decision is proposed already and waits for its second person."""


class DecisionIsMade(Conflict):
    """The decision was agreed to, not agreed to, or taken back before."""


class DecidedByTheProposer(Refusal):
    """Whoever proposed a decision would agree to it too, or somebody about themselves."""


class InterviewIsNotScored(Refusal):
    """A place is offered once two people have scored the interview."""


def propose_decision(
    *, application: Application, draft: DecisionDraft, public_id: str, actor: Actor, on: date, at: datetime
) -> SelectionDecision:
    """Propose what the course decides; a repeat returns what the first made.

    Raises ApplicationIsOnesOwn, DecisionIsWaitedFor, InterviewIsNotScored, FieldsAreFaulty, FormWasUsedBefore.
    """
    application = held_row(Application, application.id)
    existing = queries.named(SelectionDecision, public_id)
    if existing is not None:
        if existing.application_id != application.id:
            raise FormWasUsedBefore("This form was already used for something else. Open the page again.")
        return existing
    check_is_anothers(application, actor)
    if queries.waiting_decision(application.id) is not None:
        raise DecisionIsWaitedFor("A decision is proposed already and waits for a second person. Open the page again.")
    refuse_faults(check_decision(draft, may_be_decided_as(stage_of(application)), on))
    _check_is_scored(application, draft.outcome)
    decision = SelectionDecision(
        public_id=public_id,
        programme_id=application.programme_id,
        application_id=application.id,
        outcome=draft.outcome.value,
        reason=draft.reason,
        told=draft.told,
        conditions=draft.conditions,
        answer_by=draft.answer_by,
        proposed_by=actor.person_id,
        proposed_at=at,
        verdict="",
    )
    db.session.add(decision)
    db.session.flush()
    publish(DecisionProposed(**said(application, actor, at), decision_id=decision.id))
    return decision


def _check_is_scored(application: Application, outcome: Outcome) -> None:
    """An offer or a place on the waiting list follows from an interview; one from an office's record has no scores."""
    if outcome is Outcome.NO_OFFER or stage_of(application) is not Stage.INTERVIEW:
        return
    interview = queries.standing_interview(application.id)
    if interview is None or (interview.first_id and len(queries.who_has_scored(interview.id)) < SCORERS):
        raise InterviewIsNotScored("Both interviewers score the interview first; then this can be proposed.")


def decide(*, decision: SelectionDecision, agree: bool, actor: Actor, on: date, at: datetime) -> None:
    """Agree to what somebody else has proposed, or do not. Agreed, the application moves, and the applicant is told.

    Raises DecidedByTheProposer, DecisionIsMade, StageDoesNotAllowIt, FieldsAreFaulty (the day to answer by has passed).
    """
    application, decision = _held(decision)
    if actor.person_id in {decision.proposed_by, application.person_id}:
        raise DecidedByTheProposer("Somebody else decides this: neither who proposed it nor who it is about.")
    if decision.verdict or decision.ended_at is not None:
        raise DecisionIsMade("This has been decided or taken back already. Open the page again to see how.")
    outcome = Outcome(decision.outcome)
    if agree:
        insist_on(application, outcome.leads_to)
        if decision.answer_by is not None and decision.answer_by < on:
            raise DecisionIsMade("The day to answer by has passed. Have it taken back and proposed with another day.")
    decision.verdict = "agreed" if agree else "not_agreed"
    decision.decided_by, decision.decided_at = actor.person_id, at
    db.session.flush()
    publish(
        DecisionMade(**said(application, actor, at), decision_id=decision.id, outcome=outcome.value, is_agreed=agree)
    )
    if agree:
        move(application, outcome.leads_to, actor=actor, at=at)
        _offer(application, decision, actor, at)
        send_news(application, at=at)


def take_decision_back(*, decision: SelectionDecision, actor: Actor, at: datetime) -> None:
    """Take back what is proposed and not decided. Raises ApplicationIsOnesOwn, DecisionIsMade."""
    application, decision = _held(decision)
    check_is_anothers(application, actor)
    if decision.verdict or decision.ended_at is not None:
        raise DecisionIsMade("This has been decided or taken back already. Open the page again to see how.")
    decision.ended_at, decision.ended_by = at, actor.person_id or None
    db.session.flush()
    publish(DecisionTakenBack(**said(application, actor, at), decision_id=decision.id))


def _offer(application: Application, decision: SelectionDecision, actor: Actor, at: datetime) -> None:
    if decision.answer_by is None:
        return
    offer = Offer(
        public_id=new_public_id(),
        programme_id=application.programme_id,
        application_id=application.id,
        decision_id=decision.id,
        answer_by=decision.answer_by,
        conditions=decision.conditions,
        made_at=at,
        answer="",
        on_word=False,
    )
    db.session.add(offer)
    db.session.flush()
    publish(OfferMade(**said(application, actor, at), offer_id=offer.id, answer_by=offer.answer_by))


def _held(decision: SelectionDecision) -> tuple[Application, SelectionDecision]:
    application = held_row(Application, decision.application_id)
    statement = (
        select(SelectionDecision).where(SelectionDecision.id == decision.id).execution_options(populate_existing=True)
    )
    return application, db.session.scalars(statement).one()
