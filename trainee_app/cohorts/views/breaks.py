"""A trainee's breaks: what they do to the expected end is shown before one is recorded."""

from __future__ import annotations

from datetime import date, timedelta

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import actor, can, permit
from trainee_app.cohorts import queries, services
from trainee_app.cohorts.forms import BreakForm
from trainee_app.cohorts.models import Trainee, TrainingBreak
from trainee_app.cohorts.rules import Away, BreakDraft, BreakKind, OtherEnd, OtherEndOf, end_after
from trainee_app.cohorts.views.blueprint import blueprint
from trainee_app.people.queries import people_holding
from trainee_app.people.rules import Role
from trainee_app.refusals import Refusal
from trainee_app.web.fields import show_refusal


@blueprint.get("/trainees/<public_id>/breaks")
@permit("breaks.read")
def breaks(trainee: Trainee) -> ResponseReturnValue:
    """A trainee's breaks, and when the training is expected to end with them."""
    return _page(trainee)


@blueprint.post("/trainees/<public_id>/breaks")
@permit("break.record")
def record_break(trainee: Trainee) -> ResponseReturnValue:
    """Show what a break would do, or record it once that has been seen."""
    form = _form(trainee)
    if form.validate():
        try:
            draft = form.draft(_expected_end(trainee))
            if request.form.get("decision") != "record":
                services.insist_on_break(trainee, draft, _today(trainee))
                return _page(trainee, form, draft)
            services.record_break(
                trainee=trainee,
                draft=draft,
                decider=form.chosen_decider,
                actor=actor(),
                on=_today(trainee),
                at=clock.now(),
                public_id=form.once.data,
            )
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            flash("The break is recorded; the expected end has moved.", "success")
            return redirect(url_for(".breaks", public_id=trainee.public_id))
    return _page(trainee, form), 422


@blueprint.get("/breaks/<public_id>/take-back")
@permit("break.take_back")
def ask_before_taking_back(training_break: TrainingBreak) -> ResponseReturnValue:
    """Ask first, and say what it does to the expected end: it is not undone, only recorded anew."""
    trainee = training_break.trainee
    before = _expected_end(trainee)
    return render_template(
        "cohorts/take_break_back.html",
        training_break=training_break,
        trainee=trainee,
        expected_end=before,
        would_end_on=before - timedelta(days=training_break.days),
    )


@blueprint.post("/breaks/<public_id>/take-back")
@permit("break.take_back")
def take_break_back(training_break: TrainingBreak) -> ResponseReturnValue:
    """Say that a break was recorded by mistake, or did not take place."""
    services.take_break_back(training_break=training_break, actor=actor(), at=clock.now())
    flash("The break is taken back; the expected end has moved back.", "success")
    return redirect(url_for(".breaks", public_id=training_break.trainee.public_id))


def _page(trainee: Trainee, form: BreakForm | None = None, draft: BreakDraft | None = None) -> str:
    may_record = can(actor(), "break.record", trainee)
    would_end_on = end_after(_expected_end(trainee), draft.days) if draft else None
    return render_template(
        "cohorts/breaks.html",
        trainee=trainee,
        breaks=queries.breaks_of(trainee.id),
        expected_end=_expected_end(trainee),
        would_end_on=would_end_on,
        foreseen=_foreseen(trainee, draft, would_end_on) if draft and would_end_on else None,
        form=form or (_form(trainee) if may_record else None),
        may_record=may_record,
        may_read_reasons=can(actor(), "break.reason", trainee),
        is_own=trainee.person_id == actor().person_id,
    )


def _foreseen(trainee: Trainee, draft: BreakDraft, would_end_on: date) -> OtherEnd | None:
    """What the break would bring, for those who may know how the trainee stands."""
    if not can(actor(), "standing.read", trainee):
        return None
    away = Away(draft.starts_on, draft.ends_on) if draft.kind is BreakKind.INTERMISSION else None
    knows: OtherEndOf = current_app.extensions["other_end"]
    return knows(trainee.id, would_end_on, away, _today(trainee))


def _form(trainee: Trainee) -> BreakForm:
    directors = people_holding(trainee.programme_id, Role.DIRECTOR, on=_today(trainee))
    return BreakForm([person for person in directors if person.id != trainee.person_id])


def _expected_end(trainee: Trainee) -> date:
    return queries.ends_on_of([trainee.id])[trainee.id]


def _today(trainee: Trainee) -> date:
    return clock.today(trainee.cohort.programme.zone)
