"""What somebody brings along: one page, and the forms that add to it or take something back."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import NotFoundForActor, actor, can, permit
from trainee_app.credentials import queries, services
from trainee_app.credentials.forms import AcceptForm, ObservationForm, PostForm, TakeBackForm, TherapyForm
from trainee_app.credentials.models import Acceptance, BroughtAlong
from trainee_app.credentials.rules import Record
from trainee_app.credentials.views.blueprint import blueprint
from trainee_app.credentials.views.showing import course_of, hears_therapy, shelves_of
from trainee_app.people.models import Person
from trainee_app.refusals import Refusal
from trainee_app.web.fields import show_refusal


@blueprint.get("/people/<public_id>/brought-along")
@permit("brought_along.read")
def brought_along(person: Person) -> ResponseReturnValue:
    """What the person brings along, prerequisite by prerequisite."""
    return render_template(
        "credentials/brought_along.html",
        person_shown=person,
        shelves=shelves_of(person),
        is_own=person.id == actor().person_id,
        may_accept=can(actor(), "prerequisite.accept", person),
        on=actor().on,
    )


@blueprint.route("/people/<public_id>/brought-along/post", methods=["GET", "POST"])
@permit("brought_along.record")
def add_post(person: Person) -> ResponseReturnValue:
    """Record a post."""
    return _recording(person, PostForm, "credentials/add_post.html", "The post is recorded.")


@blueprint.route("/people/<public_id>/brought-along/observation", methods=["GET", "POST"])
@permit("brought_along.record")
def add_observation(person: Person) -> ResponseReturnValue:
    """Record the observation course."""
    return _recording(
        person, ObservationForm, "credentials/add_observation.html", "The observation course is recorded."
    )


@blueprint.route("/people/<public_id>/brought-along/therapy", methods=["GET", "POST"])
@permit("brought_along.record")
def add_therapy(person: Person) -> ResponseReturnValue:
    """Declare personal therapy."""
    return _recording(person, TherapyForm, "credentials/add_therapy.html", "The days are recorded, and nothing else.")


@blueprint.route("/people/<public_id>/brought-along/accept/<record>", methods=["GET", "POST"])
@permit("prerequisite.accept")
def accept(person: Person, record: str) -> ResponseReturnValue:
    """Accept one prerequisite."""
    about = _record_heard(person, record)
    form = AcceptForm(_programmes(person, about))
    if form.validate_on_submit():
        try:
            _accept(person, about, form)
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            flash("It is accepted.", "success")
            return redirect(_page_of(person))
    shown = {"person_shown": person, "record": about, "form": form, "back": _page_of(person)}
    return render_template("credentials/accept.html", **shown), 422 if form.errors else 200


@blueprint.route("/brought-along/<public_id>/take-back", methods=["GET", "POST"])
@permit("brought_along.take_back")
def take_back(brought: BroughtAlong) -> ResponseReturnValue:
    """Take back something that does not hold."""
    if TakeBackForm().validate_on_submit():
        services.take_brought_back(brought=brought, actor=actor(), at=clock.now())
        flash("It is taken back.", "success")
        return redirect(_page_of(brought.person))
    return _ask(Record(brought.record).words, brought)


@blueprint.route("/acceptances/<public_id>/take-back", methods=["GET", "POST"])
@permit("acceptance.take_back")
def take_acceptance_back(acceptance: Acceptance) -> ResponseReturnValue:
    """Say that something is no longer accepted."""
    if TakeBackForm().validate_on_submit():
        services.take_acceptance_back(acceptance=acceptance, actor=actor(), at=clock.now())
        flash("It is no longer accepted.", "success")
        return redirect(_page_of(acceptance.person))
    return _ask(f"the acceptance of {Record(acceptance.record).words}", acceptance)


def _recording(person: Person, kind: Any, template: str, done: str) -> ResponseReturnValue:
    form = kind(queries.programmes_asking(person.id, actor()))
    if form.validate_on_submit():
        try:
            services.record_brought(
                person=person,
                programme=form.chosen_programme,
                draft=form.draft(),
                public_id=form.once.data,
                actor=actor(),
                on=actor().on,
                at=clock.now(),
            )
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            flash(done, "success")
            return redirect(_page_of(person))
    is_own = person.id == actor().person_id
    page = render_template(template, person_shown=person, form=form, back=_page_of(person), is_own=is_own)
    return page, 422 if form.errors else 200


def _accept(person: Person, record: Record, form: AcceptForm) -> None:
    course, _ = course_of(person.id, form.chosen_programme, actor().on)
    if course is None:
        raise Refusal("No rules of this programme are published yet, so nothing can be accepted.")
    services.accept_prerequisite(
        person=person,
        programme=form.chosen_programme,
        record=record,
        course=course,
        reason=form.reason.data,
        public_id=form.once.data,
        actor=actor(),
        on=actor().on,
        at=clock.now(),
    )


def _record_heard(person: Person, record: str) -> Record:
    """Return the record of that name, if there is one and whoever asks may hear of it."""
    if record not in list(Record) or not _programmes(person, Record(record)):
        raise NotFoundForActor
    return Record(record)


def _programmes(person: Person, record: Record) -> list[Any]:
    programmes = queries.programmes_asking(person.id, actor())
    return [each for each in programmes if record is not Record.THERAPY or hears_therapy(person, each)]


def _ask(what: str, row: BroughtAlong | Acceptance) -> ResponseReturnValue:
    return render_template("credentials/take_back.html", what=what, person_shown=row.person, back=_page_of(row.person))


def _page_of(person: Person) -> str:
    return url_for(".brought_along", public_id=person.public_id)
