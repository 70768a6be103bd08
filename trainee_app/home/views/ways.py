"""The ways from a person's page to what the rooms above keep of them."""

from __future__ import annotations

from collections.abc import Iterator

from flask import url_for

from trainee_app.access import actor, can
from trainee_app.cohorts.models import Trainee
from trainee_app.cohorts.queries import trainees_of
from trainee_app.home.views.blueprint import blueprint
from trainee_app.people.models import Person
from trainee_app.web.parts import Link

_OF_TRAINEE = (
    ("standing.read", "Standing", "readiness.standing"),
    ("log.read", "Log", "logbook.trainee_log"),
    ("log.read", "On paper", "reports.paper"),
    ("arrangements.read", "Supervision and placements", "cohorts.arrangements"),
    ("supervision.prepare", "Before a supervision", "supervision.before"),
    ("supervision.list", "Supervision given", "supervision.of_trainee"),
    ("trainee.history", "History of the training", "history.trainee"),
)
_OF_PERSON = (
    ("brought_along.read", "What they bring along", "credentials.brought_along"),
    ("registrations.read", "Registrations", "credentials.registrations"),
    ("person.history", "History of account and roles", "history.person"),
)


@blueprint.app_template_global("ways_from_person")
def ways_from_person(who: Person) -> list[tuple[str, list[Link]]]:
    """Return what may be opened of somebody: of each training by the cohort's name, then of the person."""
    groups = [(trainee.cohort.name, list(_of_trainee(trainee))) for trainee in trainees_of(who.id)]
    groups.append(("", list(_of_person(who))))
    return [(title, links) for title, links in groups if links]


def _of_trainee(trainee: Trainee) -> Iterator[Link]:
    for action, words, endpoint in _OF_TRAINEE:
        if can(actor(), action, trainee):
            yield Link(words, url_for(endpoint, public_id=trainee.public_id))


def _of_person(who: Person) -> Iterator[Link]:
    for action, words, endpoint in _OF_PERSON:
        if can(actor(), action, who):
            yield Link(words, url_for(endpoint, public_id=who.public_id))
