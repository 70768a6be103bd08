"""Pages about registrations."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import actor, can, permit
from trainee_app.credentials import queries, services
from trainee_app.credentials.forms import Ending, EndRegistrationForm, RegistrationForm
from trainee_app.credentials.models import Registration
from trainee_app.credentials.views.blueprint import blueprint
from trainee_app.people.models import Person
from trainee_app.programmes.models import Programme
from trainee_app.refusals import Refusal
from trainee_app.web.fields import show_refusal


@dataclass(frozen=True, slots=True)
class _Shelf:
    """What one programme has recorded for a person, and whether any of it is valid today."""

    programme: Programme
    registrations: list[Registration]
    is_registered: bool


@blueprint.get("/people/<public_id>/registrations")
@permit("registrations.read")
def registrations(person: Person) -> ResponseReturnValue:
    """A person's registrations, and the form for another one."""
    programmes = queries.programmes_kept_for(actor(), person.id)
    form = RegistrationForm(programmes) if programmes and can(actor(), "registration.record", person) else None
    return _page(person, form)


@blueprint.post("/people/<public_id>/registrations")
@permit("registration.record")
def record(person: Person) -> ResponseReturnValue:
    """Record a registration."""
    form = RegistrationForm(queries.programmes_kept_for(actor(), person.id))
    if form.validate_on_submit():
        try:
            services.record_registration(
                person=person,
                programme=form.chosen_programme,
                draft=form.draft(),
                public_id=form.once.data,
                actor=actor(),
                at=clock.now(),
            )
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            flash("The registration is recorded.", "success")
            return redirect(url_for(".registrations", public_id=person.public_id))
    return _page(person, form), 422


@blueprint.route("/registrations/<public_id>/end", methods=["GET", "POST"])
@permit("registration.end")
def end(registration: Registration) -> ResponseReturnValue:
    """End a registration before its time, or take back one recorded by mistake."""
    form = EndRegistrationForm()
    if form.validate_on_submit():
        try:
            _end_as_chosen(registration, form)
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            flash("The registration is ended. To replace it, record another one.", "success")
            return redirect(url_for(".registrations", public_id=registration.person.public_id))
    page = render_template("credentials/end_registration.html", registration=registration, form=form)
    return page, 422 if form.errors else 200


def _end_as_chosen(registration: Registration, form: EndRegistrationForm) -> None:
    if form.ending.data == Ending.MISTAKE:
        services.withdraw_registration(registration=registration, actor=actor(), at=clock.now())
    else:
        services.end_registration(registration=registration, ended_on=form.ended_on.data, actor=actor(), at=clock.now())


def _page(person: Person, form: RegistrationForm | None) -> str:
    who = actor()
    is_own = person.id == who.person_id
    programmes = queries.programmes_of(person.id) if is_own else queries.programmes_kept_for(who, person.id)
    shelves = [
        _Shelf(
            programme,
            queries.registrations_of(person.id, programme.id),
            person.id in queries.people_registered((person.id,), programme.id, who.on),
        )
        for programme in programmes
    ]
    return render_template(
        "credentials/registrations.html", person_shown=person, shelves=shelves, form=form, is_own=is_own, on=who.on
    )
