"""Enrolling a phone, seeing it in use, and letting it send nothing any more."""

from __future__ import annotations

import secrets
from datetime import date, datetime

from sqlalchemy import update

from trainee_app.access import Actor
from trainee_app.cohorts.models import Trainee
from trainee_app.db import db
from trainee_app.db.backup import Restoration
from trainee_app.db.edge import short_transaction
from trainee_app.events import publish
from trainee_app.mail import services as mail
from trainee_app.people.queries import held_person
from trainee_app.people.rules.sessions import hash_of_token
from trainee_app.phones import queries
from trainee_app.phones.events import PhoneEnrolled, PhoneRevoked
from trainee_app.phones.models import PhoneEnrolment
from trainee_app.phones.rules import ENROLMENT_LASTS, MOST_PHONES, Why
from trainee_app.refusals import Conflict, Refusal

ENROLLED_LETTER = "phones.enrolled"
_TOKEN_BYTES = 32


class TooManyPhones(Refusal):
    """Somebody has so many phones enrolled that one of them is surely no longer theirs."""


class PhoneRevokedAlready(Conflict):
    """The page was sent once more after the phone that it enrolled was revoked."""


def enrol_phone(*, trainee: Trainee, name: str, public_id: str, actor: Actor, at: datetime) -> str:
    """Enrol a phone of the trainee's and return its token, which is kept nowhere.

    Another phone of that name is replaced: its person has it in hand again. Sent twice, the page enrols once, and
    the last answer's token is the one that holds. Raises TooManyPhones, PhoneRevokedAlready.
    """
    held_person(trainee.person_id)
    token, known = secrets.token_urlsafe(_TOKEN_BYTES), queries.phone_named(public_id)
    if known is not None:
        if known.person_id != actor.person_id or known.revoked_at is not None:
            raise PhoneRevokedAlready("This page enrolled a phone already. Open it again to enrol another one.")
        known.token_hash = hash_of_token(token)
        return token
    before = queries.namesake(actor.person_id, name, at)
    if before is None and len(queries.phones_of(actor.person_id, at)) >= MOST_PHONES:
        raise TooManyPhones(f"You have {MOST_PHONES} phones enrolled. Revoke one that you no longer use first.")
    if before is not None:
        revoke_phone(phone=before, why=Why.REPLACED, actor_id=actor.person_id, at=at)
    db.session.add(
        PhoneEnrolment(
            public_id=public_id,
            programme_id=trainee.programme_id,
            trainee_id=trainee.id,
            person_id=trainee.person_id,
            name=name,
            token_hash=hash_of_token(token),
            enrolled_at=at,
            expires_at=at + ENROLMENT_LASTS,
        )
    )
    db.session.flush()
    publish(
        PhoneEnrolled(programme_id=None, actor_id=actor.person_id, at=at, person_id=trainee.person_id, phone=public_id)
    )
    mail.post(kind=ENROLLED_LETTER, person_id=trainee.person_id, params={"phone": public_id}, at=at)
    return token


def note_use(*, phone_id: int, on: date) -> None:
    """Note on which day the phone was used, in a transaction of its own."""
    with short_transaction() as session:
        session.execute(update(PhoneEnrolment).where(PhoneEnrolment.id == phone_id).values(used_on=on))


def revoke_phone(*, phone: PhoneEnrolment, why: Why, actor_id: int | None, at: datetime) -> None:
    """Let the phone send nothing any more; one that is revoked stays as it is."""
    if phone.revoked_at is not None:
        return
    phone.revoked_at, phone.revoked_why = at, why.value
    publish(
        PhoneRevoked(
            programme_id=None,
            actor_id=actor_id,
            at=at,
            person_id=phone.person_id,
            phone=phone.public_id,
            why=why.value,
        )
    )


def revoke_phones(*, person_id: int, why: Why, actor_id: int | None, at: datetime) -> None:
    """Let none of the person's phones send anything any more."""
    for phone in queries.phones_not_revoked(person_id):
        revoke_phone(phone=phone, why=why, actor_id=actor_id, at=at)


def revoke_all_phones(restoration: Restoration) -> None:
    """After a backup is put back, revoke every phone: one of them may have been lost and revoked since it was made."""
    db.session.execute(
        update(PhoneEnrolment)
        .where(PhoneEnrolment.revoked_at.is_(None))
        .values(revoked_at=restoration.at, revoked_why=Why.RESTORED.value)
    )
