"""Decisions: the administrator proposes, a director or board member agrees or does not."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import actor, permit
from trainee_app.admissions import queries, services
from trainee_app.admissions.forms import DecisionForm, VerdictForm
from trainee_app.admissions.models import Application, SelectionDecision
from trainee_app.admissions.rules import Outcome, Stage, may_be_decided_as
from trainee_app.admissions.views.blueprint import blueprint, show_or_raise, shown_again, today_of
from trainee_app.refusals import Refusal


@blueprint.route("/applications/<public_id>/decision", methods=["GET", "POST"])
@permit("application.propose")
def propose(application: Application) -> ResponseReturnValue:
    """Propose what the course decides."""
    outcomes = may_be_decided_as(Stage(application.stage) if application.stage else None)
    form = DecisionForm(outcomes or tuple(Outcome))
    if form.validate_on_submit():
        try:
            services.propose_decision(
                application=application,
                draft=form.draft(),
                public_id=form.once.data,
                actor=actor(),
                on=today_of(application),
                at=clock.now(),
            )
        except Refusal as refusal:
            show_or_raise(form, refusal)
        else:
            flash("It is proposed. A director or board member decides.", "success")
            return redirect(url_for(".application", public_id=application.public_id))
    page = render_template(
        "admissions/propose.html", application=application, form=form, outcomes=outcomes, **_scores(application)
    )
    return shown_again(page)


@blueprint.route("/decisions/<public_id>", methods=["GET", "POST"])
@permit("decision.agree")
def decide(decision: SelectionDecision) -> ResponseReturnValue:
    """Agree to what somebody else has proposed, or do not."""
    form, application = VerdictForm(), decision.application
    if form.validate_on_submit():
        agrees = form.verdict.data == "agree"
        services.decide(decision=decision, agree=agrees, actor=actor(), on=today_of(application), at=clock.now())
        flash("It is decided; the applicant is told." if agrees else "It is recorded that you do not agree.", "success")
        return redirect(url_for(".application", public_id=application.public_id))
    page = render_template(
        "admissions/decide.html",
        decision=decision,
        outcome=Outcome(decision.outcome),
        application=application,
        form=form,
        **_scores(application),
    )
    return shown_again(page)


@blueprint.post("/decisions/<public_id>/take-back")
@permit("decision.take_back")
def take_back(decision: SelectionDecision) -> ResponseReturnValue:
    """Take back what is proposed and not decided."""
    services.take_decision_back(decision=decision, actor=actor(), at=clock.now())
    flash("It is taken back. Something else can be proposed.", "success")
    return redirect(url_for(".application", public_id=decision.application.public_id))


def _scores(application: Application) -> dict[str, object]:
    interview = queries.standing_interview(application.id)
    return {"interview": interview, "scores": queries.scores_seen(interview.id, actor()) if interview else []}
