"""The notices of whoever asks, and their choice about the weekly letter."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import actor, permit
from trainee_app.notifications import queries, services
from trainee_app.notifications.forms import DigestForm, SeenForm
from trainee_app.notifications.models import Notice
from trainee_app.notifications.rules import MOST_SHOWN

blueprint = Blueprint("notifications", __name__)


@blueprint.get("/notices")
@permit("notices.read")
def notices() -> ResponseReturnValue:
    """What concerns whoever asks, those not seen first."""
    found = queries.notices_of(actor().person_id)
    newest = max((each.made_at for each in found), default=None)
    return render_template(
        "notifications/notices.html",
        waiting=[each for each in found if not each.is_seen],
        seen=[each for each in found if each.is_seen],
        form=SeenForm(up_to=newest.isoformat() if newest else ""),
        most=MOST_SHOWN if len(found) == MOST_SHOWN else None,
    )


@blueprint.post("/notices/seen")
@permit("notices.read")
def see_all() -> ResponseReturnValue:
    """Put away all notices that the page showed."""
    up_to = SeenForm().instant()
    if up_to is not None:
        services.see_all(person_id=actor().person_id, up_to=up_to, at=clock.now())
    return redirect(url_for(".notices"), 303)


@blueprint.post("/notices/<public_id>/open")
@permit("notice.open")
def open_notice(notice: Notice) -> ResponseReturnValue:
    """Go to what a notice is about; it counts as seen from then on."""
    services.see(notice=notice, at=clock.now())
    told = queries.told_of(notice)
    takes_name = told.endpoint not in ("home.front", "home.own_standing")
    return redirect(url_for(told.endpoint, public_id=told.public_id) if takes_name else url_for(told.endpoint), 303)


@blueprint.route("/account/digest", methods=["GET", "POST"])
@permit("digest.choose")
def digest() -> ResponseReturnValue:
    """Choose whether to be written to on Mondays."""
    who = actor().person_id
    form = DigestForm(wanted=queries.wants_digest(who))
    if form.validate_on_submit():
        services.choose_digest(person_id=who, wanted=form.wanted.data, at=clock.now())
        words = "You will be written to when something waits." if form.wanted.data else "You will not be written to."
        flash(f"{words} Notices stay on their page as before.", "success")
        return redirect(url_for("people.account"), 303)
    return render_template("notifications/digest.html", form=form)
