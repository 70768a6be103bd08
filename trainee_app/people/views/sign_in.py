"""Signing in and out."""

from __future__ import annotations

from typing import Any

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import SignInNeeded, actor, public
from trainee_app.db import edge
from trainee_app.people import queries
from trainee_app.people.forms import CodeForm, SignInForm
from trainee_app.people.rules.sessions import SessionRecord, device_words
from trainee_app.people.services import sessions
from trainee_app.people.views.asking import awaits_code, enter, leave, this_session
from trainee_app.people.views.blueprint import blueprint
from trainee_app.people.views.continuing import (
    OURS,
    TARGET,
    Target,
    front_page,
    go_on,
    may_go_on_posting,
    signed,
    target_asked_for,
    target_of_request,
    waiting,
    way_on,
)
from trainee_app.people.views.proving import TooManyTries, prove_by_code, prove_by_password

_WRONG = "This e-mail address and this password do not belong together. Check both; passwords tell A from a."
_CODE_WRONG = "This code is not right, or was used before. Wait for the next one and enter that."
_CODE_TOO_OFTEN = "There were too many attempts. Wait 15 minutes and try again."
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
    return go_on_or_ask_more(proven.person_id, has_second_factor=proven.has_second_factor)


def go_on_or_ask_more(person_id: int, *, has_second_factor: bool) -> ResponseReturnValue:
    """Send somebody whose password was right to where they were going, by way of the second factor if need be."""
    if has_second_factor:
        if may_go_on_posting(person_id):
            return code_page(CodeForm(prefix=OURS, formdata=None), 200)
        return redirect(url_for("people.sign_in_code", **way_on()), 303)
    if current_app.config["REQUIRE_SECOND_FACTOR"] and queries.needs_second_factor(person_id, clock.today()):
        return redirect(url_for("people.set_up_second_factor", **way_on()), 303)
    return go_on(person_id)


@blueprint.route("/sign-in/code", methods=["GET", "POST"])
@public("whoever has given the password is known only when the code is right too")
def sign_in_code() -> ResponseReturnValue:
    """Ask for the second factor."""
    record = this_session()
    if record is None or not awaits_code():
        return redirect(url_for("people.sign_in", **way_on()), 303)
    form = CodeForm(prefix=OURS)
    if request.method == "GET":
        return code_page(form, 200)
    if not form.validate():
        return code_page(form, 422)
    try:
        shown = prove_by_code(record.person_id, form.code.data)
    except TooManyTries:
        form.code.errors = [_CODE_TOO_OFTEN]
        return code_page(form, 429)
    if shown is None:
        form.code.errors = [_CODE_WRONG]
        return code_page(form, 422)
    _hold_with_code(record, by_recovery_code=shown.by_recovery_code)
    return go_on(record.person_id)


def _hold_with_code(record: SessionRecord, *, by_recovery_code: bool) -> None:
    token = sessions.show_second_factor(
        sign_in_id=record.id, person_id=record.person_id, by_recovery_code=by_recovery_code, at=clock.now()
    )
    enter(token, keeping_forms_valid=may_go_on_posting(record.person_id))


def code_page(form: CodeForm, status: int) -> ResponseReturnValue:
    """Draw the page, carrying what a waiting form holds."""
    return render_template("people/sign_in_code.html", form=form, **waiting(target_asked_for())), status


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
    return render_template("people/sign_in.html", form=form, **waiting(target or target_asked_for())), status


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
    asked = target_asked_for() if request.endpoint == "people.confirm" else None
    target = asked or target_of_request(0 if record is None else record.person_id)
    if not target.is_posted:
        way: dict[str, Any] = {TARGET: signed(target)}
        return redirect(url_for("people.sign_in_code" if awaits_code() else "people.sign_in", **way), 303)
    return sign_in_page(SignInForm(prefix=OURS, formdata=None), 401, target)
