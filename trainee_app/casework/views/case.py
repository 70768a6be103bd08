"""One case: its timeline, plan, consents, marks and ending."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import actor, can, permit
from trainee_app.cases.models import CaseConsent, TrainingCase
from trainee_app.cases.rules import shown_as
from trainee_app.casework import queries, services
from trainee_app.casework.forms import (
    ConsentForm,
    EndingForm,
    MarkForm,
    PlanForm,
    VoidForm,
    WithdrawForm,
    plan_of,
    seen_plan,
)
from trainee_app.casework.models import CasePlan
from trainee_app.casework.rules import EndingKind, MarkKind, Plan, ending_prompt, next_phase, with_sessions_left
from trainee_app.casework.views.blueprint import blueprint, status_of
from trainee_app.casework.views.picturing import timeline, verdicts
from trainee_app.cohorts.queries import definition_of_cohort
from trainee_app.refusals import Refusal
from trainee_app.trail.services import note_reading
from trainee_app.web.fields import show_refusal


@blueprint.get("/cases/<public_id>")
@permit("case.read")
def case(case: TrainingCase) -> ResponseReturnValue:
    """Everything about one case on a page. Whoever opens it and is not the trainee is noted."""
    if case.trainee.person_id != actor().person_id:
        note_reading(
            programme_id=case.programme_id,
            person_id=actor().person_id,
            subject=f"case:{case.public_id}",
            at=clock.now(),
        )
    return _page(case)


@blueprint.post("/cases/<public_id>/plan")
@permit("case.keep")
def plan(case: TrainingCase) -> ResponseReturnValue:
    """Record how long the work is agreed for."""

    def keep(form: PlanForm) -> None:
        services.plan_case(
            case=case,
            plan=plan_of(form),
            review_on=form.review_on.data,
            ending_agreed_on=form.ending_agreed_on.data,
            responsibility=form.responsibility.data,
            seen=seen_plan(form),
            actor=actor(),
            on=_today(case),
            at=clock.now(),
        )

    return _keep(case, "plan", PlanForm(prefix="plan"), keep, "The plan is recorded.")


@blueprint.post("/cases/<public_id>/consents")
@permit("case.keep")
def consent(case: TrainingCase) -> ResponseReturnValue:
    """Record what the family agreed to."""

    def keep(form: ConsentForm) -> None:
        services.give_consent(
            case=case,
            kind=form.kind.data,
            scope=form.scope.data if form.kind.data == "video" else "",
            given_on=form.given_on.data,
            actor=actor(),
            on=_today(case),
            at=clock.now(),
            public_id=form.once.data,
        )

    return _keep(case, "consent", ConsentForm(prefix="consent"), keep, "That they agreed is recorded.")


@blueprint.post("/cases/<public_id>/marks")
@permit("case.keep")
def mark(case: TrainingCase) -> ResponseReturnValue:
    """Note a review, an assessment, or a safeguarding step by its day."""

    def keep(form: MarkForm) -> None:
        kind = MarkKind(form.kind.data)
        services.mark_case(
            case=case,
            kind=kind,
            what=form.assessment.data if kind is MarkKind.ASSESSMENT else "",
            day=form.on.data,
            actor=actor(),
            on=_today(case),
            at=clock.now(),
            public_id=form.once.data,
        )

    return _keep(case, "mark", MarkForm(prefix="mark"), keep, "It is noted.")


@blueprint.post("/cases/<public_id>/end")
@permit("case.keep")
def end(case: TrainingCase) -> ResponseReturnValue:
    """Record how the case ended."""

    def keep(form: EndingForm) -> None:
        services.end_case(
            case=case,
            kind=EndingKind(form.kind.data),
            ended_on=form.ended_on.data,
            feedback_received=bool(form.feedback_received.data),
            actor=actor(),
            on=_today(case),
            at=clock.now(),
        )

    return _keep(case, "ending", EndingForm(prefix="ending"), keep, "The ending is recorded.")


@blueprint.route("/cases/<public_id>/ending/take-back", methods=["GET", "POST"])
@permit("case.take_ending_back")
def take_ending_back(case: TrainingCase) -> ResponseReturnValue:
    """Say that the case has not ended as was recorded, and why."""
    form, ending = VoidForm(), queries.ending_of(case.id)
    status = 422 if request.method == "POST" else 200
    if request.method == "GET" and ending is None:
        flash("No ending stands here, so there is none to take back.", "info")
        return redirect(url_for(".case", public_id=case.public_id))
    if form.validate_on_submit():
        try:
            services.take_ending_back(case=case, reason=form.reason.data, actor=actor(), at=clock.now())
        except Refusal as refusal:
            show_refusal(form, refusal)
            status = status_of(refusal)
        else:
            flash("The ending is taken back; the case goes on.", "success")
            return redirect(url_for(".case", public_id=case.public_id))
    return render_template("casework/take_ending_back.html", case=case, ending=ending, form=form), status


@blueprint.route("/consents/<public_id>/withdraw", methods=["GET", "POST"])
@permit("consent.withdraw")
def withdraw_consent(consent: CaseConsent) -> ResponseReturnValue:
    """Record that the family no longer agrees."""
    form = WithdrawForm()
    if form.validate_on_submit():
        try:
            services.withdraw_consent(
                consent=consent,
                withdrawn_on=form.withdrawn_on.data,
                actor=actor(),
                on=_today(consent.case),
                at=clock.now(),
            )
        except Refusal as refusal:
            show_refusal(form, refusal)
            return _withdraw_page(consent, form), status_of(refusal)
        flash("That they no longer agree is recorded.", "success")
        return redirect(url_for(".case", public_id=consent.case.public_id))
    return _withdraw_page(consent, form), 422 if request.method == "POST" else 200


def _withdraw_page(consent: CaseConsent, form: WithdrawForm) -> str:
    return render_template("casework/withdraw_consent.html", consent=consent, case=consent.case, form=form)


def _keep(case: TrainingCase, name: str, form: Any, keep: Callable[[Any], None], words: str) -> ResponseReturnValue:
    """Keep what one of the page's forms says; if something is wrong, show the page with all that was typed."""
    if form.validate():
        try:
            keep(form)
        except Refusal as refusal:
            show_refusal(form, refusal)
            if isinstance(refusal, services.PlanChangedSinceShown):
                form.seen.data = str(queries.plans_recorded(case.id))
            return _page(case, {name: form}), status_of(refusal)
        flash(words, "success")
        return redirect(url_for(".case", public_id=case.public_id))
    return _page(case, {name: form}), 422


def _page(case: TrainingCase, sent: dict[str, Any] | None = None) -> str:
    may_keep = can(actor(), "case.keep", case)
    may_sign = can(actor(), "case.sign_phase", case)
    told = _told(case)
    marks = queries.marks_of(case.id)
    return render_template(
        "casework/case.html",
        case=case,
        title=shown_as(case.trainee.person.name, case.number, case.code),
        **told,
        marks=[each for each in marks if may_keep or may_sign or not MarkKind(each.kind).is_safeguarding],
        consents=queries.consents_of(case.id),
        forms=_forms(case, told["plan"], sent or {}) if may_keep else {},
        unfinished=queries.unfinished_sessions(case.id) if may_keep else [],
        void_phases=queries.void_phases_of(case.id),
        may_void={each.id for each in told["phases"] if can(actor(), "case.void_phase", each)},
        faulty=next(iter(sent.values())) if sent else None,
        may_sign=may_sign,
        may_take_back=can(actor(), "case.take_ending_back", case),
        is_own=case.trainee.person_id == actor().person_id,
    )


def _told(case: TrainingCase) -> dict[str, Any]:
    """What stands in the case: sessions, supervision, phases, the plan that holds, and whether it counts."""
    today, plan = _today(case), queries.latest_plan(case.id)
    length = _length(plan)
    sessions = with_sessions_left(queries.sessions_of(case.id), length.agreed_sessions)
    presented, phases = queries.presented_of(case.id), queries.phases_of(case.id)
    facts = queries.facts_cases([case.trainee_id]).get(case.trainee_id, ())
    fact = next(each for each in facts if each.case_id == case.id)
    return {
        "plan": plan,
        "prompt": "" if case.closed_on else ending_prompt(length, today),
        "sessions": sessions,
        "held_sessions": sum(each.outcome == "held" for each in sessions),
        "presented": presented,
        "supervised_minutes": fact.supervised_minutes,
        "phases": phases,
        "next_phase": next_phase([each.phase for each in phases]),
        "ending": queries.ending_of(case.id),
        "verdicts": verdicts(definition_of_cohort(case.trainee.cohort_id), fact),
        "picture": timeline(case, sessions, presented, phases, today),
    }


def _length(plan: CasePlan | None) -> Plan:
    return Plan(
        agreed_sessions=plan.agreed_sessions if plan else None,
        agreed_end_on=plan.agreed_end_on if plan else None,
        last_allowed_on=plan.last_allowed_on if plan else None,
    )


def _forms(case: TrainingCase, plan: Any, sent: dict[str, Any]) -> dict[str, Any]:
    forms = {"mark": sent.get("mark") or MarkForm(prefix="mark", formdata=None)}
    if case.closed_on is None:
        shown = {"seen": str(queries.plans_recorded(case.id))}
        forms["plan"] = sent.get("plan") or PlanForm(prefix="plan", formdata=None, obj=plan, data=shown)
        forms["consent"] = sent.get("consent") or ConsentForm(prefix="consent", formdata=None)
        forms["ending"] = sent.get("ending") or EndingForm(prefix="ending", formdata=None)
    return forms


def _today(case: TrainingCase) -> date:
    return clock.today(case.trainee.cohort.programme.zone)
