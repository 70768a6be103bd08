"""What if: how a trainee would stand if they worked at a rhythm that is supposed. Nothing is stored."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import permit
from trainee_app.cohorts.models import Trainee
from trainee_app.cohorts.queries import intermissions_of
from trainee_app.programmes.rules.wording import TUTOR, sentence
from trainee_app.readiness import queries
from trainee_app.readiness.forms import RhythmForm
from trainee_app.readiness.queries import Judged
from trainee_app.readiness.rules import Away, Supposed, suppose, supposed_headline
from trainee_app.readiness.views.blueprint import blueprint
from trainee_app.readiness.views.showing import kept_back_from_actor, names_of
from trainee_app.web.formats import possessive


@blueprint.get("/trainees/<public_id>/what-if")
@permit("standing.read")
def what_if(trainee: Trainee) -> ResponseReturnValue:
    """Ask for a rhythm, and show in which month each open requirement would be met, and which one decides."""
    today = clock.today(trainee.cohort.programme.zone)
    is_asked = "from" in request.args
    form = RhythmForm(today, formdata=request.args if is_asked else None)
    judged = queries.judge_one(trainee.id, today)
    kept_back = kept_back_from_actor(trainee, judged.definition)
    names = names_of(trainee, today)
    supposed = _supposed(trainee, judged, form) if is_asked and form.validate() else None
    page = render_template(
        "readiness/what_if.html",
        trainee=trainee,
        whose=possessive(trainee.person.name),
        form=form,
        supposed=supposed,
        verdict=supposed_headline(supposed, names.get("tutor", TUTOR)) if supposed else "",
        rows=[
            (each, sentence(each.requirement, each.finding, **names))
            for each in (supposed.open if supposed else ())
            if each.requirement.key not in kept_back
        ],
    )
    return page, 422 if form.errors else 200


def _supposed(trainee: Trainee, judged: Judged, form: RhythmForm) -> Supposed:
    today = clock.today(trainee.cohort.programme.zone)
    spans = [Away(each.starts_on, each.ends_on) for each in intermissions_of(trainee.id) if each.ends_on]
    return suppose(judged.definition, judged.facts, form.rhythm(), today, spans)
