"""Signing in and out."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import SignInNeeded, actor, public
from trainee_app.db import edge
from trainee_app.people.forms import SignInForm
from trainee_app.people.rules.sessions import device_words
from trainee_app.people.services import sessions
from trainee_app.people.views.asking import awaits_code, enter, leave, this_session
from trainee_app.people.views.blueprint import blueprint
from trainee_app.people.views.continuing import (
    OURS,
    TARGET,
    Target,
    carried_fields,
    front_page,
    go_on,
    may_go_on_posting,
    signed,
    target_asked_for,
    target_of_request,
)
from trainee_app.people.views.proving import TooManyTries, prove_by_password

_WRONG = "This e-mail address and this password do not belong together. Check both; passwords tell A from a."
_TOO_OFTEN = "There were too many attempts. Wait 15 minutes, or choose a new password by mail."


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public("this is how a person becomes known")
def sign_in() -> ResponseReturnValue:
    """Ask for e-mail address and password."""
    form = SignInForm(prefix=OURS)
    if request.method == "GET":
        return redirect(front_page()) if actor().is_signed_in else sign_in_page(form, 200)
    if not form.validate():
        return sign_in_page(form, 422)
    try:
        proven = prove_by_password(form.email.data, form.password.data)
    except TooManyTries:
        form.form_errors.append(_TOO_OFTEN)
        return sign_in_page(form, 429)
    if proven is None:
        form.form_errors.append(_WRONG)
        return sign_in_page(form, 422)
    begin(proven.person_id)
    return go_on(proven.person_id)


def begin(person_id: int) -> None:
    """Begin a session for the person, ending the one that this browser was in."""
    at = clock.now()
    before = this_session()
    if before is not None and before.ended_at is None:
        sessions.sign_out(sign_in_id=before.id, person_id=before.person_id, at=at)
    device = device_words(request.user_agent.string)
    token = sessions.begin_session(person_id=person_id, device=device, at=at)
    enter(token, keeping_forms_valid=may_go_on_posting(person_id))


def sign_in_page(form: SignInForm, status: int, target: Target | None = None) -> ResponseReturnValue:
    """Draw the page, carrying what a waiting form holds."""
    target = target or target_asked_for()
    page = render_template(
        "people/sign_in.html",
        form=form,
        carried=carried_fields() if target is not None and target.is_posted else [],
        target=None if target is None else signed(target),
        target_name=TARGET,
        waits=target is not None and target.is_posted,
    )
    return page, status


@blueprint.post("/sign-out")
@public("whoever is signed in may leave, and for whoever is not there is nothing to do")
def sign_out() -> ResponseReturnValue:
    """End the session."""
    record = this_session()
    if record is not None and record.ended_at is None:
        sessions.sign_out(sign_in_id=record.id, person_id=record.person_id, at=clock.now())
    leave()
    return redirect(url_for("people.sign_in"), 303)


@blueprint.app_errorhandler(SignInNeeded)
def _ask_to_sign_in(_needed: SignInNeeded) -> ResponseReturnValue:
    edge.roll_back()
    record = this_session()
    target = target_of_request(0 if record is None else record.person_id)
    if not target.is_posted:
        way: dict[str, Any] = {TARGET: signed(target)}
        return redirect(url_for("people.sign_in_code" if awaits_code() else "people.sign_in", **way), 303)
    return sign_in_page(SignInForm(prefix=OURS, formdata=None), 401, target)
