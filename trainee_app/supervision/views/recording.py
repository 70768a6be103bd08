"""Recording a session and signing it in the same act, recording one anew, saying that one does not count."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import actor, permit, strength_shown
from trainee_app.db.tables import new_public_id
from trainee_app.refusals import Refusal
from trainee_app.signatures.rules import SIGNED_IN
from trainee_app.supervision import queries, services
from trainee_app.supervision.forms import SessionForm, VoidForm
from trainee_app.supervision.models import SupervisionSession
from trainee_app.supervision.queries import OfferedTrainee
from trainee_app.supervision.rules import Format
from trainee_app.supervision.services import SessionFaulty, SessionNameTaken
from trainee_app.supervision.views.blueprint import blueprint
from trainee_app.web.fields import show_refusal, show_violations
from trainee_app.web.formats import count, duration


@blueprint.get("/supervision/new")
@permit("supervision.record")
def new_session() -> ResponseReturnValue:
    """Record a session: the form."""
    offered = queries.offered_to(actor())
    return _page(SessionForm(offered, data=_first_values(offered)))


@blueprint.post("/supervision/new")
@permit("supervision.record", confirmed=True)
def record() -> ResponseReturnValue:
    """Record and sign what was typed; if something is wrong, show it again with all that was typed."""
    form = SessionForm(offered := queries.offered_to(actor()))
    if not form.validate():
        return _page(form), 422
    try:
        made = services.record_session(
            draft=form.draft(),
            public_id=form.once.data,
            actor=actor(),
            on=_today(offered),
            at=clock.now(),
            method=SIGNED_IN,
            strength=strength_shown(),
            confirmed=form.confirmed_codes(),
        )
    except Refusal as refusal:
        return _refused(form, refusal, None)
    return _done(made)


@blueprint.get("/supervision/<public_id>/correct")
@permit("supervision.correct")
def correct_form(session: SupervisionSession) -> ResponseReturnValue:
    """Record a session anew: the form, with what the first record says."""
    if session.voided_at is not None:
        return _gone(session)
    return _page(SessionForm(queries.offered_to(actor()), data=_values(session)), session)


@blueprint.post("/supervision/<public_id>/correct")
@permit("supervision.correct", confirmed=True)
def correct(session: SupervisionSession) -> ResponseReturnValue:
    """Record a session anew in the place of the first record."""
    form = SessionForm(offered := queries.offered_to(actor()))
    if not form.validate():
        return _page(form, session), 422
    try:
        made = services.correct_session(
            session=session,
            seen_hash=form.seen.data or "",
            draft=form.draft(),
            public_id=form.once.data,
            actor=actor(),
            on=_today(offered),
            at=clock.now(),
            method=SIGNED_IN,
            strength=strength_shown(),
            confirmed=form.confirmed_codes(),
        )
    except Refusal as refusal:
        return _refused(form, refusal, session)
    return _done(made)


@blueprint.route("/supervision/<public_id>/void", methods=["GET", "POST"])
@permit("supervision.void")
def void(session: SupervisionSession) -> ResponseReturnValue:
    """Say that a session does not count, and why."""
    if request.method == "GET" and session.voided_at is not None:
        return _gone(session)
    form = VoidForm(seen=session.content_hash)
    status = 422 if request.method == "POST" else 200
    if form.validate_on_submit():
        try:
            services.void_session(
                session=session, seen_hash=form.seen.data, reason=form.reason.data, actor=actor(), at=clock.now()
            )
        except Refusal as refusal:
            show_refusal(form, refusal)
            status = 422 if isinstance(refusal, SessionFaulty) else 409
        else:
            flash("Recorded: this session counts for nobody any longer. It stays to be read.", "success")
            return redirect(url_for(".session", public_id=session.public_id))
    present = queries.present_at([session.id]).get(session.id, [])
    return render_template("supervision/void.html", session=session, present=present, form=form), status


def _gone(session: SupervisionSession) -> ResponseReturnValue:
    """A link of a page that has been overtaken leads to where the record stands now."""
    flash("This record counts no longer, so there is nothing more to change in it.", "info")
    return redirect(url_for(".session", public_id=session.public_id))


def _today(offered: list[OfferedTrainee]) -> date:
    return clock.today(offered[0].trainee.cohort.programme.zone) if offered else actor().on


def _first_values(offered: list[OfferedTrainee]) -> dict[str, Any]:
    """Return what a new record begins with: today, and whom the page before it was about."""
    chosen = request.args.get("trainee", "")
    values: dict[str, Any] = {"held_on": _today(offered), "minutes": "", "present": [], "seen": ""}
    if len(offered) == 1:
        chosen = offered[0].trainee.public_id
    if chosen in {each.trainee.public_id for each in offered}:
        values |= {"present": [chosen], "format": Format.INDIVIDUAL.value}
    return values


def _values(session: SupervisionSession) -> dict[str, Any]:
    said = queries.draft_of(session)
    return {
        "seen": session.content_hash,
        "held_on": said.held_on,
        "format": session.format,
        "minutes": duration(session.minutes),
        "present": list(said.present),
        "presented": list(said.presented),
        "video": list(said.video),
    }


def _refused(form: SessionForm, refusal: Refusal, replaces: SupervisionSession | None) -> ResponseReturnValue:
    if isinstance(refusal, SessionFaulty):
        show_violations(form, refusal.errors)
        form.ask_to_confirm(refusal.warnings)
        return _page(form, replaces), 422
    if isinstance(refusal, SessionNameTaken):
        # What was typed is another session: looked at and sent once more, it is recorded under a name of its own.
        form.once.data = new_public_id()
    show_refusal(form, refusal)
    return _page(form, replaces), 409


def _done(made: SupervisionSession) -> ResponseReturnValue:
    number = len(queries.present_at([made.id])[made.id])
    flash(f"Signed: {duration(made.minutes)} of supervision, for {count(number, 'trainee', 'trainees')}.", "success")
    return redirect(url_for(".session", public_id=made.public_id))


def _page(form: SessionForm, replaces: SupervisionSession | None = None) -> str:
    action = url_for(".correct", public_id=replaces.public_id) if replaces else url_for(".record")
    return render_template("supervision/record.html", form=form, replaces=replaces, action=action)
