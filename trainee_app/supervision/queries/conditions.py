"""Who may record, see and void which sessions: each condition once, as SQL."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, or_
from sqlalchemy.orm import aliased

from trainee_app.access import Actor
from trainee_app.cohorts.models import SupervisionAgreement, Trainee
from trainee_app.cohorts.queries import definitions_in_force, is_judged_under, may_still_sign_for, supervises
from trainee_app.people.queries import holds_role
from trainee_app.people.rules import Role
from trainee_app.programmes.rules import Definition
from trainee_app.supervision.models import SupervisionPresent, SupervisionSession
from trainee_app.supervision.rules import Format, activity_of

_member = aliased(Trainee)
_present = aliased(SupervisionPresent)
_agreement = aliased(SupervisionAgreement)


def signing_capacity(definition: Definition, format_: Format) -> str | None:
    """Return in which capacity the programme lets this kind of supervision be signed; None if it has none."""
    activity = activity_of(definition, format_)
    return definition.activity(activity).signed_by.value if activity else None


def _by_version(trainee_id: Any, term: Any) -> ColumnElement[bool]:
    """Condition: `term` (of the definition and a capacity that signs supervision) holds under the trainee's rules."""
    terms = []
    for version_id, definition in definitions_in_force().items():
        found = [signing_capacity(definition, each) for each in Format]
        capacities = sorted({each for each in found if each is not None})
        terms += [and_(is_judged_under(version_id, trainee_id), term(definition, each)) for each in capacities]
    return or_(false(), *terms)


def records_supervision(actor: Actor) -> ColumnElement[bool]:
    """Condition on agreements: it is the actor's and has begun, in a capacity that signs supervision, and the former
    one's time to sign has not run out."""
    own = and_(
        SupervisionAgreement.supervisor_id == actor.person_id,
        SupervisionAgreement.starts_on <= actor.on,
        or_(SupervisionAgreement.ended_at.is_(None), SupervisionAgreement.ends_on > SupervisionAgreement.starts_on),
    )
    return and_(
        own,
        _by_version(SupervisionAgreement.trainee_id, lambda definition, capacity: _recent(definition, capacity, actor)),
    )


def _recent(definition: Definition, capacity: str, actor: Actor) -> ColumnElement[bool]:
    since = actor.on - timedelta(days=definition.former_supervisor_days)
    lasts = or_(SupervisionAgreement.ends_on.is_(None), SupervisionAgreement.ends_on >= since)
    return and_(SupervisionAgreement.capacity == capacity, lasts)


def is_supervised_by(actor: Actor) -> ColumnElement[bool]:
    """Condition on trainees: an agreement lets the actor sign their supervision today."""
    return _by_version(Trainee.id, lambda _definition, capacity: supervises(actor, Trainee.id, actor.on, capacity))


def is_covered(actor: Actor, on: Any, format_: Format) -> ColumnElement[bool]:
    """Condition on trainees: an agreement lets the actor sign this kind of supervision of that day."""
    terms = []
    for version_id, definition in definitions_in_force().items():
        capacity = signing_capacity(definition, format_)
        if capacity is not None:
            days = definition.former_supervisor_days
            term = may_still_sign_for(actor, Trainee.id, on, days, capacity)
            terms.append(and_(is_judged_under(version_id, Trainee.id), term))
    return or_(false(), *terms)


def is_own_session(actor: Actor) -> ColumnElement[bool]:
    """Condition on sessions: the actor held it."""
    return SupervisionSession.supervisor_id == actor.person_id


def still_signs(actor: Actor) -> ColumnElement[bool]:
    """Condition on sessions: the actor held it, and is supervisor or tutor of the programme today."""
    return and_(is_own_session(actor), holds_role(actor, SupervisionSession.programme_id, Role.SUPERVISOR, Role.TUTOR))


def was_present(actor: Actor) -> ColumnElement[bool]:
    """Condition on sessions: the actor was there as a trainee."""
    return exists().where(
        _present.session_id == SupervisionSession.id,
        _present.trainee_id == _member.id,
        _member.person_id == actor.person_id,
    )


def runs_programme(actor: Actor) -> ColumnElement[bool]:
    """Condition on sessions: the actor is administrator or director of the programme."""
    return holds_role(actor, SupervisionSession.programme_id, Role.ADMINISTRATOR, Role.DIRECTOR)


def runs_programme_of(actor: Actor) -> ColumnElement[bool]:
    """Condition on trainees: the same."""
    return holds_role(actor, Trainee.programme_id, Role.ADMINISTRATOR, Role.DIRECTOR)
