"""What everybody brings along: years of work, an infant observation, a declaration about personal therapy."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from trainee_app.access import Actor
from trainee_app.cohorts.models import Trainee
from trainee_app.cohorts.queries import definition_of_cohort
from trainee_app.credentials.rules import BroughtDraft, Course, Record, Standing, Told
from trainee_app.credentials.services import accept_prerequisite, record_brought
from trainee_app.db.tables import new_public_id
from trainee_app.demo.services.story import Member, World, acting, evening
from trainee_app.people.models import Person
from trainee_app.programmes.models import Programme

_OFFICE = "Oona Hartley"
_YEAR = 365
_YEARS_OF_WORK = 6
_PART_TIME = 60
# Whose observation goes on beside the training, and who worked a little less than asked for: their name's place.
_STILL_OBSERVING = frozenset({"Luca Ferretti", "Hana Stroud"})


def bring_along(world: World, trainees: Mapping[int, Trainee]) -> None:
    """Record what every trainee brought along before their course began, and let the office accept it."""
    for member in world.members:
        trainee = trainees[member.trainee_id]
        on = member.course.starts_on - timedelta(days=30)
        programme = trainee.cohort.programme
        actor = acting(world.signers[_OFFICE], on)
        for draft in _drafts(member, on):
            _record(trainee.person, programme, draft, actor, on)
        definition = definition_of_cohort(member.cohort_id)
        course = Course(member.course.starts_on, member.course.ends_on, definition)
        observing = member.invented.person.name in _STILL_OBSERVING
        for record in (Record.EXPERIENCE, Record.THERAPY, *(() if observing else (Record.OBSERVATION,))):
            accept_prerequisite(
                person=trainee.person,
                programme=programme,
                record=record,
                course=course,
                reason="",
                public_id=new_public_id(),
                actor=actor,
                on=on,
                at=evening(on),
            )


def _drafts(member: Member, on: date) -> tuple[BroughtDraft, ...]:
    worked_from = on - timedelta(days=_YEARS_OF_WORK * _YEAR)
    observing = member.invented.person.name in _STILL_OBSERVING
    observed_from = on - timedelta(days=60 if observing else 3 * _YEAR)
    return (
        BroughtDraft(
            Record.EXPERIENCE,
            worked_from,
            on,
            "Psychologist in a perinatal team",
            "A mental health trust",
            share_percent=100,
        ),
        BroughtDraft(
            Record.EXPERIENCE,
            worked_from - timedelta(days=_YEAR),
            worked_from - timedelta(days=1),
            "Psychologist in a child team",
            "A mental health trust",
            share_percent=_PART_TIME,
        ),
        BroughtDraft(
            Record.OBSERVATION,
            observed_from,
            None if observing else observed_from + timedelta(days=400),
            place="A training institute",
            standing=Standing.RUNNING if observing else Standing.DONE,
        ),
        BroughtDraft(Record.THERAPY, worked_from, None, standing=Told.DECLARATION),
    )


def _record(person: Person, programme: Programme, draft: BroughtDraft, actor: Actor, on: date) -> None:
    record_brought(
        person=person, programme=programme, draft=draft, public_id=new_public_id(), actor=actor, on=on, at=evening(on)
    )
