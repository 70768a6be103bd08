"""The world that is measured: one cohort of 30 on the PIP programme, a year of entries each."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Flask
from sqlalchemy import select, update

from benchmarks.entries import Stored, evening_of, hand_in, sign, year_of_entries
from tests.factories.cohorts import make_agreement, make_cohort, make_registration, make_trainee
from tests.factories.people import give_account, give_role, make_person, make_programme
from trainee_app import clock
from trainee_app.access import Actor
from trainee_app.cohorts.models import Trainee
from trainee_app.db import db
from trainee_app.db.edge import unit_of_work
from trainee_app.db.tables import new_public_id
from trainee_app.logbook.queries import version_of
from trainee_app.logbook.rules import Code, Content, Seen, meaning_of
from trainee_app.logbook.services import rebuild_totals, submit_entry
from trainee_app.logbook.services.holding import Record, hold_all
from trainee_app.people.models import Person, SignIn
from trainee_app.people.rules import Role
from trainee_app.programmes.models import Programme
from trainee_app.programmes.rules import Signer as Capacity
from trainee_app.readiness.services import rewrite_standings
from trainee_app.signatures.rules import SIGNED_IN, Act, Signer, Slot

TRAINEES = 30
SUPERVISORS = 6
TUTORS = 2
_WEEKS_BACK = 52
_UNSIGNED_DAYS = 10


@dataclass(frozen=True)
class World:
    """Who is there, by their ids; `trainees[n]` is supervised by `supervisors[n % SUPERVISORS]`."""

    cohort: str
    starts_on: date
    today: date
    trainees: tuple[int, ...]
    trainee_people: tuple[int, ...]
    trainee_names: tuple[str, ...]
    supervisors: tuple[int, ...]
    administrator: int
    entries: int

    def supervised(self, supervisor: int) -> list[int]:
        """Return which of the trainees, by their place, the supervisor of that place has."""
        return [n for n in range(len(self.trainees)) if n % SUPERVISORS == supervisor]


def make_world(app: Flask, seed: int) -> World:
    """Make the world in one transaction: rows by the factories, entries in bulk, totals and standings from them."""
    with app.app_context(), unit_of_work():
        today = clock.today()
        starts_on = today - timedelta(weeks=_WEEKS_BACK)
        programme = make_programme()
        cohort = make_cohort(programme, starts_on=starts_on, ends_on=starts_on + timedelta(weeks=78))
        staff = _staff(programme, starts_on)
        trainees = [make_trainee(cohort, each) for each in _people(programme, Role.TRAINEE, TRAINEES, starts_on)]
        entries = _write_year(trainees, staff, starts_on, today, random.Random(seed))
        rebuild_totals()
        world = World(
            cohort=cohort.public_id,
            starts_on=starts_on,
            today=today,
            trainees=tuple(each.id for each in trainees),
            trainee_people=tuple(each.person_id for each in trainees),
            trainee_names=tuple(each.public_id for each in trainees),
            supervisors=tuple(each.id for each in staff.supervisors),
            administrator=staff.administrator.id,
            entries=entries,
        )
    # As the turn of the day leaves them: what was logged yesterday was judged as of yesterday.
    with app.app_context(), unit_of_work():
        rewrite_standings(trainee_ids=world.trainees, on=today, at=clock.now())
    return world


@dataclass(frozen=True)
class _Staff:
    supervisors: list[Person]
    tutors: list[Person]
    administrator: Person

    def signers(self, n: int) -> dict[Capacity, Person]:
        """Return who signs for the trainee of that place."""
        return {
            Capacity.SUPERVISOR: self.supervisors[n % SUPERVISORS],
            Capacity.TUTOR: self.tutors[n % TUTORS],
        }


def _staff(programme: Programme, starts_on: date) -> _Staff:
    return _Staff(
        _people(programme, Role.SUPERVISOR, SUPERVISORS, starts_on),
        _people(programme, Role.TUTOR, TUTORS, starts_on),
        _people(programme, Role.ADMINISTRATOR, 1, starts_on)[0],
    )


def _people(programme: Programme, role: Role, count: int, starts_on: date) -> list[Person]:
    """Make people of a role with an account and a registration."""
    # Not an address for examples: a copy with those refuses to serve, as it does in earnest.
    people = [
        make_person(f"{role.value.title()} {n:02d}", f"{role.value}{n:02d}@benchmark.internal") for n in range(count)
    ]
    for each in people:
        give_account(each)
        give_role(each, programme, role, starts_on=starts_on)
        make_registration(each, programme, valid_from=starts_on, valid_until=starts_on + timedelta(weeks=156))
    return people


def _write_year(trainees: Sequence[Trainee], staff: _Staff, starts_on: date, today: date, dice: random.Random) -> int:
    records = hold_all([each.id for each in trainees])
    entries = 0
    for n, trainee in enumerate(trainees):
        signers = staff.signers(n)
        for capacity, signer in signers.items():
            make_agreement(trainee, signer, starts_on=starts_on, capacity=capacity.value)
        entries += _fill(records[trainee.id], year_of_entries(starts_on, today, dice), signers, today)
    return entries


def _fill(record: Record, contents: Sequence[Content], signers: dict[Capacity, Person], today: date) -> int:
    """Hand a year of entries in, and sign all but the last days' month by month, as supervisors do."""
    stored = hand_in(record, contents, Actor(record.trainee.person_id, today, second_factor=True))
    old = [each for each in stored if each.content.worked_on <= today - timedelta(days=_UNSIGNED_DAYS)]

    def month_and_capacity(each: Stored) -> tuple[date, str]:
        return each.content.worked_on.replace(day=1), record.definition.activity(each.content.activity).signed_by.value

    for (_, capacity), group in itertools.groupby(sorted(old, key=month_and_capacity), month_and_capacity):
        entries = list(group)
        person = signers[Capacity(capacity)]
        signer = Signer(person.id, person.name, capacity, "")
        at = evening_of(max(each.content.worked_on for each in entries) + timedelta(days=3))
        act = Act(Slot.SUPERVISOR, meaning_of(Capacity(capacity)), at, SIGNED_IN, "two_factors")
        sign(record, entries, signer, act)
    return len(stored)


def confirm_sessions() -> None:
    """Let every session have shown just now that it is they, within a unit of work."""
    db.session.execute(update(SignIn).values(reauthenticated_at=clock.now()))


class Weekends:
    """Days that the year has left free, one after the other, and times that make no entry look like a double."""

    def __init__(self, world: World) -> None:
        days = (world.starts_on + timedelta(days=n) for n in range((world.today - world.starts_on).days))
        free = [day for day in days if day.weekday() > 4]
        self._slots = itertools.product(range(12, 26), free)

    def next(self, activity: str) -> Content:
        """Return an entry that nobody has logged yet."""
        minutes, day = next(self._slots)
        return Content(worked_on=day, activity=activity, minutes=minutes)


def hand_in_one(trainee_id: int, content: Content) -> Seen:
    """Hand an entry in by the verb itself, within a unit of work; return it as the queue's page shows it."""
    trainee = db.session.scalars(select(Trainee).where(Trainee.id == trainee_id)).one()
    entry = submit_entry(
        trainee_id=trainee_id,
        public_id=new_public_id(),
        content=content,
        confirmed=(Code.LIKELY_DOUBLE,),
        actor=Actor(trainee.person_id, clock.today(), second_factor=True),
        at=clock.now(),
    )
    return Seen(entry.public_id, 1, version_of(entry.id, 1).content_hash or "")
