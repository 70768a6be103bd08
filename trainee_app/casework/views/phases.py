"""Signing a phase off, with what it rests on before one's eyes."""

from __future__ import annotations

import base64
import binascii
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import actor, can, permit, strength_shown
from trainee_app.cases.models import TrainingCase
from trainee_app.cases.rules import numbered, shown_as
from trainee_app.casework import queries, services
from trainee_app.casework.forms import PhaseForm, VoidForm
from trainee_app.casework.models import CasePhase
from trainee_app.casework.rules import Phase, next_phase, phase_waits_for
from trainee_app.casework.views.blueprint import blueprint, status_of
from trainee_app.refusals import Conflict, Refusal
from trainee_app.signatures.models import Signature
from trainee_app.signatures.rules import SIGNED_IN, Meaning
from trainee_app.trail.rules import read_canonical
from trainee_app.web.fields import show_refusal
from trainee_app.web.formats import count, duration, long_date, sentence_case
from trainee_app.web.parts import Fact


@blueprint.get("/cases/<public_id>/phase")
@permit("case.sign_phase")
def phase(case: TrainingCase) -> ResponseReturnValue:
    """The phase that is signed off next."""
    return _page(case, None)


@blueprint.post("/cases/<public_id>/phase")
@permit("case.sign_phase", confirmed=True)
def sign_phase(case: TrainingCase) -> ResponseReturnValue:
    """Sign the phase that was shown."""
    form, chosen = PhaseForm(), request.form.get("phase", "")
    if chosen not in {each.value for each in Phase}:
        form.form_errors.append("Open the page again: it did not say which phase is meant.")
    elif form.validate():
        try:
            _sign(case, Phase(chosen), form)
        except Conflict as conflict:
            show_refusal(form, conflict)
            return _page(case, form, anew=True), 409
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            flash(f"The {chosen} phase is signed off.", "success")
            return redirect(url_for(".case", public_id=case.public_id))
    return _page(case, form), 422


@blueprint.route("/phases/<public_id>/void", methods=["GET", "POST"])
@permit("case.void_phase")
def void_phase(phase: CasePhase) -> ResponseReturnValue:
    """Say that a signed phase does not count, and why."""
    may_open = can(actor(), "case.read", phase.case)
    leads = url_for(".case", public_id=phase.case.public_id) if may_open else url_for("home.front")
    if request.method == "GET" and phase.voided_at is not None:
        flash("This phase counts no longer already.", "info")
        return redirect(leads)
    form, status = VoidForm(), 422 if request.method == "POST" else 200
    if form.validate_on_submit():
        try:
            services.void_phase(phase=phase, reason=form.reason.data, actor=actor(), at=clock.now())
        except Refusal as refusal:
            show_refusal(form, refusal)
            status = status_of(refusal)
        else:
            flash(f"The {phase.phase} phase counts no longer; it can be signed off anew.", "success")
            return redirect(leads)
    title = _title(phase.case, may_open=may_open)
    return render_template("casework/void_phase.html", phase=phase, title=title, leads=leads, form=form), status


def facts_of_phase(signature: Signature) -> list[Fact]:
    """Return what a receipt says of the phase that was signed off: all from what was signed, and nothing of the family."""
    said = read_canonical(signature.canonical.decode())
    shown = read_canonical(said["shown"])
    rests_on = (
        f"{count(shown['sessions_held'], 'session')} held, {duration(shown['supervised_minutes'])} of supervision"
    )
    return [
        Fact("Phase", sentence_case(shown["phase"])),
        Fact("Complete on", long_date(date.fromisoformat(said["completed_on"]))),
        Fact("Rests on", rests_on),
    ]


def _title(case: TrainingCase, *, may_open: bool) -> str:
    """The case by its code for who may open it; else by whose it is."""
    name = case.trainee.person.name
    return shown_as(name, case.number, case.code) if may_open else numbered(name, case.number)


def _sign(case: TrainingCase, phase: Phase, form: PhaseForm) -> None:
    services.sign_phase(
        case=case,
        phase=phase,
        completed_on=form.completed_on.data,
        seen=_seen(form.seen.data),
        actor=actor(),
        on=clock.today(case.trainee.cohort.programme.zone),
        at=clock.now(),
        method=SIGNED_IN,
        strength=strength_shown(),
    )


def _seen(text: str) -> bytes:
    """Return the bytes that were shown; anything else is nothing that was."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""


def _page(case: TrainingCase, form: PhaseForm | None, *, anew: bool = False) -> str:
    """Show what would be signed. `anew`: it has changed since it was shown, so it has to be looked at again."""
    phases = queries.phases_of(case.id)
    following = next_phase([each.phase for each in phases])
    sessions = queries.sessions_of(case.id)
    form = form or PhaseForm(data={"completed_on": clock.today(case.trainee.cohort.programme.zone)})
    shown = base64.b64encode(services.phase_to_sign(case, following) if following else b"").decode()
    if anew:
        form.agrees.data, form.seen.data = False, shown
    may_open = can(actor(), "case.read", case)
    first = queries.first_session_signed(case.id)
    return render_template(
        "casework/phase.html",
        case=case,
        title=_title(case, may_open=may_open),
        waits_for=phase_waits_for(following, first, case.closed_on) if following else "",
        may_open=may_open,
        phase=following,
        phases=phases,
        held=sum(outcome == "held" for _, _, _, outcome, _ in sessions),
        first_on=min((on for _, on, _, outcome, _ in sessions if outcome == "held"), default=None),
        supervised_minutes=sum(each.minutes for each in queries.presented_of(case.id)),
        meaning=Meaning.PHASE,
        seen=shown,
        form=form,
    )
