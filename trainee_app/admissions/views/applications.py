"""One application: read, written as one goes, handed in, taken into the screening, enrolled."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import actor, permit
from trainee_app.admissions import queries, services
from trainee_app.admissions.forms import ApplicationForm, EnrolForm
from trainee_app.admissions.models import Application
from trainee_app.admissions.views.blueprint import blueprint, show_or_raise, shown_again, today_of
from trainee_app.admissions.views.showing import asked_of, page_of
from trainee_app.refusals import Refusal
from trainee_app.web.fields import show_refusal
from trainee_app.web.parts import Fact


@blueprint.get("/applications/<public_id>")
@permit("application.read")
def application(application: Application) -> ResponseReturnValue:
    """Where an application stands, what it says, and what is asked for."""
    return page_of(application)


@blueprint.post("/applications/<public_id>")
@permit("application.write")
def write(application: Application) -> ResponseReturnValue:
    """Save what is written so far, or hand it in."""
    form = ApplicationForm()
    said: dict[str, Any] = {
        "application": application,
        "answers": form.answers(),
        "seen": form.seen.data or "",
        "at": clock.now(),
    }
    try:
        if request.form.get("decision") == "hand_in":
            services.hand_in(**said, actor=actor(), on=today_of(application))
            flash("The application is handed in.", "success")
        else:
            services.save_application(**said)
            flash("Saved. You can go on whenever you like; it is not handed in yet.", "success")
    except services.ApplicationChangedSinceShown as changed:
        show_refusal(form, changed)
        form.seen.data = services.edition_of(application)
        return page_of(application, form, is_stale=True), 409
    except Refusal as refusal:
        show_or_raise(form, refusal)
        return page_of(application, form), 422
    return redirect(url_for(".application", public_id=application.public_id))


@blueprint.post("/applications/<public_id>/screen")
@permit("application.screen")
def screen(application: Application) -> ResponseReturnValue:
    """Take an application into the screening."""
    services.take_into_screening(application=application, actor=actor(), at=clock.now())
    flash("The application is in the screening.", "success")
    return redirect(url_for(".application", public_id=application.public_id))


@blueprint.route("/applications/<public_id>/enrol", methods=["GET", "POST"])
@permit("application.enrol")
def enrol(application: Application) -> ResponseReturnValue:
    """Make whoever accepted a trainee of the cohort."""
    offer, open_questions = (
        queries.standing_offer(application.id),
        queries.undecided(application, today_of(application)),
    )
    form = EnrolForm([(each.key, each.title) for each in open_questions])
    if form.validate_on_submit():
        if offer is not None and offer.conditions and not form.conditions_met.data:
            form.conditions_met.errors = ["Tick this once the conditions are met, or talk to the applicant first."]
        elif _is_enrolled(application, form):
            return redirect(url_for(".application", public_id=application.public_id))
    (screened,) = queries.screening(application.intake, [application], today_of(application))
    page = render_template(
        "admissions/enrol.html",
        application=application,
        offer=offer,
        form=form,
        rows=[
            Fact(each.title, f"{each.words}: {each.sentence}")
            for each in asked_of(queries.requirements_asked(application.intake), screened.findings, with_therapy=True)
        ],
    )
    return shown_again(page)


def _is_enrolled(application: Application, form: EnrolForm) -> bool:
    """Enrol the applicant; what stands in the way is said on the form."""
    try:
        trainee = services.enrol_applicant(
            application=application,
            although=form.although.data,
            actor=actor(),
            on=today_of(application),
            at=clock.now(),
        )
    except Refusal as refusal:
        show_or_raise(form, refusal)
        return False
    flash(f"{trainee.person.name} is enrolled. Nothing has to be entered again.", "success")
    return True
