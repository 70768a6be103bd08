"""Again: the last and the usual entries, one tap from a filled form."""

from __future__ import annotations

from datetime import timedelta

from flask import url_for

from trainee_app import clock
from trainee_app.cohorts.models import Trainee
from trainee_app.logbook.queries import logged_lately
from trainee_app.logbook.rules import TimeUnreadable, offers, parse_start, written_start
from trainee_app.logbook.views.blueprint import blueprint
from trainee_app.programmes.rules import Definition
from trainee_app.web.formats import local_time
from trainee_app.web.parts import Chip

_DAYS = 60
_MOST = 3


@blueprint.app_template_global("again_chips")
def again_chips(trainee: Trainee, definition: Definition) -> list[Chip]:
    """Offer the last and the usual entries once more, on whatever page of one's own."""
    today = clock.today(trainee.cohort.programme.zone)
    lately = logged_lately(trainee.id, today - timedelta(days=_DAYS), today)
    known = [each for each in lately if each.activity in definition.activities]
    return [
        Chip(
            offer.words(definition.activity(offer.entry.activity).title),
            url_for("logbook.new_entry", **offer.arguments()),
        )
        for offer in offers(known, _MOST)
    ]


def start_today(trainee: Trainee, usual: str) -> str:
    """Return the usual start as the form shows it; nothing where it is none, or still to come today."""
    try:
        start = written_start(parse_start(usual))
    except TimeUnreadable:
        return ""
    return start if start <= local_time(clock.now(), trainee.cohort.programme.zone) else ""
