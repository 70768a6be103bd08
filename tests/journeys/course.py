"""A small course on which journeys begin: real rows, with dates that follow the day of the run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pyotp
from flask import Flask
from sqlalchemy import update

from tests.factories.cohorts import make_agreement, make_cohort, make_placement, make_registration, make_trainee
from tests.factories.people import give_account, give_role, make_person, make_programme, saved
from trainee_app import clock
from trainee_app.db import db
from trainee_app.events import settle
from trainee_app.people.models import SignIn
from trainee_app.people.rules import Role

_WEEKS_AGO = 20


@dataclass(frozen=True)
class Someone:
    """Somebody of the course; `secret` is what their phone has taken as the second factor, if anything."""

    name: str
    email: str
    secret: str | None = None


MARTA = Someone("Marta Ellison", "marta@example.org")
REES = Someone("Dr Helen Rees", "rees@example.org", pyotp.random_base32())
ANNA = Someone("Anna Kerrigan", "anna@example.org", pyotp.random_base32())
INES = Someone("Ines Okafor", "ines@example.org", pyotp.random_base32())
DORA = Someone("Dora Whitlock", "dora@example.org", pyotp.random_base32())
_ROLES = {
    MARTA: Role.TRAINEE,
    REES: Role.SUPERVISOR,
    ANNA: Role.TUTOR,
    INES: Role.ADMINISTRATOR,
    DORA: Role.DIRECTOR,
}


@dataclass(frozen=True)
class Course:
    """The course, in the application that stands on the same database as the server."""

    app: Flask
    today: date
    cohort: str

    def let_confirmation_lapse(self) -> None:
        """Let the minutes pass after which whoever signs is asked again."""
        self._change_sessions(reauthenticated_at=clock.now() - timedelta(minutes=6))

    def let_sessions_lapse(self) -> None:
        """Let half an hour pass in which nobody does anything."""
        self._change_sessions(seen_at=clock.now() - timedelta(minutes=31))

    def _change_sessions(self, **values: object) -> None:
        with saved(self.app):
            db.session.execute(update(SignIn).values(**values))


def make_course(app: Flask) -> Course:
    """Make the course: a trainee with a supervisor, a tutor and a placement; an administrator and a director."""
    with saved(app):
        today = clock.today("Europe/London")
        starts_on = today - timedelta(weeks=_WEEKS_AGO)
        programme = make_programme()
        cohort = make_cohort(programme, "Summer intake", starts_on, starts_on + timedelta(days=78 * 7 - 1))
        people = {who: make_person(who.name, who.email) for who in _ROLES}
        for who, person in people.items():
            account = give_account(person)
            account.second_factor_secret = who.secret
            account.second_factor_confirmed_at = clock.now() if who.secret else None
            give_role(person, programme, _ROLES[who], starts_on)
        trainee = make_trainee(cohort, people[MARTA])
        make_agreement(trainee, people[REES], starts_on)
        make_agreement(trainee, people[ANNA], starts_on, capacity="tutor")
        make_placement(trainee, "Larkfield Parent-Infant Service", starts_on)
        valid_until = today + timedelta(days=500)
        for who in (MARTA, REES, ANNA):
            make_registration(people[who], programme, valid_from=starts_on, valid_until=valid_until)
        settle()
        return Course(app, today, cohort.name)
