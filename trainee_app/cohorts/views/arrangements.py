"""One trainee's arrangements: supervision agreements and placements, made and ended."""

from __future__ import annotations

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import actor, can, permit
from trainee_app.cohorts import queries, services
from trainee_app.cohorts.forms import AgreementForm, EndForm, Ending, PlacementForm
from trainee_app.cohorts.models import Placement, SupervisionAgreement, Trainee
from trainee_app.cohorts.rules import Capacity
from trainee_app.cohorts.views.blueprint import blueprint
from trainee_app.credentials.queries import people_registered
from trainee_app.refusals import Refusal
from trainee_app.web.fields import show_refusal


@blueprint.get("/trainees/<public_id>/arrangements")
@permit("arrangements.read")
def arrangements(trainee: Trainee) -> ResponseReturnValue:
    """Who supervises a trainee and where they work, then and now."""
    return _page(trainee)


@blueprint.post("/trainees/<public_id>/arrangements")
@permit("arrangements.make")
def arrange(trainee: Trainee) -> ResponseReturnValue:
    """Make an agreement or a placement, whichever form was sent."""
    agreement, placement = _agreement_form(trainee), PlacementForm(prefix="placement")
    is_agreement = agreement.once.name in request.form
    form = agreement if is_agreement else placement
    if form.validate():
        try:
            _agree(trainee, agreement) if is_agreement else _place(trainee, placement)
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            return redirect(url_for(".arrangements", public_id=trainee.public_id))
    return _page(trainee, agreement, placement), 422


def _agree(trainee: Trainee, form: AgreementForm) -> None:
    on = _today(trainee)
    agreement = services.make_agreement(
        trainee=trainee,
        supervisor=form.chosen_supervisor,
        capacity=Capacity(form.capacity.data),
        span=form.span(),
        actor=actor(),
        on=on,
        at=clock.now(),
        public_id=form.once.data,
    )
    flash("The agreement is recorded.", "success")
    is_asked = agreement.capacity == Capacity.SUPERVISOR
    if is_asked and not people_registered((agreement.supervisor_id,), trainee.programme_id, on):
        flash(
            f"No registration of {agreement.supervisor.name} that is valid today is recorded. "
            "Until there is one, they cannot sign.",
            "warning",
        )


def _place(trainee: Trainee, form: PlacementForm) -> None:
    services.make_placement(
        trainee=trainee, draft=form.draft(), actor=actor(), at=clock.now(), public_id=form.once.data
    )
    flash("The placement is recorded.", "success")


@blueprint.route("/agreements/<public_id>/end", methods=["GET", "POST"])
@permit("agreement.end")
def end_agreement(agreement: SupervisionAgreement) -> ResponseReturnValue:
    """End a supervision agreement, or take back one recorded by mistake."""
    return _ending(agreement, "cohorts/end_agreement.html")


@blueprint.route("/placements/<public_id>/end", methods=["GET", "POST"])
@permit("placement.end")
def end_placement(placement: Placement) -> ResponseReturnValue:
    """End a placement, or take back one recorded by mistake."""
    return _ending(placement, "cohorts/end_placement.html")


def _ending(arrangement: SupervisionAgreement | Placement, template: str) -> ResponseReturnValue:
    form = EndForm()
    if form.validate_on_submit():
        try:
            _end_as_chosen(arrangement, form)
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            flash("The end is recorded.", "success")
            return redirect(url_for(".arrangements", public_id=arrangement.trainee.public_id))
    page = render_template(template, arrangement=arrangement, trainee=arrangement.trainee, form=form)
    return page, 422 if request.method == "POST" else 200


def _end_as_chosen(arrangement: SupervisionAgreement | Placement, form: EndForm) -> None:
    who, at = actor(), clock.now()
    is_mistake = form.ending.data == Ending.MISTAKE
    if isinstance(arrangement, SupervisionAgreement):
        if is_mistake:
            services.withdraw_agreement(agreement=arrangement, actor=who, at=at)
        else:
            services.end_agreement(agreement=arrangement, ends_on=form.ends_on.data, actor=who, at=at)
    elif is_mistake:
        services.withdraw_placement(placement=arrangement, actor=who, at=at)
    else:
        services.end_placement(placement=arrangement, ends_on=form.ends_on.data, actor=who, at=at)


def _page(
    trainee: Trainee, agreement_form: AgreementForm | None = None, placement_form: PlacementForm | None = None
) -> str:
    on = _today(trainee)
    agreements, placements = queries.agreements_of(trainee.id), queries.placements_of(trainee.id)
    may_arrange = can(actor(), "arrangements.make", trainee)
    if may_arrange:
        agreement_form = agreement_form or _agreement_form(trainee)
        placement_form = placement_form or PlacementForm(prefix="placement")
    return render_template(
        "cohorts/arrangements.html",
        trainee=trainee,
        on=on,
        is_own=trainee.person_id == actor().person_id,
        agreements=agreements,
        agreed=queries.words_given([each.id for each in agreements]),
        placements=placements,
        signed_for=queries.agreements_of_placements([each.id for each in placements], on),
        who_asks=actor().person_id,
        registered=people_registered({each.supervisor_id for each in agreements}, trainee.programme_id, on),
        may_arrange=may_arrange,
        may_see_cohort=can(actor(), "cohort.people", trainee.cohort),
        agreement_form=agreement_form,
        placement_form=placement_form,
    )


def _agreement_form(trainee: Trainee) -> AgreementForm:
    excluded = {trainee.person_id, actor().person_id}
    candidates = queries.people_who_may_supervise(trainee.programme_id, _today(trainee))
    return AgreementForm([person for person in candidates if person.id not in excluded], prefix="agreement")


def _today(trainee: Trainee) -> date:
    return clock.today(trainee.cohort.programme.zone)
