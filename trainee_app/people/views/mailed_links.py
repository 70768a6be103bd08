"""Pages that a mailed link opens: taking up an account, choosing a new password. Opening one changes nothing."""

from __future__ import annotations

from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import public
from trainee_app.db import edge
from trainee_app.db.engine import reading_only
from trainee_app.people import queries
from trainee_app.people.forms import ForgottenForm, NewPasswordForm
from trainee_app.people.queries import OpenLink
from trainee_app.people.rules.limits import Tried
from trainee_app.people.rules.links import Purpose, random_part_of
from trainee_app.people.rules.sessions import hash_of_token
from trainee_app.people.services import accounts
from trainee_app.people.services.links import LinkNoLongerWorks
from trainee_app.people.services.passwords import hash_password
from trainee_app.people.views.blueprint import blueprint
from trainee_app.people.views.proving import TooManyTries, count_try, forget_wrong_passwords, hashing_cost
from trainee_app.people.views.sign_in import begin, go_on_or_ask_more

_TOO_OFTEN = "There were too many letters to this address already. Look for them, or wait an hour."


@blueprint.route("/invitation/<token>", methods=["GET", "POST"])
@public("whoever holds the link was invited; it names one person, works once and expires")
def invitation(token: str) -> ResponseReturnValue:
    """Let an invited person choose a password."""
    link = _open_link(token, Purpose.INVITATION)
    if link is None:
        return _link_is_dead("invitation")
    form = NewPasswordForm(name=link.name, email=link.email)
    if request.method == "GET" or not form.validate():
        return _choose_page("people/invitation.html", form, link)
    password_hash = hash_password(form.password.data, hashing_cost())
    try:
        accounts.accept_invitation(
            link_id=link.id, person_id=link.person_id, password_hash=password_hash, at=clock.now()
        )
    except LinkNoLongerWorks:
        edge.roll_back()
        return _link_is_dead("invitation")
    return _enter(link, "Welcome. Your account is ready.")


@blueprint.route("/password/new/<token>", methods=["GET", "POST"])
@public("whoever holds the link asked for it by mail; it names one person, works once and expires")
def new_password(token: str) -> ResponseReturnValue:
    """Let somebody who has forgotten the password choose another."""
    link = _open_link(token, Purpose.RESET)
    if link is None:
        return _link_is_dead("reset")
    form = NewPasswordForm(name=link.name, email=link.email)
    if request.method == "GET" or not form.validate():
        return _choose_page("people/new_password.html", form, link)
    password_hash = hash_password(form.password.data, hashing_cost())
    try:
        accounts.reset_password(link_id=link.id, person_id=link.person_id, password_hash=password_hash, at=clock.now())
    except LinkNoLongerWorks:
        edge.roll_back()
        return _link_is_dead("reset")
    forget_wrong_passwords(link.email)
    return _enter(link, "Your password is changed, and you are signed out everywhere else.")


@blueprint.route("/password/forgotten", methods=["GET", "POST"])
@public("whoever has forgotten the password cannot sign in")
def forgotten_password() -> ResponseReturnValue:
    """Send a letter with the way to a new password; the answer is the same for everybody."""
    form = ForgottenForm()
    if request.method == "GET" or not form.validate():
        return render_template("people/forgotten_password.html", form=form), 422 if form.errors else 200
    try:
        counted = count_try(Tried.RESET, form.email.data)
    except TooManyTries:
        form.email.errors = [_TOO_OFTEN]
        return render_template("people/forgotten_password.html", form=form), 429
    found = queries.credentials(email=form.email.data)
    has_password = found is not None and found.password_hash is not None
    accounts.ask_for_reset(person_id=found.person_id if found and has_password else None, at=counted.at)
    return redirect(url_for("people.letter_on_its_way"), 303)


@blueprint.get("/password/on-its-way")
@public("says the same to everybody")
def letter_on_its_way() -> ResponseReturnValue:
    """Say what happens next."""
    return render_template("people/letter_on_its_way.html", minutes=current_app.config["RESET_MINUTES"])


def _open_link(token: str, purpose: Purpose) -> OpenLink | None:
    random_part = random_part_of(token, purpose, current_app.config["SECRET_KEY"])
    if random_part is None:
        return None
    with reading_only():
        link = queries.open_link(hash_of_token(random_part), purpose, clock.now())
        edge.roll_back()
    return link


def _choose_page(template: str, form: NewPasswordForm, link: OpenLink) -> ResponseReturnValue:
    return render_template(template, form=form, link=link), 422 if form.errors else 200


def _link_is_dead(purpose: str) -> ResponseReturnValue:
    return render_template("people/dead_link.html", purpose=purpose), 410


def _enter(link: OpenLink, words: str) -> ResponseReturnValue:
    begin(link.person_id)
    flash(words, "success")
    account: Any = queries.credentials(person_id=link.person_id)
    return go_on_or_ask_more(link.person_id, has_second_factor=account.has_second_factor)
