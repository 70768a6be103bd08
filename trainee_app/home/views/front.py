"""The first page of everybody: one of their front pages, and the way to the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from trainee_app.access import NotFoundForActor, actor, permit, scope
from trainee_app.casework.queries import proposals_to_answer
from trainee_app.casework.rules import Part
from trainee_app.cohorts.queries import trainees_of
from trainee_app.home.rules import Front, chosen_front, fronts_for, waiting_for_placement
from trainee_app.home.views.applicant import applicant_front
from trainee_app.home.views.blueprint import blueprint, held_roles, notices_waiting
from trainee_app.home.views.course import course_front
from trainee_app.home.views.supervisor import supervisor_front
from trainee_app.home.views.trainee import as_next_step, trainee_front
from trainee_app.logbook.queries import count_awaiting_signature
from trainee_app.people.queries import needs_second_factor
from trainee_app.people.rules import Role
from trainee_app.web.parts import Chip, Link

_WORDS = {
    Front.COURSE: "The course",
    Front.SUPERVISOR: "Supervising",
    Front.TRAINEE: "My training",
    Front.APPLICANT: "Applying",
    Front.PLACEMENT: "My placement",
}


def _plain_front() -> ResponseReturnValue:
    """What waits for whoever answers for a placement, or whose part has no page of its own."""
    proposals = proposals_to_answer(scope("proposal.answer_for_placement", actor()), Part.PLACEMENT)
    is_manager = any(each.role is Role.PLACEMENT_MANAGER for each in held_roles())
    to_sign = count_awaiting_signature(actor()) if is_manager else 0
    steps = waiting_for_placement(proposals if is_manager else 0, to_sign, notices_waiting())
    return render_template("home/plain.html", roles=held_roles(), steps=[as_next_step(step) for step in steps])


_PAGES: Mapping[Front, Callable[[], ResponseReturnValue]] = {
    Front.COURSE: course_front,
    Front.SUPERVISOR: supervisor_front,
    Front.TRAINEE: trainee_front,
    Front.APPLICANT: applicant_front,
    Front.PLACEMENT: _plain_front,
    Front.PLAIN: _plain_front,
}


@blueprint.get("/")
@permit("front_page.see")
def front() -> ResponseReturnValue:
    """Show the front page for the role asked for (`?as=`), or for the first that the person holds.

    Whoever owes a second factor is led to it first: most front pages show other people's data.
    """
    if not actor().second_factor and needs_second_factor(actor().person_id, actor().on):
        way = Link("Set up the second factor", url_for("people.set_up_second_factor"))
        return render_template("home/second_factor_first.html", way=way)
    return _PAGES[chosen()]()


@blueprint.get("/standing")
@permit("front_page.see")
def own_standing() -> ResponseReturnValue:
    """Lead a trainee to their own standing."""
    memberships = trainees_of(actor().person_id)
    if not memberships:
        raise NotFoundForActor("standing.read")
    return redirect(url_for("readiness.standing", public_id=memberships[0].public_id))


@blueprint.get("/cases")
@permit("front_page.see")
def own_cases() -> ResponseReturnValue:
    """Lead a trainee to their own cases."""
    memberships = trainees_of(actor().person_id)
    if not memberships:
        raise NotFoundForActor("cases.read")
    return redirect(url_for("casework.cases", public_id=memberships[0].public_id))


def chosen() -> Front:
    """Return which front page this request is about."""
    return chosen_front(request.args.get("as"), fronts_for(each.role for each in held_roles()))


@blueprint.app_template_global("front_chips")
def front_chips() -> list[Chip]:
    """Return the ways between the front pages of somebody with several roles; none for all others."""
    fronts = fronts_for(each.role for each in held_roles())
    if len(fronts) == 1:
        return []
    home = url_for("home.front")
    return [Chip(_WORDS[front], f"{home}?as={front.value}", current=front is chosen()) for front in fronts]
