"""One's own account: password, second factor, recovery codes, sessions."""

from __future__ import annotations

import pyotp
from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadData, URLSafeSerializer

from trainee_app import clock
from trainee_app.access import actor, permit
from trainee_app.db import edge
from trainee_app.people import queries
from trainee_app.people.forms import ChangePasswordForm, SecondFactorForm
from trainee_app.people.models import SignIn
from trainee_app.people.rules.second_factor import matching_step, provisioning_uri, spoken_secret, tidy_code
from trainee_app.people.services import accounts, second_factor, sessions
from trainee_app.people.services.passwords import hash_password
from trainee_app.people.views.asking import limits, this_session
from trainee_app.people.views.blueprint import blueprint
from trainee_app.people.views.confirming import prove_own_password
from trainee_app.people.views.continuing import TARGET, address_to_go_on, signed, target_asked_for
from trainee_app.people.views.pictures import square_picture
from trainee_app.people.views.proving import TooManyTries, hashing_cost

_WRONG = "This is not your password. Passwords tell A from a."
_TOO_OFTEN = "There were too many attempts. Wait 15 minutes and try again."
_CODE_WRONG = (
    "This is not the code that the app shows now. Check that the phone's clock is right, and enter the next one."
)
_ISSUER = "Training Record"


@blueprint.get("/account")
@permit("account.keep")
def account() -> ResponseReturnValue:
    """Show the account."""
    at, who, session_limits = clock.now(), actor(), limits()
    record = this_session()
    return render_template(
        "people/account.html",
        who=queries.person(who.person_id),
        account=queries.account(who.person_id),
        roles=queries.roles_of(who.person_id, who.on),
        sessions=queries.live_sessions(who.person_id, at - session_limits.idle, at - session_limits.longest),
        this_session_id=None if record is None else record.id,
        recovery_codes=queries.unused_recovery_codes(who.person_id),
        second_factor_is_due=not who.second_factor and queries.needs_second_factor(who.person_id, who.on),
    )


@blueprint.post("/account/sessions/<public_id>/end")
@permit("session.end")
def end_session(sign_in: SignIn) -> ResponseReturnValue:
    """End one of one's own sessions."""
    sessions.end_session(sign_in=sign_in, actor_id=actor().person_id, at=clock.now())
    flash("That session has ended.", "success")
    return redirect(url_for("people.account"), 303)


@blueprint.route("/account/password", methods=["GET", "POST"])
@permit("account.keep")
def change_password() -> ResponseReturnValue:
    """Choose another password."""
    who, record = queries.person(actor().person_id), this_session()
    form = ChangePasswordForm(name=who.name, email=who.email or "")
    if request.method == "GET" or record is None or not form.validate():
        return _password_page(form, 422 if form.errors else 200)
    edge.roll_back()
    password_hash = hash_password(form.password.data, hashing_cost())
    try:
        proven = prove_own_password(form.current.data)
    except TooManyTries:
        form.current.errors = [_TOO_OFTEN]
        return _password_page(form, 429)
    if proven is None:
        form.current.errors = [_WRONG]
        return _password_page(form, 422)
    accounts.change_password(password_hash=password_hash, sign_in_id=record.id, actor=actor(), at=clock.now())
    flash("Your password is changed, and you are signed out everywhere else.", "success")
    return redirect(url_for("people.account"), 303)


def _password_page(form: ChangePasswordForm, status: int) -> ResponseReturnValue:
    return render_template("people/change_password.html", form=form), status


@blueprint.route("/account/second-factor", methods=["GET", "POST"])
@permit("account.keep", confirmed=True)
def set_up_second_factor() -> ResponseReturnValue:
    """Make a phone the second factor."""
    form, record = SecondFactorForm(), this_session()
    secret = _kept_secret(form.kept.data) or pyotp.random_base32()
    if request.method == "GET" or record is None or not form.validate():
        return _second_factor_page(form, secret, 422 if form.errors else 200)
    at = clock.now()
    step = matching_step(secret, tidy_code(form.code.data), at)
    if step is None:
        form.code.errors = [_CODE_WRONG]
        return _second_factor_page(form, secret, 422)
    codes = second_factor.set_up_second_factor(secret=secret, step=step, sign_in_id=record.id, actor=actor(), at=at)
    return render_template("people/recovery_codes.html", codes=codes, is_new=True, go_on=address_to_go_on())


@blueprint.post("/account/recovery-codes")
@permit("account.keep", confirmed=True)
def make_recovery_codes() -> ResponseReturnValue:
    """Make new recovery codes and show them, this once."""
    codes = second_factor.make_recovery_codes(actor=actor(), at=clock.now())
    return render_template("people/recovery_codes.html", codes=codes, is_new=False, go_on=url_for("people.account"))


def _second_factor_page(form: SecondFactorForm, secret: str, status: int) -> ResponseReturnValue:
    who, target = queries.person(actor().person_id), target_asked_for()
    form.kept.data = _secrets().dumps([actor().person_id, secret])
    picture = square_picture(provisioning_uri(secret, account=who.email or who.name, issuer=_ISSUER))
    page = render_template(
        "people/second_factor.html",
        form=form,
        picture=picture,
        spoken=spoken_secret(secret),
        replaces=queries.second_factor_secret(who.id) is not None,
        target=None if target is None else signed(target),
        target_name=TARGET,
    )
    return page, status


def _kept_secret(kept: str | None) -> str | None:
    """Return the secret that the page has shown to this person; None for anything else."""
    try:
        person_id, secret = _secrets().loads(kept or "")
    except (BadData, ValueError, TypeError):
        return None
    return str(secret) if person_id == actor().person_id else None


def _secrets() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="people: a second factor to be set up")
