"""Showing again that it is you, before something weighty; what was typed goes on afterwards."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import ConfirmationNeeded, actor, permit
from trainee_app.db import edge
from trainee_app.db.engine import reading_only
from trainee_app.people import queries
from trainee_app.people.forms import ConfirmForm
from trainee_app.people.queries import Credentials
from trainee_app.people.services import sessions
from trainee_app.people.views.asking import this_session
from trainee_app.people.views.blueprint import blueprint
from trainee_app.people.views.continuing import OURS, Target, go_on, target_asked_for, target_of_request, waiting
from trainee_app.people.views.proving import TooManyTries, prove_by_password

_WRONG = "This is not your password. Passwords tell A from a."
_TOO_OFTEN = "There were too many attempts. Wait 15 minutes and try again."


@blueprint.post("/confirm")
@permit("account.keep")
def confirm() -> ResponseReturnValue:
    """Take the password and go on."""
    form = ConfirmForm(prefix=OURS)
    record = this_session()
    if record is None or not form.validate():
        return confirm_page(form, 422)
    try:
        proven = prove_own_password(form.password.data)
    except TooManyTries:
        form.password.errors = [_TOO_OFTEN]
        return confirm_page(form, 429)
    if proven is None:
        form.password.errors = [_WRONG]
        return confirm_page(form, 422)
    sessions.confirm_identity(sign_in_id=record.id, actor=actor(), at=clock.now())
    return go_on(actor().person_id)


def prove_own_password(password: str) -> Credentials | None:
    """Return the actor's credentials if this is their password. Raises TooManyTries.

    Counted together with the tries to sign in: an open session is no way round that limit.
    """
    edge.roll_back()
    with reading_only():
        own = queries.credentials(person_id=actor().person_id)
        edge.roll_back()
    return None if own is None else prove_by_password(own.email, password)


def confirm_page(form: ConfirmForm, status: int, target: Target | None = None) -> ResponseReturnValue:
    """Draw the page, carrying what a waiting form holds."""
    return render_template("people/confirm.html", form=form, **waiting(target or target_asked_for())), status


@blueprint.app_errorhandler(ConfirmationNeeded)
def _ask_to_confirm(_needed: ConfirmationNeeded) -> ResponseReturnValue:
    edge.roll_back()
    return confirm_page(ConfirmForm(prefix=OURS, formdata=None), 401, target_of_request(actor().person_id))
