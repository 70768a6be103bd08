"""Putting dates on the timetable, and taking them off."""

from __future__ import annotations

from datetime import datetime

from trainee_app.access import Actor
from trainee_app.cohorts.models import Cohort
from trainee_app.cohorts.queries import definition_of_cohort
from trainee_app.db import db, held_row
from trainee_app.db.tables import new_public_id
from trainee_app.events import publish
from trainee_app.logbook.rules import Violation
from trainee_app.people.models import Person
from trainee_app.programmes.rules.dates import spoken_date
from trainee_app.teaching import queries
from trainee_app.teaching.events import TeachingDateCancelled, TeachingDateMade
from trainee_app.teaching.models import TeachingDate
from trainee_app.teaching.rules import Code, DateDraft, TimetableSetting, check_date, days_of
from trainee_app.teaching.services.refusals import DateHasRegister, TeachingFaulty, TeachingNameTaken


def make_dates(
    *, cohort: Cohort, draft: DateDraft, leader: Person, public_id: str, actor: Actor, at: datetime
) -> list[TeachingDate]:
    """Put a date, or a weekly series of them, on the cohort's timetable; return them, the first one first.

    `public_id` is the name the page gave to the first, so that sending it twice makes them once. The leader must be a
    tutor of the programme on each of the days, and no trainee of the cohort. Raises TeachingFaulty, TeachingNameTaken.
    """
    known = queries.date_named(public_id)
    if known is not None:
        if known.cohort_id != cohort.id:
            raise TeachingNameTaken
        return [known]
    setting = TimetableSetting(
        activities=definition_of_cohort(cohort.id).taught, starts_on=cohort.starts_on, ends_on=cohort.ends_on
    )
    violations = [*check_date(draft, setting), *_about_leader(cohort, draft, leader)]
    if violations:
        raise TeachingFaulty(violations)
    made = [
        TeachingDate(
            public_id=public_id if number == 0 else new_public_id(),
            programme_id=cohort.programme_id,
            cohort_id=cohort.id,
            title=draft.title,
            series=draft.series,
            activity=draft.activity,
            held_on=day,
            starts_at_minute=draft.starts_at_minute,
            minutes=draft.minutes,
            leader_id=leader.id,
            recorded_at=at,
            recorded_by=actor.person_id or None,
        )
        for number, day in enumerate(days_of(draft))
    ]
    db.session.add_all(made)
    db.session.flush()
    for each in made:
        _tell_made(each, actor=actor, at=at)
    return made


def _about_leader(cohort: Cohort, draft: DateDraft, leader: Person) -> list[Violation]:
    for day in days_of(draft):
        if leader.id not in {each.id for each in queries.tutors_of(cohort, day)}:
            words = f"{leader.name} is no tutor of the programme on {spoken_date(day)}. Choose somebody else, or mend the day."
            return [Violation(Code.LEADER_AWAY, "leader", words)]
    return []


def _tell_made(each: TeachingDate, *, actor: Actor, at: datetime) -> None:
    publish(
        TeachingDateMade(
            programme_id=each.programme_id,
            actor_id=actor.person_id or None,
            at=at,
            teaching=each.public_id,
            cohort_id=each.cohort_id,
            held_on=each.held_on.isoformat(),
            minutes=each.minutes,
            activity=each.activity,
            leader_id=each.leader_id,
        )
    )


def cancel_date(*, teaching: TeachingDate, actor: Actor, at: datetime) -> None:
    """Take a date off the timetable. Doing it twice changes nothing. Raises DateHasRegister."""
    teaching = held_row(TeachingDate, teaching.id)
    if teaching.cancelled_at is not None:
        return
    if queries.register_in_force(teaching.id) is not None:
        raise DateHasRegister
    teaching.cancelled_at, teaching.cancelled_by = at, actor.person_id
    db.session.flush()
    publish(
        TeachingDateCancelled(
            programme_id=teaching.programme_id,
            actor_id=actor.person_id,
            at=at,
            teaching=teaching.public_id,
            cohort_id=teaching.cohort_id,
            held_on=teaching.held_on.isoformat(),
        )
    )
