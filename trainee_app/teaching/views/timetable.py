"""Timetables: what is ahead and what was held; dates put on and taken off; who was there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import actor, can, permit
from trainee_app.cohorts.models import Cohort, Trainee
from trainee_app.cohorts.queries import definition_of_cohort, trainees_of
from trainee_app.people.models import Person
from trainee_app.refusals import Refusal
from trainee_app.teaching import queries, services
from trainee_app.teaching.forms import DateForm
from trainee_app.teaching.models import TeachingDate
from trainee_app.teaching.queries import DateLine, OwnMark
from trainee_app.teaching.rules import Mark
from trainee_app.teaching.views.blueprint import blueprint
from trainee_app.web.fields import show_refusal
from trainee_app.web.formats import count


@dataclass(frozen=True, slots=True)
class TimetableLine:
    """One date of a timetable as one reader sees it. `own`: what its register says of them, if they are a trainee."""

    date: TeachingDate
    title: str
    is_signed: bool
    present: int
    own: OwnMark | None
    own_words: str
    may_open: bool


@blueprint.get("/timetable")
@permit("timetable.read")
def own_timetable() -> ResponseReturnValue:
    """One's own timetable: of one's cohorts as a trainee, else of the cohort that teaches next."""
    memberships = trainees_of(actor().person_id)
    if memberships:
        return _page([each.cohort for each in memberships], memberships)
    cohort = queries.cohort_to_open(actor(), actor().on)
    return redirect(url_for(".timetable", public_id=cohort.public_id))


@blueprint.get("/cohorts/<public_id>/timetable")
@permit("timetable.read")
def timetable(cohort: Cohort) -> ResponseReturnValue:
    """The timetable of a cohort."""
    own = [each for each in trainees_of(actor().person_id) if each.cohort_id == cohort.id]
    return _page([cohort], own)


def _page(cohorts: Sequence[Cohort], own: Sequence[Trainee]) -> str:
    cohort = cohorts[0]
    today = clock.today(cohort.programme.zone)
    found = queries.timetable_of([each.id for each in cohorts])
    marks = queries.own_marks([each.date.id for each in found], [each.id for each in own])
    lines = [_line(each, marks.get(each.date.id)) for each in found]
    return render_template(
        "teaching/timetable.html",
        cohort=cohort,
        is_own=bool(own),
        ahead=[each for each in lines if each.date.held_on >= today],
        held=[each for each in reversed(lines) if each.date.held_on < today],
        may_make=can(actor(), "timetable.make", cohort),
        may_attend=can(actor(), "attendance.read", cohort),
    )


def _line(each: DateLine, own: OwnMark | None) -> TimetableLine:
    return TimetableLine(
        date=each.date,
        title=definition_of_cohort(each.date.cohort_id).title_of(each.date.activity),
        is_signed=each.register is not None,
        present=each.present,
        own=own,
        own_words=Mark(own.mark).words if own else "",
        may_open=can(actor(), "teaching.read", each.date),
    )


@blueprint.route("/cohorts/<public_id>/timetable/new", methods=["GET", "POST"])
@permit("timetable.make")
def make(cohort: Cohort) -> ResponseReturnValue:
    """Put a date, or a weekly series, on the timetable."""
    today = clock.today(cohort.programme.zone)
    form = DateForm(definition_of_cohort(cohort.id), _leaders(cohort, max(today, cohort.starts_on)))
    status = 422 if request.method == "POST" else 200
    if form.validate_on_submit():
        try:
            made = services.make_dates(
                cohort=cohort,
                draft=form.draft(),
                leader=form.chosen_leader,
                public_id=form.once.data,
                actor=actor(),
                at=clock.now(),
            )
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            flash(f"On the timetable: {count(len(made), 'date', 'dates')}.", "success")
            return redirect(url_for(".timetable", public_id=cohort.public_id))
    return render_template("teaching/new.html", cohort=cohort, form=form), status


def _leaders(cohort: Cohort, on: date) -> list[Person]:
    """The office chooses among the tutors; a tutor puts on what they lead themselves."""
    tutors = queries.tutors_of(cohort, on)
    if can(actor(), "cohort.people", cohort):
        return tutors
    return [each for each in tutors if each.id == actor().person_id]


@blueprint.post("/teaching/<public_id>/cancel")
@permit("teaching.cancel")
def cancel(teaching: TeachingDate) -> ResponseReturnValue:
    """Take a date off the timetable."""
    services.cancel_date(teaching=teaching, actor=actor(), at=clock.now())
    flash("Taken off the timetable.", "success")
    return redirect(url_for(".timetable", public_id=teaching.cohort.public_id))


@blueprint.get("/cohorts/<public_id>/attendance")
@permit("attendance.read")
def attendance(cohort: Cohort) -> ResponseReturnValue:
    """Who was there, date by date."""
    trainees = queries.trainees_to_mark(cohort.id)
    marks = queries.attendance_of(cohort.id)
    lines = [each for each in queries.timetable_of([cohort.id]) if each.register is not None]
    rows = []
    for each in trainees:
        own = [marks.get((line.date.id, each.id)) for line in lines]
        there = [mark for mark in own if mark is not None and mark.mark != Mark.ABSENT]
        minutes, asked = sum(mark.minutes for mark in there), sum(line.date.minutes for line in lines)
        rows.append({"trainee": each, "marks": own, "there": len(there), "minutes": minutes, "asked": asked})
    words = {each.value: each.words for each in Mark}
    return render_template("teaching/attendance.html", cohort=cohort, lines=lines, rows=rows, words=words)
