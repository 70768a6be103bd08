"""The people of a programme: who they are, what they are to it, and whether they can sign in."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import actor, can, permit, scope
from trainee_app.db import edge
from trainee_app.people import queries
from trainee_app.people.forms import InviteForm, RoleForm
from trainee_app.people.models import Person, RoleHeld
from trainee_app.people.rules import Role
from trainee_app.people.services import persons, roles, second_factor, sessions
from trainee_app.people.views.asking import limits
from trainee_app.people.views.blueprint import blueprint
from trainee_app.programmes.models import Programme
from trainee_app.refusals import Refusal

_LONGEST_SEARCH = 100


@blueprint.get("/people")
@permit("person.read")
def people() -> ResponseReturnValue:
    """List the people of the programmes that one oversees, A to Z."""
    search = request.args.get("q", "").strip()[:_LONGEST_SEARCH]
    listed = queries.listed_people(scope("person.read", actor()), actor(), search)
    return render_template(
        "people/people.html",
        people=listed,
        search=search,
        is_cut=len(listed) == queries.MOST_LISTED,
        may_invite=can(actor(), "person.invite"),
    )


@blueprint.route("/people/new", methods=["GET", "POST"])
@permit("person.invite")
def invite_person() -> ResponseReturnValue:
    """Record somebody, give them a role, and invite them."""
    offered = queries.programmes_within(scope("person.invite", actor()))
    form = InviteForm(starts_on=clock.today(offered[0].zone))
    form.offer(offered)
    if request.method == "GET" or not form.validate():
        return render_template("people/new.html", form=form), 422 if form.errors else 200
    made_before = queries.person_by_public_id(form.once.data)
    if made_before is not None:
        return redirect(url_for("people.person", public_id=made_before.public_id), 303)
    try:
        welcomed = _welcome(form, _chosen(form, offered))
    except Refusal as refusal:
        edge.roll_back()
        form.form_errors.append(str(refusal))
        return render_template("people/new.html", form=form), 409
    flash(_what_happened(welcomed, form.name.data), "success")
    return redirect(url_for("people.person", public_id=welcomed.person.public_id), 303)


def _welcome(form: InviteForm, programme: Programme) -> persons.Welcome:
    return persons.welcome(
        name=form.name.data,
        email=form.email.data or None,
        programme_id=programme.id,
        role=Role(form.role.data),
        starts_on=form.starts_on.data,
        ends_on=form.ends_on.data,
        actor=actor(),
        at=clock.now(),
        public_id=form.once.data,
    )


def _what_happened(welcomed: persons.Welcome, typed_name: str) -> str:
    name = welcomed.person.name
    if not welcomed.is_new:
        instead = "" if name == typed_name else f" The name stays {name}."
        return f"{name} was known here already under this address and now holds the role.{instead}"
    if welcomed.person.email is None:
        return f"{name} is recorded. Without an e-mail address they sign on paper."
    return f"{name} is recorded, and an invitation is on its way."


@blueprint.get("/people/<public_id>")
@permit("person.read")
def person(who: Person) -> ResponseReturnValue:
    """Show one person."""
    return _person_page(who, _role_form(who), 200)


@blueprint.post("/people/<public_id>/roles")
@permit("role.grant")
def grant_role(who: Person) -> ResponseReturnValue:
    """Give the person another role."""
    offered = queries.programmes_within(scope("person.invite", actor()))
    form = RoleForm()
    form.offer(offered)
    if not form.validate():
        return _person_page(who, form, 422)
    programme, role, at = _chosen(form, offered), Role(form.role.data), clock.now()
    try:
        roles.grant_role(
            person=who,
            programme_id=programme.id,
            role=role,
            starts_on=form.starts_on.data,
            ends_on=form.ends_on.data,
            actor=actor(),
            at=at,
        )
    except Refusal as refusal:
        form.form_errors.append(str(refusal))
        return _person_page(who, form, 409)
    persons.tell_of_role(person=who, programme_id=programme.id, role=role, at=at)
    return _back_to(who, f"{who.name} holds the role.")


@blueprint.post("/people/roles/<public_id>/end")
@permit("role.end")
def end_role(held: RoleHeld) -> ResponseReturnValue:
    """End a role from now on."""
    roles.end_role(held=held, actor=actor(), at=clock.now(), on=clock.today(held.programme.zone))
    return _back_to(held.person, f"{held.person.name} is {Role(held.role).words} no longer.")


@blueprint.post("/people/<public_id>/invitation")
@permit("invitation.change")
def invite_again(who: Person) -> ResponseReturnValue:
    """Send an invitation, in place of earlier ones."""
    seen = queries.roles_seen_by(actor(), who.id)
    persons.invite(person=who, programme_id=seen[0].programme_id, actor=actor(), at=clock.now())
    return _back_to(who, "A new invitation is on its way. Earlier ones work no longer.")


@blueprint.post("/people/<public_id>/invitation/revoke")
@permit("invitation.change")
def revoke_invitation(who: Person) -> ResponseReturnValue:
    """Let the person's invitation work no longer."""
    persons.revoke_invitation(person=who, actor=actor(), at=clock.now())
    return _back_to(who, "The invitation works no longer.")


@blueprint.post("/people/<public_id>/sessions/end")
@permit("person.sign_out")
def end_sessions(who: Person) -> ResponseReturnValue:
    """Sign the person out everywhere."""
    sessions.sign_out_everywhere(person_id=who.id, actor=actor(), at=clock.now())
    return _back_to(who, f"{who.name} is signed out everywhere.")


@blueprint.post("/people/<public_id>/second-factor/remove")
@permit("second_factor.remove", confirmed=True)
def remove_second_factor(who: Person) -> ResponseReturnValue:
    """Free somebody who has lost phone and recovery codes."""
    second_factor.remove_second_factor(person=who, actor=actor(), at=clock.now())
    return _back_to(who, f"{who.name} will be asked to set up a phone, and is told by mail.")


def _back_to(who: Person, words: str) -> ResponseReturnValue:
    flash(words, "success")
    return redirect(url_for("people.person", public_id=who.public_id), 303)


def _chosen(form: RoleForm, offered: list[Programme]) -> Programme:
    return next(each for each in offered if each.public_id == form.programme.data)


def _role_form(who: Person) -> RoleForm | None:
    if not can(actor(), "role.grant", who):
        return None
    offered = queries.programmes_within(scope("person.invite", actor()))
    form = RoleForm(formdata=None, starts_on=clock.today(offered[0].zone))
    form.offer(offered)
    return form


def _person_page(who: Person, form: RoleForm | None, status: int) -> ResponseReturnValue:
    at, session_limits = clock.now(), limits()
    held = queries.roles_seen_by(actor(), who.id)
    page = render_template(
        "people/person.html",
        who=who,
        form=form,
        is_self=who.id == actor().person_id,
        may_change=can(actor(), "role.grant", who),
        roles=[(each, Role(each.role), _has_ended(each)) for each in held],
        endable={each.id for each in held if can(actor(), "role.end", each)},
        account=queries.account(who.id),
        invitation=queries.open_invitation(who.id, at),
        sessions=queries.live_sessions(who.id, at - session_limits.idle, at - session_limits.longest),
    )
    return page, status


def _has_ended(held: RoleHeld) -> bool:
    return (held.ends_on is not None and held.ends_on < actor().on) or held.ended_at is not None
