"""Every SELECT about enrolled phones."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import joinedload

from trainee_app.access import Actor
from trainee_app.cohorts.models import Cohort, Trainee
from trainee_app.db import db
from trainee_app.people.models import Account
from trainee_app.people.queries import holds_role
from trainee_app.people.rules import Role
from trainee_app.phones.models import PhoneEnrolment


def is_trainee_now(actor: Actor) -> ColumnElement[bool]:
    """Condition on trainees: the actor is this trainee, and holds the role today."""
    return (Trainee.person_id == actor.person_id) & holds_role(actor, Trainee.programme_id, Role.TRAINEE)


def is_own_phone(actor: Actor) -> ColumnElement[bool]:
    """Condition on phones: the actor's own."""
    return PhoneEnrolment.person_id == actor.person_id


def is_phone_of_trainee_now(actor: Actor) -> ColumnElement[bool]:
    """Condition on phones: the actor's own, who holds the role of a trainee there today."""
    return is_own_phone(actor) & holds_role(actor, PhoneEnrolment.programme_id, Role.TRAINEE)


def is_in_force(at: datetime) -> ColumnElement[bool]:
    """Condition on phones: neither revoked nor expired, and its person's account is open."""
    return (
        PhoneEnrolment.revoked_at.is_(None)
        & (PhoneEnrolment.expires_at > at)
        & exists().where(Account.person_id == PhoneEnrolment.person_id, Account.closed_at.is_(None))
    )


def phone_of_token(token_hash: str, at: datetime) -> PhoneEnrolment | None:
    """Return the phone of that token if it is in force, with its trainee."""
    trainee = joinedload(PhoneEnrolment.trainee, innerjoin=True)
    statement = (
        select(PhoneEnrolment)
        .where(PhoneEnrolment.token_hash == token_hash, is_in_force(at))
        .options(trainee.joinedload(Trainee.cohort, innerjoin=True).joinedload(Cohort.programme, innerjoin=True))
    )
    found: PhoneEnrolment | None = db.session.scalar(statement)
    return found


def phones_of(person_id: int, at: datetime) -> list[PhoneEnrolment]:
    """Return the person's phones that are in force, the last enrolled first."""
    statement = (
        select(PhoneEnrolment)
        .where(PhoneEnrolment.person_id == person_id, is_in_force(at))
        .order_by(PhoneEnrolment.enrolled_at.desc(), PhoneEnrolment.id.desc())
    )
    return list(db.session.scalars(statement))


def phones_not_revoked(person_id: int) -> list[PhoneEnrolment]:
    """Return the person's phones that nobody has revoked, expired ones too, in the order of their ids."""
    statement = (
        select(PhoneEnrolment)
        .where(PhoneEnrolment.person_id == person_id, PhoneEnrolment.revoked_at.is_(None))
        .order_by(PhoneEnrolment.id)
    )
    return list(db.session.scalars(statement))


def phone_named(public_id: str) -> PhoneEnrolment | None:
    """Return the phone of that public name, whoever's it is."""
    found: PhoneEnrolment | None = db.session.scalar(
        select(PhoneEnrolment).where(PhoneEnrolment.public_id == public_id)
    )
    return found


def namesake(person_id: int, name: str, at: datetime) -> PhoneEnrolment | None:
    """Return the person's phone of that name that is in force, whether written large or small."""
    statement = select(PhoneEnrolment).where(
        PhoneEnrolment.person_id == person_id, func.lower(PhoneEnrolment.name) == name.lower(), is_in_force(at)
    )
    return db.session.scalars(statement).first()
