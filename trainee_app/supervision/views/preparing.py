"""The page that a supervisor opens ten minutes before: one trainee, on one page."""

from __future__ import annotations

from datetime import date, timedelta

from flask import render_template
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import actor, can, permit
from trainee_app.cohorts.models import Trainee
from trainee_app.logbook.queries import entries_awaiting_signature, quiet_months_of
from trainee_app.programmes.rules import period_sentence
from trainee_app.supervision import queries
from trainee_app.supervision.rules import to_bring
from trainee_app.supervision.views.blueprint import blueprint
from trainee_app.trail.services import note_reading

# How far back a month with nothing to log is told.
_QUIET_DAYS = 90


@blueprint.get("/trainees/<public_id>/before-supervision")
@permit("supervision.prepare")
def before(trainee: Trainee) -> ResponseReturnValue:
    """What happened since the last session, what is due, what waits, what to bring."""
    today = clock.today(trainee.cohort.programme.zone)
    last = queries.last_session_with(trainee.id, actor().person_id)
    cases = queries.cases_before(trainee, last.held_on if last else None, today)
    waiting = entries_awaiting_signature(actor(), trainee.id)
    months = queries.months_standing([trainee], today, today)[trainee.id]
    page = render_template(
        "supervision/before.html",
        trainee=trainee,
        today=today,
        last=last,
        cases=cases,
        to_bring=to_bring(cases, today),
        months=[(each, period_sentence(each.floor, each.period, signer="you")) for each in months],
        waiting=waiting,
        quiet=sorted(quiet_months_of([trainee.id], since=_some_months_before(today)).get(trainee.id, {})),
        waiting_minutes=sum(each.version.minutes for each in waiting),
        may_record=can(actor(), "supervision.record"),
    )
    subject, person_id = f"trainee:{trainee.public_id}", actor().person_id
    note_reading(programme_id=trainee.programme_id, person_id=person_id, subject=subject, at=clock.now())
    return page


def _some_months_before(today: date) -> date:
    return (today - timedelta(days=_QUIET_DAYS)).replace(day=1)
