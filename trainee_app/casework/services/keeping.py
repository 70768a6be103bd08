"""What is recorded while a case runs, and its ending."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from trainee_app.access import Actor
from trainee_app.cases.models import CaseConsent, TrainingCase
from trainee_app.cases.services import about_case, close_case, reopen_case
from trainee_app.casework import queries
from trainee_app.casework.events import (
    CaseEnded,
    CaseEndingTakenBack,
    CaseMarked,
    CasePlanned,
    ConsentGiven,
    ConsentWithdrawn,
)
from trainee_app.casework.models import CaseEnding, CaseMark, CasePlan
from trainee_app.casework.rules import (
    EndingKind,
    MarkKind,
    Phase,
    Plan,
    check_consent_anew,
    check_day,
    check_plan,
    check_reach,
    check_reason,
    check_responsibility,
)
from trainee_app.casework.services.holding import held
from trainee_app.cohorts.queries import ends_on_of
from trainee_app.db import db
from trainee_app.events import publish
from trainee_app.logbook.rules import comment_hash
from trainee_app.programmes.rules.dates import spoken_date
from trainee_app.refusals import Conflict, FieldsAreFaulty, Violation, refuse_faults


class CaseHasEnded(Conflict):
    """The case has ended; nothing is recorded any more."""


class PlanChangedSinceShown(Conflict):
    """Somebody recorded another plan after the page was shown."""


class NoEndingStands(Conflict):
    """The case has not ended, or that was taken back before."""


class FinalPhaseIsSigned(Conflict):
    """The final phase rests on the ending."""


class FormUsedElsewhere(Conflict):
    """The name that the form was given stands for something of another case."""


class ConsentAlreadyWithdrawn(Conflict):
    """It was withdrawn before."""


def plan_case(
    *,
    case: TrainingCase,
    plan: Plan,
    review_on: date | None,
    ending_agreed_on: date | None,
    responsibility: str,
    seen: int,
    actor: Actor,
    on: date,
    at: datetime,
) -> None:
    """Record anew how long the work is agreed for, when it is looked at next, and that the ending is agreed.

    `seen` is how many plans there were when the page was shown. What says the same as the plan that holds changes
    nothing. Raises CaseHasEnded, PlanChangedSinceShown, FieldsAreFaulty.
    """
    case = _running(case)
    standing = queries.latest_plan(case.id)
    if standing is not None and _says(standing) == (plan, review_on, ending_agreed_on, responsibility):
        return
    _insist_on_seen(case, seen)
    before = None if standing is None else _says(standing)[0]
    violations = [*check_plan(plan, on, before), *check_responsibility(responsibility)]
    if ending_agreed_on is not None:
        violations += check_day("ending_agreed_on", ending_agreed_on, case.opened_on, on)
    refuse_faults([*violations, *_check_review(review_on, standing, on), *_reach(case, plan, review_on, standing)])
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
    publish(CasePlanned(**about_case(case, actor, at)))


def _insist_on_seen(case: TrainingCase, seen: int) -> None:
    if seen != queries.plans_recorded(case.id):
        raise PlanChangedSinceShown(
            "The plan was recorded anew since your page was shown; what holds now stands under “How long”. "
            "Look at it: if yours is right, record it once more."
        )


def _check_review(review_on: date | None, standing: CasePlan | None, on: date) -> list[Violation]:
    """A review lies ahead, unless it stood there before."""
    if review_on is None or review_on >= on or (standing and standing.review_on == review_on):
        return []
    return [Violation("in_the_past", "review_on", "That day has passed. Choose a day to come.")]


def _reach(case: TrainingCase, plan: Plan, review_on: date | None, standing: CasePlan | None) -> Sequence[Violation]:
    """Return which days lie years beyond the training; what stood before may stay."""
    days = {
        "agreed_end_on": plan.agreed_end_on,
        "last_allowed_on": plan.last_allowed_on,
        "review_on": review_on,
    }
    new = {field: day for field, day in days.items() if standing is None or getattr(standing, field) != day}
    return list(check_reach(new, ends_on_of([case.trainee_id])[case.trainee_id]))


def _says(row: CasePlan) -> tuple[Plan, date | None, date | None, str]:
    length = Plan(
        agreed_sessions=row.agreed_sessions, agreed_end_on=row.agreed_end_on, last_allowed_on=row.last_allowed_on
    )
    return length, row.review_on, row.ending_agreed_on, row.responsibility


def give_consent(
    *, case: TrainingCase, kind: str, scope: str, given_on: date, actor: Actor, on: date, at: datetime, public_id: str
) -> None:
    """Record what the family agreed to; a repeat changes nothing. Raises CaseHasEnded, FieldsAreFaulty."""
    case = held(case, case.trainee_id)
    if _is_repeat(CaseConsent, case, public_id):
        return
    _insist_on_running(case)
    violations = list(check_day("given_on", given_on, case.opened_on, on))
    before = [each for each in queries.consents_of(case.id) if each.kind == kind]
    if any(each.withdrawn_on is None for each in before):
        words = "This is recorded already and has not been withdrawn."
        violations.append(Violation("already_given", "given_on", words))
    violations += check_consent_anew(
        given_on, max((each.withdrawn_on for each in before if each.withdrawn_on), default=None)
    )
    refuse_faults(violations)
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
    publish(ConsentGiven(**about_case(case, actor, at), kind=kind, given_on=given_on))


def withdraw_consent(*, consent: CaseConsent, withdrawn_on: date, actor: Actor, on: date, at: datetime) -> None:
    """Record that the family no longer agrees, from that day on; saying it twice is once.

    Raises ConsentAlreadyWithdrawn, FieldsAreFaulty.
    """
    consent = held(consent, consent.case.trainee_id)
    if consent.withdrawn_on == withdrawn_on:
        return
    if consent.withdrawn_on is not None:
        raise ConsentAlreadyWithdrawn("That was withdrawn already. Open the page again to see when.")
    if not consent.given_on <= withdrawn_on <= on:
        words = "Choose a day from when they agreed until today."
        raise FieldsAreFaulty([Violation("out_of_range", "withdrawn_on", words)])
    consent.withdrawn_on, consent.ended_at = withdrawn_on, at
    db.session.flush()
    publish(ConsentWithdrawn(**about_case(consent.case, actor, at), kind=consent.kind, withdrawn_on=withdrawn_on))


def mark_case(
    *, case: TrainingCase, kind: MarkKind, what: str, day: date, actor: Actor, on: date, at: datetime, public_id: str
) -> None:
    """Note with its day that something happened; a repeat changes nothing. Raises FieldsAreFaulty.

    A safeguarding step may be recorded after the ending too. A recording needs everybody's agreement on its day.
    """
    case = held(case, case.trainee_id)
    if _is_repeat(CaseMark, case, public_id):
        return
    if not kind.outlives_the_case:
        _insist_on_running(case)
    violations = list(check_day("on", day, case.opened_on, on))
    if kind is MarkKind.RECORDED and not violations and not queries.video_consent_holds(case.id, day):
        words = "No agreement to video held on that day. Record it first, or look at the day."
        violations.append(Violation("no_consent", "on", words))
    refuse_faults(violations)
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
    publish(CaseMarked(**about_case(case, actor, at), kind=kind.value, on=day))


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
    """Record how a case ended, and close it; saying it twice is once. Raises CaseHasEnded, FieldsAreFaulty.

    Sessions that came back or were only begun are settled first: after the ending they could not be handed in.
    """
    case = held(case, case.trainee_id)
    ending = queries.ending_of(case.id)
    if ending is not None and (ending.kind, ending.ended_on) == (kind, ended_on):
        return
    _insist_on_running(case)
    violations = list(check_day("ended_on", ended_on, case.opened_on, on))
    if ended_on < case.opened_on:
        violations.append(Violation("before_it_began", "ended_on", "That is before the case was agreed."))
    last = max((on_ for _, on_, *_ in queries.sessions_of(case.id)), default=None)
    if last is not None and ended_on < last:
        words = "A session after that day is in the log. Choose that day or a later one, or correct the session first."
        violations.append(Violation("before_the_last_session", "ended_on", words))
    violations += _unfinished_after(case, ended_on)
    refuse_faults(violations)
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
    publish(CaseEnded(**about_case(case, actor, at), kind=kind.value, ended_on=ended_on))


def _unfinished_after(case: TrainingCase, ended_on: date) -> Sequence[Violation]:
    later = [day for _, day in queries.unfinished_sessions(case.id) if day > ended_on]
    if not later:
        return ()
    words = (
        f"The session of {spoken_date(later[0])} is not handed in: it was returned, taken back or only begun. "
        "Hand it in or discard it first, or choose that day or a later one."
    )
    return (Violation("before_an_unfinished_session", "ended_on", words),)


def take_ending_back(*, case: TrainingCase, reason: str, actor: Actor, at: datetime) -> None:
    """Say that a case has not ended as was recorded, and why; it goes on, and can be ended anew.

    Raises NoEndingStands, FinalPhaseIsSigned, FieldsAreFaulty.
    """
    case = held(case, case.trainee_id)
    ending = queries.ending_of(case.id)
    if ending is None:
        raise NoEndingStands("No ending stands here any longer. Open the case’s page again to see how it stands.")
    if any(each.phase == Phase.FINAL for each in queries.phases_of(case.id)):
        raise FinalPhaseIsSigned(
            "The final phase is signed off and rests on this ending. Ask whoever signed it, or the course office, to "
            "say first that it does not count."
        )
    refuse_faults(check_reason(reason))
    ending.voided_at, ending.voided_by, ending.void_reason = at, actor.person_id, reason
    db.session.flush()
    reopen_case(case=case, actor=actor, at=at)
    hash_ = comment_hash(case.public_id, 1, at, reason)
    said: dict[str, Any] = {"kind": ending.kind, "ended_on": ending.ended_on, "reason_hash": hash_}
    publish(CaseEndingTakenBack(**about_case(case, actor, at), **said))


def _running(case: TrainingCase) -> TrainingCase:
    case = held(case, case.trainee_id)
    _insist_on_running(case)
    return case


def _insist_on_running(case: TrainingCase) -> None:
    if case.closed_on is not None:
        raise CaseHasEnded("This case has ended; nothing more is recorded about it.")


def _is_repeat(model: type[CaseConsent | CaseMark], case: TrainingCase, public_id: str) -> bool:
    """Whether the form was sent before. Raises FormUsedElsewhere where its name stands for another case's row."""
    case_id = db.session.scalar(select(model.case_id).where(model.public_id == public_id))
    if case_id not in {None, case.id}:
        raise FormUsedElsewhere("This form was already used for something else. Open the page again.")
    return case_id is not None
