"""Waivers and equivalences of one trainee: proposed by one person, decided by another."""

from __future__ import annotations

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import actor, can, permit, scope
from trainee_app.cohorts.models import Trainee
from trainee_app.cohorts.queries import definition_of_cohort
from trainee_app.readiness import queries, services
from trainee_app.readiness.forms import DecisionForm, WaiverForm
from trainee_app.readiness.models import WaiverRecord
from trainee_app.readiness.views.blueprint import blueprint
from trainee_app.refusals import Refusal
from trainee_app.web.fields import show_refusal


@blueprint.get("/trainees/<public_id>/waivers")
@permit("waivers.read")
def waivers(trainee: Trainee) -> ResponseReturnValue:
    """What is waived for a trainee, what waits, and what was refused or ended."""
    return _page(trainee)


@blueprint.get("/waivers")
@permit("waivers.waiting")
def waivers_waiting() -> ResponseReturnValue:
    """What waits for one's decision, the longest waiting first."""
    found = queries.waivers_among(scope("waiver.decide", actor()))
    titles = {each.id: _titles(each.trainee).get(each.requirement, each.requirement) for each in found}
    return render_template("readiness/waivers_waiting.html", waivers=found, titles=titles)


@blueprint.post("/trainees/<public_id>/waivers")
@permit("waiver.propose")
def propose_waiver(trainee: Trainee) -> ResponseReturnValue:
    """Propose a waiver."""
    form = WaiverForm(definition_of_cohort(trainee.cohort_id).requirements)
    if form.validate():
        try:
            services.propose_waiver(
                trainee=trainee,
                draft=form.draft(),
                actor=actor(),
                on=_today(trainee),
                at=clock.now(),
                public_id=form.once.data,
            )
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            flash("It is proposed. A director or board member decides.", "success")
            return redirect(url_for(".waivers", public_id=trainee.public_id))
    return _page(trainee, form), 422


@blueprint.route("/waivers/<public_id>/decide", methods=["GET", "POST"])
@permit("waiver.decide")
def decide_waiver(waiver: WaiverRecord) -> ResponseReturnValue:
    """Grant or refuse what somebody else has proposed."""
    services.insist_on_open(waiver)
    form = DecisionForm()
    if form.validate_on_submit():
        services.decide_waiver(
            waiver=waiver,
            grant=form.decision.data == "grant",
            actor=actor(),
            on=_today(waiver.trainee),
            at=clock.now(),
        )
        flash("Your decision is recorded; the standing follows it.", "success")
        return redirect(url_for(".waivers", public_id=waiver.trainee.public_id))
    titles = _titles(waiver.trainee)
    page = render_template(
        "readiness/decide_waiver.html", waiver=waiver, trainee=waiver.trainee, titles=titles, form=form
    )
    return page, 422 if request.method == "POST" else 200


@blueprint.get("/waivers/<public_id>/end")
@permit("waiver.end")
def ask_before_ending(waiver: WaiverRecord) -> ResponseReturnValue:
    """Ask first: what was waived is asked for again, and a new waiver takes two people again."""
    title = _titles(waiver.trainee).get(waiver.requirement, waiver.requirement)
    return render_template("readiness/end_waiver.html", waiver=waiver, trainee=waiver.trainee, title=title)


@blueprint.post("/waivers/<public_id>/end")
@permit("waiver.end")
def end_waiver(waiver: WaiverRecord) -> ResponseReturnValue:
    """End a waiver that stands, or take back one that waits."""
    services.end_waiver(waiver=waiver, actor=actor(), at=clock.now())
    flash("The waiver has ended; the standing follows it.", "success")
    return redirect(url_for(".waivers", public_id=waiver.trainee.public_id))


def _page(trainee: Trainee, form: WaiverForm | None = None) -> str:
    may_propose = can(actor(), "waiver.propose", trainee)
    found = queries.waivers_of(trainee.id)
    standing = [each for each in found if each.ended_at is None and each.decision != "refused"]
    requirements = definition_of_cohort(trainee.cohort_id).requirements
    return render_template(
        "readiness/waivers.html",
        trainee=trainee,
        waivers=found,
        titles=_titles(trainee),
        to_decide={each.id for each in standing if not each.decision and can(actor(), "waiver.decide", each)},
        to_end={each.id for each in standing if can(actor(), "waiver.end", each)},
        form=form or (WaiverForm(requirements) if may_propose else None),
        today=_today(trainee),
        is_own=trainee.person_id == actor().person_id,
    )


def _titles(trainee: Trainee) -> dict[str, str]:
    return {each.key: each.title for each in definition_of_cohort(trainee.cohort_id).requirements}


def _today(trainee: Trainee) -> date:
    return clock.today(trainee.cohort.programme.zone)
