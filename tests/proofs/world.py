"""Trainees of one cohort, who all have the same supervisor, as of today: another process has no other clock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from flask import Flask
from sqlalchemy import select

from tests.factories.cohorts import make_agreement, make_cohort, make_registration, make_trainee
from tests.factories.people import give_account, give_role, make_person, make_programme
from trainee_app import clock
from trainee_app.access import Actor
from trainee_app.cohorts.models import Trainee
from trainee_app.db import db
from trainee_app.db.edge import unit_of_work
from trainee_app.db.tables import new_public_id
from trainee_app.logbook.models import LogEntry
from trainee_app.logbook.queries import differences, version_of
from trainee_app.logbook.rules import Code, Content
from trainee_app.logbook.services import submit_entry
from trainee_app.people.models import Person
from trainee_app.people.rules import Role
from trainee_app.programmes.models import Programme
from trainee_app.readiness.queries import drifts
from trainee_app.trail.queries import flaws

_DAYS_BACK = 360
_SHORTEST = 5


@dataclass(frozen=True)
class World:
    """Who is there, by their ids, and the programme they are in."""

    programme_id: int
    cohort: str
    today: date
    trainees: tuple[int, ...]
    trainee_people: tuple[int, ...]
    trainee_names: tuple[str, ...]
    supervisors: tuple[int, ...]
    administrator: int


@dataclass(frozen=True)
class Waiting:
    """An entry that waits for a signature, as the queue's page shows it."""

    public_id: str
    trainee_id: int
    tick: str


def make_world(app: Flask, *, trainees: int, supervisors: int = 1) -> World:
    """Make the people, their roles, agreements and registrations, in one transaction."""
    with app.app_context(), unit_of_work():
        today = clock.today("Europe/London")
        starts_on = today - timedelta(days=_DAYS_BACK + 5)
        programme = make_programme()
        cohort = make_cohort(programme, starts_on=starts_on, ends_on=starts_on + timedelta(weeks=120))
        signers = [_person(programme, Role.SUPERVISOR, n, starts_on) for n in range(supervisors)]
        for each in signers:
            make_registration(each, programme, valid_from=starts_on, valid_until=starts_on + timedelta(weeks=150))
        made = [make_trainee(cohort, _person(programme, Role.TRAINEE, n, starts_on)) for n in range(trainees)]
        for trainee in made:
            for signer in signers:
                make_agreement(trainee, signer, starts_on=starts_on)
        return World(
            programme_id=programme.id,
            cohort=cohort.public_id,
            today=today,
            trainees=tuple(each.id for each in made),
            trainee_people=tuple(each.person_id for each in made),
            trainee_names=tuple(each.public_id for each in made),
            supervisors=tuple(each.id for each in signers),
            administrator=_person(programme, Role.ADMINISTRATOR, 0, starts_on).id,
        )


def _person(programme: Programme, role: Role, number: int, starts_on: date) -> Person:
    # Not an address for examples: a copy with those refuses to serve, as it does in earnest.
    person = make_person(f"{role.value.title()} {number:03d}", f"{role.value}{number:03d}@proof.internal")
    give_account(person)
    give_role(person, programme, role, starts_on=starts_on)
    return person


def contents(world: World) -> Iterator[Content]:
    """Yield sessions of one trainee that can all stand beside each other, however many."""
    for number in count():
        day = world.today - timedelta(days=1 + number % _DAYS_BACK)
        yield Content(worked_on=day, activity="case_session", minutes=_SHORTEST + number // _DAYS_BACK)


def hand_in(app: Flask, world: World, trainee_id: int, *says: Content) -> list[Waiting]:
    """Hand entries of a trainee in by the verb itself, in one transaction."""
    with app.app_context(), unit_of_work():
        trainee = db.session.scalars(select(Trainee).where(Trainee.id == trainee_id)).one()
        actor = Actor(trainee.person_id, world.today, second_factor=True)
        return [_handed_in(trainee_id, content, actor) for content in says]


def _handed_in(trainee_id: int, content: Content, actor: Actor) -> Waiting:
    entry: LogEntry = submit_entry(
        trainee_id=trainee_id,
        public_id=new_public_id(),
        content=content,
        confirmed=(Code.LIKELY_DOUBLE,),
        actor=actor,
        at=clock.now(),
    )
    return Waiting(entry.public_id, trainee_id, f"{entry.public_id}:1:{version_of(entry.id, 1).content_hash}")


def contradictions(app: Flask, trainees: Sequence[int]) -> list[str]:
    """Return everything in which totals, kept standings and the trail disagree with the record."""
    with app.app_context():
        found = [str(each) for each in (*differences(), *drifts(trainees), *flaws())]
        db.session.remove()
    return found
