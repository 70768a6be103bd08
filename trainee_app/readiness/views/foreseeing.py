"""How a trainee would stand with another expected end, before anybody decides about it."""

from __future__ import annotations

from datetime import MAXYEAR, date, timedelta

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import permit
from trainee_app.cohorts.models import Trainee
from trainee_app.cohorts.queries import ends_on_of
from trainee_app.cohorts.rules import Away
from trainee_app.readiness.queries.foreseeing import other_end_of
from trainee_app.readiness.views.blueprint import blueprint

# Further ahead is a slip in a year.
_FURTHEST = timedelta(days=3653)


@blueprint.get("/trainees/<public_id>/standing/with-another-end")
@permit("standing.read")
def other_end(trainee: Trainee) -> ResponseReturnValue:
    """What another expected end (`?ends_on=`) would change for the requirements that are open.

    With the days away (`?away_from=`, `?away_until=`) also what they mean for the cases that are open.
    """
    ends_on = _day_asked_for(trainee.cohort.starts_on)
    if ends_on is None:
        return redirect(url_for(".standing", public_id=trainee.public_id))
    as_of = clock.today(trainee.cohort.programme.zone)
    return render_template(
        "readiness/other_end.html",
        trainee=trainee,
        ends_on=ends_on,
        expected_end=ends_on_of([trainee.id])[trainee.id],
        foreseen=other_end_of(trainee.id, ends_on, _days_away(), as_of),
    )


def _days_away() -> Away | None:
    """The days away, where the address gives both and they make sense."""
    try:
        first, last = (date.fromisoformat(request.args.get(name, "")) for name in ("away_from", "away_until"))
    except ValueError:
        return None
    is_sensible = timedelta() <= last - first < _FURTHEST and last.year < MAXYEAR
    return Away(first, last) if is_sensible else None


def _day_asked_for(starts_on: date) -> date | None:
    try:
        found = date.fromisoformat(request.args.get("ends_on", ""))
    except ValueError:
        return None
    return found if starts_on < found < starts_on + _FURTHEST else None
