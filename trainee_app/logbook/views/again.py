"""Again: the last and the usual entries, one tap from a filled form."""

from __future__ import annotations

from flask import url_for

from trainee_app import clock
from trainee_app.cohorts.models import Trainee
from trainee_app.logbook.queries import offered_again
from trainee_app.logbook.rules import TimeUnreadable, parse_start, written_start
from trainee_app.programmes.rules import Definition
from trainee_app.web.formats import local_time
from trainee_app.web.parts import Chip


def again_chips(trainee: Trainee, definition: Definition) -> list[Chip]:
    """Offer the last and the usual entries once more."""
    today = clock.today(trainee.cohort.programme.zone)
    return [
        Chip(each.words(definition.title_of(each.entry.activity)), url_for(".new_entry", **each.arguments()))
        for each in offered_again(trainee.id, definition, today)
    ]


def start_today(trainee: Trainee, usual: str) -> str:
    """Return the usual start as the form shows it; nothing where it is none, or still to come today."""
    try:
        start = written_start(parse_start(usual))
    except TimeUnreadable:
        return ""
    return start if start <= local_time(clock.now(), trainee.cohort.programme.zone) else ""
