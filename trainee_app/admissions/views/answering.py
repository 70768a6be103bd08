"""The answer to an offer, by the applicant or by the office on their word; an offer withdrawn; a place given back."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import actor, permit
from trainee_app.admissions import services
from trainee_app.admissions.forms import AnswerForm
from trainee_app.admissions.models import Offer
from trainee_app.admissions.views.blueprint import blueprint, shown_again, today_of


@blueprint.route("/offers/<public_id>", methods=["GET", "POST"])
@permit("offer.answer")
def answer(offer: Offer) -> ResponseReturnValue:
    """Accept or decline an offer."""
    form, application = AnswerForm(), offer.application
    is_own = application.person_id == actor().person_id
    if form.validate_on_submit():
        accepts = form.answer.data == "accept"
        services.answer_offer(offer=offer, accept=accepts, actor=actor(), on=today_of(application), at=clock.now())
        flash(_thanks(is_own=is_own, accepts=accepts), "success")
        return redirect(url_for(".application", public_id=application.public_id))
    page = render_template(
        "admissions/answer.html",
        offer=offer,
        application=application,
        form=form,
        is_own=is_own,
        today=today_of(application),
    )
    return shown_again(page)


@blueprint.post("/offers/<public_id>/give-back")
@permit("offer.answer")
def give_back(offer: Offer) -> ResponseReturnValue:
    """Give back a place that was accepted."""
    services.give_place_back(offer=offer, actor=actor(), at=clock.now())
    flash("The place is given back.", "success")
    return redirect(url_for(".application", public_id=offer.application.public_id))


@blueprint.post("/offers/<public_id>/withdraw")
@permit("offer.withdraw")
def withdraw(offer: Offer) -> ResponseReturnValue:
    """Withdraw an offer that is not answered."""
    services.withdraw_offer(offer=offer, actor=actor(), at=clock.now())
    flash("The offer is withdrawn. Decide anew; the applicant is told that there is news.", "success")
    return redirect(url_for(".application", public_id=offer.application.public_id))


def _thanks(*, is_own: bool, accepts: bool) -> str:
    if not is_own:
        return "The answer is recorded, on the applicant’s word."
    return "You have accepted the place. We look forward to you." if accepts else "You have declined the place."
