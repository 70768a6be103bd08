"""How a trainee would stand with another expected end, before anybody decides about it."""

from __future__ import annotations

from datetime import date, timedelta

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import permit
from trainee_app.casework.queries import cases_in_short
from trainee_app.cohorts.models import Trainee
from trainee_app.cohorts.queries import signers_on
from trainee_app.credentials.rules import is_about_therapy
from trainee_app.programmes.rules import Finding, Requirement
from trainee_app.programmes.rules.wording import TUTOR, headline_sentence, sentence
from trainee_app.readiness import queries
from trainee_app.readiness.rules import CasePaused, OpenCase, paused, signers_in_words
from trainee_app.readiness.views.blueprint import blueprint

# Further ahead is a slip in a year.
_FURTHEST = timedelta(days=3653)


@blueprint.get("/trainees/<public_id>/standing/with-another-end")
@permit("standing.read")
def other_end(trainee: Trainee) -> ResponseReturnValue:
    """What another expected end (`?ends_on=`) would change for the requirements that are open.

    With the days away (`?away_from=`, `?away_until=`) also what they mean for the cases that are open.

    Personal therapy is left out for everybody: those who supervise or examine are told nothing of it.
    """
    as_of = clock.today(trainee.cohort.programme.zone)
    ends_on = _day_asked_for(trainee.cohort.starts_on)
    if ends_on is None:
        return redirect(url_for(".standing", public_id=trainee.public_id))
    judged = queries.judge_one(trainee.id, as_of)
    then = queries.with_another_end(judged, ends_on, as_of)
    names = signers_in_words(signers_on(trainee.id, as_of))
    triples = zip(judged.definition.requirements, judged.evaluated.findings, then.findings, strict=True)
    return render_template(
        "readiness/other_end.html",
        trainee=trainee,
        ends_on=ends_on,
        expected_end=judged.facts.ends_on,
        away=_days_away(),
        cases=_cases_paused(trainee, as_of),
        verdict=headline_sentence(then.headline, tutor=names.get("tutor", TUTOR)),
        changed=[
            (asked.title, now, sentence(asked, now, **names), other, sentence(asked, other, **names))
            for asked, now, other in triples
            if _says_otherwise(asked, now, other) and not is_about_therapy(asked)
        ],
    )


def _says_otherwise(asked: Requirement, now: Finding, other: Finding) -> bool:
    """Whether a reader would see a difference: what only moves dates that are not said changes nothing for them."""
    return (now.state, sentence(asked, now)) != (other.state, sentence(asked, other))


def _days_away() -> tuple[date, date] | None:
    """The first and the last day away, where the address gives both and they make sense."""
    try:
        first, last = (date.fromisoformat(request.args.get(name, "")) for name in ("away_from", "away_until"))
    except ValueError:
        return None
    return (first, last) if first <= last < first + _FURTHEST else None


def _cases_paused(trainee: Trainee, as_of: date) -> list[CasePaused]:
    """What the days away mean for each open case. Of a case its number is said, never its code."""
    away = _days_away()
    if away is None:
        return []
    found = cases_in_short([trainee.id]).get(trainee.id, [])
    return [
        paused(OpenCase(each.number, each.agreed_end_on, each.last_allowed_on, each.left), *away)
        for each in found
        if each.closed_on is None or each.closed_on >= as_of
    ]


def _day_asked_for(starts_on: date) -> date | None:
    try:
        found = date.fromisoformat(request.args.get("ends_on", ""))
    except ValueError:
        return None
    return found if starts_on < found < starts_on + _FURTHEST else None
