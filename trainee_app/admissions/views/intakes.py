"""Intakes: the list, a new one, its days, its screening, and an application begun."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import actor, can, permit
from trainee_app.admissions import queries, services
from trainee_app.admissions.forms import ApplicantForm, IntakeForm
from trainee_app.admissions.models import Application, Intake
from trainee_app.admissions.rules import Outcome, Stage
from trainee_app.admissions.views.blueprint import blueprint, show_or_raise, shown_again, today_of
from trainee_app.admissions.views.showing import Asked, asked_of
from trainee_app.cohorts.models import Cohort
from trainee_app.refusals import Refusal
from trainee_app.web.fields import one_line
from trainee_app.web.parts import Chip

_BEGUN = "begun"


@dataclass(frozen=True, slots=True)
class _Line:
    """An intake in the list."""

    intake: Intake
    applied: int
    accepted: int


@dataclass(frozen=True, slots=True)
class _Row:
    """An applicant in the screening, with what the actor may see of what they bring along."""

    application: Application
    stage: Stage | None
    asked: list[Asked]


@blueprint.get("/selection")
@permit("selection.read")
def intakes() -> ResponseReturnValue:
    """The intakes of one's programmes, the latest course first."""
    who = actor()
    found = queries.intakes(who)
    stages = queries.stages_of([each.id for each in found])
    lines = [
        _Line(
            each,
            sum(number for stage, number in stages[each.id].items() if stage),
            stages[each.id][Stage.ACCEPTED] + stages[each.id][Stage.ENROLLED],
        )
        for each in found
    ]
    return render_template(
        "admissions/intakes.html",
        lines=lines,
        cohorts=queries.cohorts_without_intake(who),
        runs=can(who, "intake.make") or bool(found),
        to_score=queries.to_score(who),
        to_decide=[(each, Outcome(each.outcome).words) for each in queries.to_decide(who)],
        to_enrol=queries.to_enrol(who),
        on=who.on,
    )


@blueprint.route("/cohorts/<public_id>/intake", methods=["GET", "POST"])
@permit("intake.make")
def make(cohort: Cohort) -> ResponseReturnValue:
    """Open an intake for a cohort."""
    form = IntakeForm()
    if form.validate_on_submit():
        try:
            intake = services.make_intake(
                cohort=cohort, draft=form.draft(), actor=actor(), at=clock.now(), public_id=form.once.data
            )
        except Refusal as refusal:
            show_or_raise(form, refusal)
        else:
            flash(
                f"The intake for {cohort.name} stands. Applicants whom you invite find it when they sign in.", "success"
            )
            return redirect(url_for(".screening", public_id=intake.public_id))
    return shown_again(render_template("admissions/intake_form.html", cohort=cohort, intake=None, form=form))


@blueprint.route("/intakes/<public_id>/change", methods=["GET", "POST"])
@permit("intake.change")
def change(intake: Intake) -> ResponseReturnValue:
    """Give an intake other days or places."""
    form = IntakeForm(data={name: getattr(intake, name) for name in ("opens_on", "closes_on", "places")})
    if form.validate_on_submit():
        try:
            services.change_intake(intake=intake, draft=form.draft(), actor=actor(), at=clock.now())
        except Refusal as refusal:
            show_or_raise(form, refusal)
        else:
            flash("The intake is changed.", "success")
            return redirect(url_for(".screening", public_id=intake.public_id))
    return shown_again(render_template("admissions/intake_form.html", cohort=intake.cohort, intake=intake, form=form))


@blueprint.get("/intakes/<public_id>")
@permit("intake.read")
def screening(intake: Intake) -> ResponseReturnValue:
    """Everybody who has applied, with each prerequisite and its sentence."""
    applications = queries.applications_seen(intake, actor())
    wanted = request.args.get("stage", "")
    shown = [each for each in applications if not wanted or (each.stage or _BEGUN) == wanted]
    may_keep = can(actor(), "intake.change", intake)
    requirements = queries.requirements_asked(intake)
    rows = [
        _Row(
            each.application,
            None if each.application.stage is None else Stage(each.application.stage),
            asked_of(requirements, each.findings, with_therapy=may_keep),
        )
        for each in queries.screening(intake, shown, today_of(intake))
    ]
    return render_template(
        "admissions/screening.html",
        intake=intake,
        rows=rows,
        chips=_chips(intake, applications, wanted),
        number=len(applications),
        may_keep=may_keep,
        today=today_of(intake),
    )


@blueprint.route("/intakes/<public_id>/applicants/new", methods=["GET", "POST"])
@permit("intake.change")
def record_applicant(intake: Intake) -> ResponseReturnValue:
    """Begin an application for somebody, and invite them."""
    form = ApplicantForm()
    if form.validate_on_submit():
        try:
            application = services.record_application(
                intake=intake,
                name=one_line(form.name.data),
                email=form.email.data.lower(),
                actor=actor(),
                on=today_of(intake),
                at=clock.now(),
                public_id=form.once.data,
            )
        except Refusal as refusal:
            form.form_errors.append(str(refusal))
        else:
            flash(f"{application.person.name} is an applicant now and can go on from here.", "success")
            return redirect(url_for(".application", public_id=application.public_id))
    return shown_again(render_template("admissions/record_applicant.html", intake=intake, form=form))


@blueprint.post("/intakes/<public_id>/apply")
@permit("intake.apply")
def apply(intake: Intake) -> ResponseReturnValue:
    """Begin one's own application."""
    application = services.begin_application(intake=intake, actor=actor(), on=today_of(intake), at=clock.now())
    return redirect(url_for(".application", public_id=application.public_id))


def _chips(intake: Intake, applications: list[Application], wanted: str) -> list[Chip]:
    address = url_for(".screening", public_id=intake.public_id)
    counts = dict.fromkeys((_BEGUN, *(each.value for each in Stage)), 0)
    for each in applications:
        counts[each.stage or _BEGUN] += 1
    stages = [
        Chip(stage.replace("_", " ").capitalize(), f"{address}?stage={stage}", number, stage == wanted)
        for stage, number in counts.items()
        if number or stage == wanted
    ]
    return [Chip("Everybody", address, len(applications), not wanted), *stages]
