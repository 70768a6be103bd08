"""What placements have signed, and the word of those whom a supervision agreement is about."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import actor, can, permit
from trainee_app.cohorts import queries, services
from trainee_app.cohorts.forms import EndForm, Ending, PlacementAgreementForm
from trainee_app.cohorts.models import Placement, PlacementAgreement, SupervisionAgreement
from trainee_app.cohorts.views.blueprint import blueprint
from trainee_app.people.queries import people_holding
from trainee_app.people.rules import Role
from trainee_app.refusals import Refusal
from trainee_app.web.fields import show_refusal


@blueprint.post("/agreements/<public_id>/agree")
@permit("agreement.agree")
def agree(agreement: SupervisionAgreement) -> ResponseReturnValue:
    """Agree to a supervision agreement that one is part of."""
    services.agree(agreement=agreement, actor=actor(), at=clock.now())
    flash("Thank you: that you agree is recorded.", "success")
    return redirect(url_for(".arrangements", public_id=agreement.trainee.public_id))


@blueprint.get("/placements/<public_id>/agreements")
@permit("placement.agreements")
def placement_agreements(placement: Placement) -> ResponseReturnValue:
    """What the service has signed for the trainee's work there, then and now."""
    return _page(placement)


@blueprint.post("/placements/<public_id>/agreements")
@permit("placement.agree")
def make_placement_agreement(placement: Placement) -> ResponseReturnValue:
    """Record what the service has signed."""
    form = _form(placement)
    if form.validate():
        try:
            services.make_placement_agreement(
                placement=placement,
                draft=form.draft(),
                actor=actor(),
                on=clock.today(placement.trainee.cohort.programme.zone),
                at=clock.now(),
                public_id=form.once.data,
            )
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            flash("The agreement is recorded.", "success")
            return redirect(url_for(".placement_agreements", public_id=placement.public_id))
    return _page(placement, form), 422


@blueprint.route("/placement-agreements/<public_id>/end", methods=["GET", "POST"])
@permit("placement_agreement.end")
def end_placement_agreement(agreement: PlacementAgreement) -> ResponseReturnValue:
    """End an agreement of a placement, or take back one recorded by mistake."""
    form = EndForm()
    if form.validate_on_submit():
        try:
            ends_on = None if form.ending.data == Ending.MISTAKE else form.ends_on.data
            services.end_placement_agreement(agreement=agreement, ends_on=ends_on, actor=actor(), at=clock.now())
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            flash("The end is recorded.", "success")
            return redirect(url_for(".placement_agreements", public_id=agreement.placement.public_id))
    trainee = agreement.placement.trainee
    page = render_template("cohorts/end_placement_agreement.html", arrangement=agreement, trainee=trainee, form=form)
    return page, 422 if request.method == "POST" else 200


def _page(placement: Placement, form: PlacementAgreementForm | None = None) -> str:
    may_agree = can(actor(), "placement.agree", placement)
    return render_template(
        "cohorts/placement_agreements.html",
        placement=placement,
        trainee=placement.trainee,
        agreements=queries.placement_agreements_of(placement.id),
        on=clock.today(placement.trainee.cohort.programme.zone),
        form=form or (_form(placement) if may_agree else None),
        may_agree=may_agree,
        may_see_arrangements=can(actor(), "arrangements.read", placement.trainee),
    )


def _form(placement: Placement) -> PlacementAgreementForm:
    on = clock.today(placement.trainee.cohort.programme.zone)
    managers = people_holding(placement.programme_id, Role.PLACEMENT_MANAGER, on=on)
    return PlacementAgreementForm([person for person in managers if person.id != placement.trainee.person_id])
