"""Recording and ending registrations. A registration is never edited: it is ended, and another one recorded."""

from __future__ import annotations

from datetime import date, datetime

from trainee_app.access import Actor
from trainee_app.credentials import queries
from trainee_app.credentials.events import RegistrationEnded, RegistrationRecorded
from trainee_app.credentials.models import Registration
from trainee_app.credentials.rules import RegistrationDraft, check_end, check_registration, day_before_it_began
from trainee_app.credentials.services.repeats import made_before
from trainee_app.db import db
from trainee_app.events import publish
from trainee_app.people.models import Person
from trainee_app.programmes.models import Programme
from trainee_app.refusals import Conflict, Refusal, refuse_faults


class RegistrationIsOnesOwn(Refusal):
    """Somebody would record or end a registration of their own."""


class RegistrationAlreadyEnded(Conflict):
    """The registration was ended before."""


def record_registration(
    *, person: Person, programme: Programme, draft: RegistrationDraft, public_id: str, actor: Actor, at: datetime
) -> Registration:
    """Record a registration of the person; a repeat with the same `public_id` returns what the first one made.

    Raises RegistrationIsOnesOwn, FieldsAreFaulty, FormBelongsToSomethingElse.
    """
    _check_is_anothers(person.id, actor)
    existing = made_before(Registration, public_id, person, programme)
    if existing is not None:
        return existing
    standing = [each for each in queries.registrations_of(person.id, programme.id) if each.ended_at is None]
    refuse_faults(check_registration(draft, [draft_of(each) for each in standing]))
    registration = Registration(
        public_id=public_id,
        programme_id=programme.id,
        person_id=person.id,
        body=draft.body,
        number=draft.number,
        valid_from=draft.valid_from,
        valid_until=draft.valid_until,
        recorded_at=at,
        recorded_by=actor.person_id or None,
    )
    db.session.add(registration)
    db.session.flush()
    publish(
        RegistrationRecorded(
            programme_id=programme.id,
            actor_id=actor.person_id or None,
            at=at,
            registration_id=registration.id,
            person_id=person.id,
            person=person.public_id,
            valid_from=draft.valid_from,
            valid_until=draft.valid_until,
        )
    )
    return registration


def end_registration(*, registration: Registration, ended_on: date, actor: Actor, at: datetime) -> None:
    """Let a registration end before its time; `ended_on` is its last day.

    Raises RegistrationIsOnesOwn, RegistrationAlreadyEnded, FieldsAreFaulty.
    """
    _check_may_end(registration, actor)
    refuse_faults(check_end(draft_of(registration), ended_on))
    _end(registration, ended_on, actor, at, by_mistake=False)


def withdraw_registration(*, registration: Registration, actor: Actor, at: datetime) -> None:
    """Say that a registration was recorded by mistake: it never held.

    Raises RegistrationIsOnesOwn, RegistrationAlreadyEnded.
    """
    _check_may_end(registration, actor)
    _end(registration, day_before_it_began(draft_of(registration)), actor, at, by_mistake=True)


def draft_of(registration: Registration) -> RegistrationDraft:
    """Return what a registration says, as the rules look at it."""
    return RegistrationDraft(registration.body, registration.number, registration.valid_from, registration.valid_until)


def _end(registration: Registration, ended_on: date, actor: Actor, at: datetime, *, by_mistake: bool) -> None:
    registration.ended_on = ended_on
    registration.ended_at = at
    registration.ended_by = actor.person_id or None
    publish(
        RegistrationEnded(
            programme_id=registration.programme_id,
            actor_id=actor.person_id or None,
            at=at,
            registration_id=registration.id,
            person_id=registration.person_id,
            person=registration.person.public_id,
            ended_on=ended_on,
            by_mistake=by_mistake,
        )
    )


def _check_is_anothers(person_id: int, actor: Actor) -> None:
    if person_id == actor.person_id:
        raise RegistrationIsOnesOwn(
            "Nobody records their own registration. Ask the administrator or the director to do it."
        )


def _check_may_end(registration: Registration, actor: Actor) -> None:
    _check_is_anothers(registration.person_id, actor)
    if registration.ended_at is not None:
        raise RegistrationAlreadyEnded("This registration has already been ended. Open the list again to see when.")
