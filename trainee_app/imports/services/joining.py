"""Whoever accepted becomes a person here, a trainee of the cohort, and holds the role."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from trainee_app.access import Actor
from trainee_app.cohorts.models import Cohort
from trainee_app.cohorts.services import enrol
from trainee_app.credentials.services import record_registration
from trainee_app.db.tables import new_public_id
from trainee_app.imports import queries
from trainee_app.imports.rules import Member, Newcomer
from trainee_app.people.models import Person
from trainee_app.people.queries import person_by_email
from trainee_app.people.services import record_person
from trainee_app.refusals import FieldsAreFaulty


@dataclass(frozen=True, slots=True)
class TraineeKey:
    """A trainee's row and public name."""

    id: int
    public_id: str


Joined = Mapping[str, TraineeKey]
"""Every trainee whom a file may mean, by the key of the member."""


def join_all(
    *,
    cohort: Cohort,
    newcomers: Sequence[Newcomer],
    members: Sequence[Member],
    actor: Actor,
    on: date,
    at: datetime,
) -> Joined:
    """Make trainees of the newcomers, without inviting them. Return them together with the cohort's own."""
    names = queries.public_names(cohort.id)
    known = {each.key: TraineeKey(each.trainee_id, names[each.trainee_id]) for each in members if each.trainee_id}
    return known | {each.member.key: _join(cohort, each, actor, on, at) for each in newcomers}


def _join(cohort: Cohort, newcomer: Newcomer, actor: Actor, on: date, at: datetime) -> TraineeKey:
    person = person_by_email(newcomer.email) or record_person(
        name=newcomer.member.name, email=newcomer.email, programme_id=cohort.programme_id, actor=actor, at=at
    )
    trainee = enrol(cohort=cohort, person=person, actor=actor, on=on, at=at)
    _register(cohort, person, newcomer, actor, at)
    return TraineeKey(trainee.id, trainee.public_id)


def _register(cohort: Cohort, person: Person, newcomer: Newcomer, actor: Actor, at: datetime) -> None:
    if newcomer.registration is None:
        return
    # The rules have checked what the file says; what is left is that it is recorded already.
    with suppress(FieldsAreFaulty):
        record_registration(
            person=person,
            programme=cohort.programme,
            draft=newcomer.registration,
            public_id=new_public_id(),
            actor=actor,
            at=at,
        )
