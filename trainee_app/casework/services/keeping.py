"""What is recorded while a case runs, and its ending."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from trainee_app.access import Actor
from trainee_app.cases.models import TrainingCase
from trainee_app.cases.services import close_case
from trainee_app.casework import queries
from trainee_app.casework.events import CaseEnded, CaseMarked, CasePlanned, ConsentGiven, ConsentWithdrawn
from trainee_app.casework.models import CaseConsent, CaseEnding, CaseMark, CasePlan
from trainee_app.casework.rules import EndingKind, MarkKind, Plan, check_day, check_plan, check_responsibility
from trainee_app.cohorts.queries import hold_records
from trainee_app.db import db
from trainee_app.events import publish
from trainee_app.refusals import Conflict, FieldsAreFaulty, Violation


class CaseHasEnded(Conflict):
    """The case has ended; nothing is recorded any more."""


class ConsentAlreadyWithdrawn(Conflict):
    """It was withdrawn before."""


def plan_case(
    *,
    case: TrainingCase,
    plan: Plan,
    review_on: date | None,
    ending_agreed_on: date | None,
    responsibility: str,
    actor: Actor,
    on: date,
    at: datetime,
) -> None:
    """Record anew how long the work is agreed for, when it is looked at next, and that the ending is agreed.

    Raises CaseHasEnded, FieldsAreFaulty.
    """
    case = _running(case)
    violations = [*check_plan(plan, on), *check_responsibility(responsibility)]
    if ending_agreed_on is not None:
        violations += check_day("ending_agreed_on", ending_agreed_on, case.opened_on, on)
    if review_on is not None and review_on < on:
        violations.append(Violation("in_the_past", "review_on", "That day has passed. Choose a day to come."))
    _insist(violations)
    db.session.add(
        CasePlan(
            programme_id=case.programme_id,
            case_id=case.id,
            agreed_sessions=plan.agreed_sessions,
            agreed_end_on=plan.agreed_end_on,
            last_allowed_on=plan.last_allowed_on,
            review_on=review_on,
            ending_agreed_on=ending_agreed_on,
            responsibility=responsibility,
            recorded_by=actor.person_id,
            recorded_at=at,
        )
    )
    db.session.flush()
    publish(CasePlanned(**_said(case, actor, at)))


def give_consent(
    *, case: TrainingCase, kind: str, scope: str, given_on: date, actor: Actor, on: date, at: datetime, public_id: str
) -> None:
    """Record what the family agreed to; a repeat changes nothing. Raises CaseHasEnded, FieldsAreFaulty."""
    if db.session.scalar(select(CaseConsent.id).where(CaseConsent.public_id == public_id)) is not None:
        return
    case = _running(case)
    violations = list(check_day("given_on", given_on, case.opened_on, on))
    standing = [each for each in queries.consents_of(case.id) if each.kind == kind and each.withdrawn_on is None]
    if standing:
        words = "This is recorded already and has not been withdrawn."
        violations.append(Violation("already_given", "given_on", words))
    _insist(violations)
    db.session.add(
        CaseConsent(
            public_id=public_id,
            programme_id=case.programme_id,
            case_id=case.id,
            kind=kind,
            scope=scope,
            given_on=given_on,
            recorded_by=actor.person_id,
            recorded_at=at,
        )
    )
    db.session.flush()
    publish(ConsentGiven(**_said(case, actor, at), kind=kind, given_on=given_on))


def withdraw_consent(*, consent: CaseConsent, withdrawn_on: date, actor: Actor, on: date, at: datetime) -> None:
    """Record that the family no longer agrees, from that day on. Raises ConsentAlreadyWithdrawn, FieldsAreFaulty."""
    if consent.withdrawn_on is not None:
        raise ConsentAlreadyWithdrawn("That was withdrawn already. Open the page again to see when.")
    if not consent.given_on <= withdrawn_on <= on:
        words = "Choose a day from when they agreed until today."
        raise FieldsAreFaulty([Violation("out_of_range", "withdrawn_on", words)])
    consent.withdrawn_on, consent.ended_at = withdrawn_on, at
    db.session.flush()
    publish(ConsentWithdrawn(**_said(consent.case, actor, at), kind=consent.kind, withdrawn_on=withdrawn_on))


def mark_case(
    *, case: TrainingCase, kind: MarkKind, what: str, day: date, actor: Actor, on: date, at: datetime, public_id: str
) -> None:
    """Note with its day that something happened; a repeat changes nothing. Raises FieldsAreFaulty.

    A safeguarding step may be recorded after the ending too.
    """
    if db.session.scalar(select(CaseMark.id).where(CaseMark.public_id == public_id)) is not None:
        return
    if not kind.is_safeguarding:
        case = _running(case)
    _insist(list(check_day("on", day, case.opened_on, on)))
    db.session.add(
        CaseMark(
            public_id=public_id,
            programme_id=case.programme_id,
            case_id=case.id,
            kind=kind,
            what=what,
            on=day,
            recorded_by=actor.person_id,
            recorded_at=at,
        )
    )
    db.session.flush()
    publish(CaseMarked(**_said(case, actor, at), kind=kind.value, on=day))


def end_case(
    *,
    case: TrainingCase,
    kind: EndingKind,
    ended_on: date,
    feedback_received: bool,
    actor: Actor,
    on: date,
    at: datetime,
) -> None:
    """Record how a case ended, and close it. Raises CaseHasEnded, FieldsAreFaulty."""
    case = _running(case)
    violations = list(check_day("ended_on", ended_on, case.opened_on, on))
    if ended_on < case.opened_on:
        violations.append(Violation("before_it_began", "ended_on", "That is before the case was agreed."))
    last = max((on_ for _, on_, *_ in queries.sessions_of(case.id)), default=None)
    if last is not None and ended_on < last:
        words = "A session after that day is in the log. Choose that day or a later one, or correct the session first."
        violations.append(Violation("before_the_last_session", "ended_on", words))
    _insist(violations)
    db.session.add(
        CaseEnding(
            programme_id=case.programme_id,
            case_id=case.id,
            kind=kind,
            ended_on=ended_on,
            feedback_received=feedback_received,
            recorded_by=actor.person_id,
            recorded_at=at,
        )
    )
    close_case(case=case, closed_on=ended_on, actor=actor, at=at)
    publish(CaseEnded(**_said(case, actor, at), kind=kind.value, ended_on=ended_on))


def _running(case: TrainingCase) -> TrainingCase:
    """Return the case as it stands now, its trainee's record held; raises CaseHasEnded."""
    hold_records([case.trainee_id])
    statement = select(TrainingCase).where(TrainingCase.id == case.id).execution_options(populate_existing=True)
    found = db.session.scalars(statement).one()
    if found.closed_on is not None:
        raise CaseHasEnded("This case has ended; nothing more is recorded about it.")
    return found


def _insist(violations: Sequence[Violation]) -> None:
    if violations:
        raise FieldsAreFaulty(violations)


def _said(case: TrainingCase, actor: Actor, at: datetime) -> dict[str, Any]:
    return {
        "programme_id": case.programme_id,
        "actor_id": actor.person_id or None,
        "at": at,
        "case": case.public_id,
        "case_id": case.id,
        "trainee_id": case.trainee_id,
    }
