"""One date and its register: marked in one tap a person, signed in the same act."""

from __future__ import annotations

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import actor, can, permit, strength_shown
from trainee_app.cohorts.queries import definition_of_cohort
from trainee_app.refusals import Refusal
from trainee_app.signatures.models import Signature
from trainee_app.signatures.rules import SIGNED_IN
from trainee_app.teaching import queries, services
from trainee_app.teaching.forms import MarksForm, VoidForm, marking, minutes_field_of
from trainee_app.teaching.models import TeachingDate, TeachingRegister
from trainee_app.teaching.rules import Mark, field_of
from trainee_app.teaching.services import TeachingFaulty
from trainee_app.teaching.views.blueprint import blueprint
from trainee_app.web.fields import show_refusal, show_violations
from trainee_app.web.formats import count, duration, local_datetime
from trainee_app.web.parts import Fact


@blueprint.get("/teaching/<public_id>")
@permit("teaching.read")
def date(teaching: TeachingDate) -> ResponseReturnValue:
    """A date with its register, or the form to sign it once it has taken place."""
    register = queries.register_in_force(teaching.id)
    asks = register is None or "correct" in request.args
    may_sign = can(actor(), "register.sign", teaching) and teaching.held_on <= clock.today(_zone(teaching))
    return _page(teaching, register, _form(teaching, register) if asks and may_sign else None)


@blueprint.post("/teaching/<public_id>/register")
@permit("register.sign", confirmed=True)
def sign(teaching: TeachingDate) -> ResponseReturnValue:
    """Sign who was there; where a register is signed already that the page showed, in its place."""
    trainees = queries.trainees_to_mark(teaching.cohort_id)
    form = _form(teaching, queries.register_in_force(teaching.id))
    if not form.validate():
        return _page(teaching, None, form), 422
    try:
        made = services.sign_register(
            teaching=teaching,
            draft=form.draft(trainees),
            public_id=form.once.data,
            actor=actor(),
            on=clock.today(_zone(teaching)),
            at=clock.now(),
            method=SIGNED_IN,
            strength=strength_shown(),
            seen_hash=form.seen.data or "",
            confirmed=form.confirmed_codes(),
        )
    except Refusal as refusal:
        return _refused(teaching, form, refusal)
    there = sum(each.mark != Mark.ABSENT for each in queries.marks_of(made.id))
    flash(f"Signed: {count(there, 'trainee was', 'trainees were')} there, and it stands in their logs.", "success")
    return redirect(url_for(".date", public_id=teaching.public_id))


@blueprint.route("/registers/<public_id>/void", methods=["GET", "POST"])
@permit("register.void")
def void(register: TeachingRegister) -> ResponseReturnValue:
    """Say that a register does not count, and why."""
    form = VoidForm(seen=register.content_hash)
    status = 422 if request.method == "POST" else 200
    if form.validate_on_submit():
        try:
            services.void_register(
                register=register, seen_hash=form.seen.data, reason=form.reason.data, actor=actor(), at=clock.now()
            )
        except Refusal as refusal:
            show_refusal(form, refusal)
            status = 422 if isinstance(refusal, TeachingFaulty) else 409
        else:
            flash("Recorded: this register counts for nobody any longer. It can be signed again.", "success")
            return redirect(url_for(".date", public_id=register.date.public_id))
    return render_template("teaching/void.html", register=register, teaching=register.date, form=form), status


def _zone(teaching: TeachingDate) -> str:
    zone: str = teaching.cohort.programme.zone
    return zone


def _form(teaching: TeachingDate, register: TeachingRegister | None) -> MarksForm:
    trainees = queries.trainees_to_mark(teaching.cohort_id)
    return marking(trainees, _said(register), "" if register is None else register.content_hash)


def _said(register: TeachingRegister | None) -> Mapping[str, tuple[Mark, str]]:
    if register is None:
        return {}
    return {
        each.trainee.public_id: (
            Mark(each.mark),
            duration(each.minutes) if Mark(each.mark).says_minutes else "",
        )
        for each in queries.marks_of(register.id)
    }


def _refused(teaching: TeachingDate, form: MarksForm, refusal: Refusal) -> ResponseReturnValue:
    if isinstance(refusal, TeachingFaulty):
        show_violations(form, refusal.errors)
        form.ask_to_confirm(refusal.warnings)
        return _page(teaching, None, form), 422
    show_refusal(form, refusal)
    return _page(teaching, None, form), 409


def _page(teaching: TeachingDate, register: TeachingRegister | None, form: MarksForm | None) -> str:
    zone = _zone(teaching)
    trainees = queries.trainees_to_mark(teaching.cohort_id)
    rows = (
        []
        if form is None
        else [(form[field_of(each.public_id)], form[minutes_field_of(each.public_id)]) for each in trainees]
    )
    return render_template(
        "teaching/date.html",
        teaching=teaching,
        title=definition_of_cohort(teaching.cohort_id).title_of(teaching.activity),
        register=register,
        marks=[] if register is None else queries.marks_of(register.id),
        words={each.value: each.words for each in Mark},
        signature=[] if register is None else _signature_facts(register.signature, zone),
        earlier=[each for each in queries.registers_of(teaching.id) if each.voided_at is not None],
        form=form,
        rows=rows,
        has_passed=teaching.held_on <= clock.today(zone),
        may_sign=can(actor(), "register.sign", teaching),
        may_cancel=can(actor(), "teaching.cancel", teaching),
        may_void=register is not None and can(actor(), "register.void", register),
    )


def _signature_facts(signature: Signature, zone: str) -> list[Fact]:
    """Return the signature as it was printed when it was given."""
    return [
        Fact("By", f"{signature.signer_name} ({signature.signed_as})"),
        Fact("On", local_datetime(signature.signed_at, zone)),
        Fact("Says", signature.meaning),
        Fact("Covers", f"This register and every entry it carries, fingerprint {signature.content_hash[:12]}"),
    ]
