"""One's own phones: enrol the one in hand, look which there are, revoke one."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import NotFoundForActor, actor, can, permit
from trainee_app.cohorts.models import Trainee
from trainee_app.cohorts.queries import trainees_of
from trainee_app.people.rules.sessions import device_words
from trainee_app.phones import queries, services
from trainee_app.phones.forms import EnrolForm
from trainee_app.phones.models import PhoneEnrolment
from trainee_app.phones.rules import LONGEST_NAME, Why
from trainee_app.phones.views.blueprint import blueprint, give_token
from trainee_app.refusals import Refusal
from trainee_app.web.fields import show_refusal


@blueprint.get("/account/phones")
@permit("phone.enrol")
def phones() -> ResponseReturnValue:
    """Which phones are enrolled, and enrolling the one in hand."""
    return _page(EnrolForm(name=device_words(request.user_agent.string)[:LONGEST_NAME])), 200


@blueprint.post("/account/phones")
@permit("phone.enrol", confirmed=True)
def enrol() -> ResponseReturnValue:
    """Enrol the phone in hand and go to its page."""
    form = EnrolForm()
    if not form.validate():
        return _page(form), 422
    try:
        token = services.enrol_phone(
            trainee=_own_trainee(), name=form.name.data, public_id=form.once.data, actor=actor(), at=clock.now()
        )
    except Refusal as refusal:
        show_refusal(form, refusal)
        return _page(form), 409
    answer = make_response(redirect(url_for(".shell"), 303))
    give_token(answer, token)
    return answer


@blueprint.post("/account/phones/<public_id>/revoke")
@permit("phone.revoke")
def revoke(phone: PhoneEnrolment) -> ResponseReturnValue:
    """Let one's own phone send nothing any more."""
    services.revoke_phone(phone=phone, why=Why.OWN, actor_id=actor().person_id, at=clock.now())
    flash(f"“{phone.name}” is revoked. It can send nothing any more.", "success")
    return redirect(url_for(".phones" if can(actor(), "phone.enrol") else "people.account"), 303)


def _own_trainee() -> Trainee:
    """Return the latest membership whose log is kept by the actor today."""
    for trainee in trainees_of(actor().person_id):
        if can(actor(), "phone.enrol", trainee):
            return trainee
    raise NotFoundForActor("phone.enrol")


def _page(form: EnrolForm) -> str:
    return render_template("phones/phones.html", form=form, phones=queries.phones_of(actor().person_id, clock.now()))
