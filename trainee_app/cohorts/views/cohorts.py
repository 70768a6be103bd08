"""Cohorts: the list, a new one, its people, and a new trainee."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import actor, can, permit, scope
from trainee_app.cohorts import queries, services
from trainee_app.cohorts.forms import CohortForm, TraineeForm
from trainee_app.cohorts.models import Cohort, Placement, SupervisionAgreement, Trainee
from trainee_app.cohorts.queries import TraineeLine
from trainee_app.cohorts.views.blueprint import blueprint
from trainee_app.credentials.queries import people_registered
from trainee_app.refusals import Refusal
from trainee_app.web.fields import one_line, show_refusal

PAGE_LENGTH = 50
# What no id can be; a database would refuse to compare with it.
_FIRST_NUMBER_TOO_LARGE = 2**63


@dataclass(frozen=True, slots=True)
class _Member:
    """One trainee of the people page, with what holds today."""

    line: TraineeLine
    agreements: list[SupervisionAgreement]
    placements: list[Placement]


@blueprint.get("/cohorts")
@permit("cohort.read")
def cohorts() -> ResponseReturnValue:
    """The cohorts of one's programmes, the latest first."""
    who = actor()
    return render_template(
        "cohorts/list.html",
        cohorts=queries.cohort_lines(scope("cohort.read", who)),
        with_people=queries.chosen_ids(scope("cohort.people", who)),
        may_make=can(who, "cohort.make"),
    )


@blueprint.route("/cohorts/new", methods=["GET", "POST"])
@permit("cohort.make")
def make() -> ResponseReturnValue:
    """Make a cohort."""
    form = CohortForm(queries.programmes_among(scope("cohort.make", actor())))
    if form.validate_on_submit():
        try:
            cohort = services.make_cohort(
                programme=form.chosen_programme,
                draft=form.draft(),
                actor=actor(),
                at=clock.now(),
                public_id=form.once.data,
            )
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            flash(f"{cohort.name} is made. Now add its trainees.", "success")
            return redirect(url_for(".people", public_id=cohort.public_id))
    return render_template("cohorts/new.html", form=form), _status()


@blueprint.get("/cohorts/<public_id>/people")
@permit("cohort.people")
def people(cohort: Cohort) -> ResponseReturnValue:
    """Everybody in a cohort, A to Z, with supervisors and placements of today."""
    on = clock.today(cohort.programme.zone)
    lines = queries.trainees_of_cohort(cohort.id, after=_after(), limit=PAGE_LENGTH + 1)
    shown = lines[:PAGE_LENGTH]
    ids = [line.id for line in shown]
    agreements, placements = queries.agreements_on(ids, on), queries.placements_on(ids, on)
    signers = {agreement.supervisor_id for held in agreements.values() for agreement in held}
    return render_template(
        "cohorts/people.html",
        cohort=cohort,
        version=queries.version_of_cohort(cohort.id),
        members=[_Member(line, agreements.get(line.id, []), placements.get(line.id, [])) for line in shown],
        next_after=shown[-1] if len(lines) > PAGE_LENGTH else None,
        begins_in_the_middle=_after() is not None,
        registered=people_registered(signers, cohort.programme_id, on),
        may_add=can(actor(), "trainee.add", cohort),
    )


@blueprint.route("/cohorts/<public_id>/trainees/new", methods=["GET", "POST"])
@permit("trainee.add")
def add(cohort: Cohort) -> ResponseReturnValue:
    """Add somebody to a cohort, inviting them if they are new here."""
    form = TraineeForm(queries.people_to_add(cohort, actor()))
    if form.validate_on_submit():
        try:
            trainee = _add_as_chosen(cohort, form)
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            flash(f"{trainee.person.name} is in {cohort.name}. Now say who supervises them.", "success")
            return redirect(url_for(".arrangements", public_id=trainee.public_id))
    return render_template("cohorts/add_trainee.html", cohort=cohort, form=form), _status()


def _add_as_chosen(cohort: Cohort, form: TraineeForm) -> Trainee:
    who, at, on = actor(), clock.now(), clock.today(cohort.programme.zone)
    once, person = form.once.data, form.chosen_person
    if person is not None:
        return services.enrol(cohort=cohort, person=person, actor=who, on=on, at=at, public_id=once)
    name, email = form.name.data, form.email.data
    return services.invite_and_enrol(cohort=cohort, name=name, email=email, actor=who, on=on, at=at, public_id=once)


def _after() -> tuple[str, int] | None:
    """The last name and id of the page before, as the address carries them; nonsense begins at the start."""
    name, number = one_line(request.args.get("after")), request.args.get("id", type=int)
    return (name, number) if name and number is not None and 0 <= number < _FIRST_NUMBER_TOO_LARGE else None


def _status() -> int:
    """A form comes back because of what was typed, or is shown for the first time."""
    return 422 if request.method == "POST" else 200
