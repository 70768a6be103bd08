"""Countersigning for a supervisor who is away or gone: proposed by the office, decided by somebody else."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import actor, can, permit, strength_shown
from trainee_app.away import services
from trainee_app.away.forms import AbsenceForm, DecideForm
from trainee_app.away.models import Absence
from trainee_app.away.queries import absences as queries
from trainee_app.away.rules import countersigned_words
from trainee_app.away.views.blueprint import blueprint
from trainee_app.away.views.presenting import proposed_words, titles_of
from trainee_app.cohorts.models import SupervisionAgreement
from trainee_app.refusals import Refusal
from trainee_app.signatures.queries import signatures_of
from trainee_app.web.fields import show_refusal


@blueprint.route("/agreements/<public_id>/absence", methods=["GET", "POST"])
@permit("absence.propose", confirmed=True)
def propose(agreement: SupervisionAgreement) -> ResponseReturnValue:
    """Propose to countersign what waits for a supervisor who is away or gone."""
    today = clock.today(agreement.trainee.cohort.programme.zone)
    waiting = queries.waiting_in_absence(agreement, today)
    form = AbsenceForm()
    form.offer(titles_of(waiting, agreement.trainee))
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            made = _propose(agreement, form)
        except Refusal as refusal:
            show_refusal(form, refusal)
            status = 409
        else:
            flash("Proposed. A director or board member is written to and decides.", "success")
            return redirect(url_for(".absence", public_id=made.public_id), 303)
    return render_template("away/propose.html", agreement=agreement, form=form, waiting=waiting), status


def _propose(agreement: SupervisionAgreement, form: AbsenceForm) -> Absence:
    return services.propose_absence(
        agreement=agreement,
        entries=form.entries.seen,
        evidence=form.evidence.data,
        public_id=form.once.data,
        actor=actor(),
        at=clock.now(),
        on=clock.today(agreement.trainee.cohort.programme.zone),
        strength=strength_shown(),
    )


@blueprint.get("/absences/<public_id>")
@permit("absence.read")
def absence(absence: Absence) -> ResponseReturnValue:
    """One proposal: in whose absence, on what evidence, which entries, and who said what."""
    return _page(absence, DecideForm(seen=absence.content_hash)), 200


@blueprint.post("/absences/<public_id>/countersign")
@permit("absence.countersign", confirmed=True)
def countersign(absence: Absence) -> ResponseReturnValue:
    """Agree: the entries count from now on."""
    form = DecideForm()
    if not form.validate_on_submit():
        return _page(absence, form), 422
    services.countersign(
        absence=absence,
        seen_hash=form.seen.data or "",
        actor=actor(),
        at=clock.now(),
        on=clock.today(absence.trainee.cohort.programme.zone),
        strength=strength_shown(),
    )
    flash("Countersigned: the entries count from now on, marked as countersigned in absence.", "success")
    return redirect(url_for(".absence", public_id=absence.public_id), 303)


@blueprint.post("/absences/<public_id>/decline")
@permit("absence.decline")
def decline(absence: Absence) -> ResponseReturnValue:
    """Decline it, or take one's own back."""
    services.decline_absence(absence=absence, actor=actor(), at=clock.now())
    flash("Declined: the entries wait as before.", "success")
    return redirect(url_for(".absence", public_id=absence.public_id), 303)


def _page(absence: Absence, form: DecideForm) -> str:
    is_open = absence.decision is None
    return render_template(
        "away/absence.html",
        absence=absence,
        form=form,
        zone=absence.trainee.cohort.programme.zone,
        words=countersigned_words(absence.agreement.supervisor.name, absence.evidence),
        entries=proposed_words(queries.versions_proposed(services.bound_by(absence), actor()), absence.trainee),
        signatures=signatures_of([services.document_of(absence)]),
        may_countersign=is_open and can(actor(), "absence.countersign", absence),
        may_decline=is_open and can(actor(), "absence.decline", absence),
    )
