"""The second factor: set up, shown, removed; and the codes for the day the phone is lost."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import delete, or_, update

from trainee_app.access import Actor
from trainee_app.db import db
from trainee_app.events import publish
from trainee_app.mail import services as mail
from trainee_app.people.events import RecoveryCodesMade, SecondFactorRemoved, SecondFactorSetUp
from trainee_app.people.models import Account, Person, RecoveryCode, SignIn
from trainee_app.people.rules.second_factor import (
    RECOVERY_BYTES,
    RECOVERY_CODES,
    hash_of_recovery_code,
    new_recovery_code,
)
from trainee_app.people.services.sessions import end_sessions
from trainee_app.refusals import Conflict

SECOND_FACTOR_REMOVED_LETTER = "people.second_factor_removed"


class SecondFactorStandsAlready(Conflict):
    """The person has set up a second factor, perhaps in another window."""


def set_up_second_factor(*, secret: str, step: int, sign_in_id: int, actor: Actor, at: datetime) -> tuple[str, ...]:
    """Make the phone that showed the code of `step` the actor's second factor; return new recovery codes.

    It takes the place of an earlier phone, which this session has shown (else it would not be live). This session has shown it thereby; the others end. Raises SecondFactorStandsAlready.
    """
    person_id = actor.person_id
    made = db.session.execute(
        update(Account)
        .where(
            Account.person_id == person_id,
            or_(Account.second_factor_secret.is_(None), Account.second_factor_secret != secret),
        )
        .values(second_factor_secret=secret, second_factor_confirmed_at=at, second_factor_step=step)
    )
    if made.rowcount != 1:  # type: ignore[attr-defined]
        raise SecondFactorStandsAlready("This phone is set up already. Open your account and look.")
    db.session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(second_factor_at=at))
    end_sessions(person_id=person_id, besides=sign_in_id, actor_id=person_id, at=at)
    publish(SecondFactorSetUp(programme_id=None, actor_id=person_id, at=at, person_id=person_id))
    return _new_codes(person_id)


def accept_step(*, person_id: int, step: int) -> bool:
    """Take the code of this time step, once: False if it, or a later one, has been taken before."""
    taken = db.session.execute(
        update(Account)
        .where(
            Account.person_id == person_id,
            or_(Account.second_factor_step.is_(None), Account.second_factor_step < step),
        )
        .values(second_factor_step=step)
    )
    return bool(taken.rowcount == 1)  # type: ignore[attr-defined]


def use_recovery_code(*, person_id: int, typed: str, at: datetime) -> bool:
    """Take a recovery code, once: False if it is none of the person's, or has been used."""
    used = db.session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.person_id == person_id,
            RecoveryCode.code_hash == hash_of_recovery_code(person_id, typed),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=at)
    )
    return bool(used.rowcount == 1)  # type: ignore[attr-defined]


def make_recovery_codes(*, actor: Actor, at: datetime) -> tuple[str, ...]:
    """Return new recovery codes for the actor; the old ones work no longer."""
    publish(RecoveryCodesMade(programme_id=None, actor_id=actor.person_id, at=at, person_id=actor.person_id))
    return _new_codes(actor.person_id)


def remove_second_factor(*, person: Person, actor: Actor, at: datetime) -> None:
    """Free somebody who has lost phone and codes, so that they set it up anew; they are told, and signed out."""
    db.session.execute(
        update(Account)
        .where(Account.person_id == person.id)
        .values(second_factor_secret=None, second_factor_confirmed_at=None, second_factor_step=None)
    )
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    end_sessions(person_id=person.id, besides=None, actor_id=actor.person_id, at=at)
    publish(SecondFactorRemoved(programme_id=None, actor_id=actor.person_id, at=at, person_id=person.id))
    mail.post(kind=SECOND_FACTOR_REMOVED_LETTER, person_id=person.id, params={}, at=at)


def _new_codes(person_id: int) -> tuple[str, ...]:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    codes = tuple(new_recovery_code(secrets.token_bytes(RECOVERY_BYTES)) for _ in range(RECOVERY_CODES))
    db.session.add_all(
        RecoveryCode(person_id=person_id, code_hash=hash_of_recovery_code(person_id, code)) for code in codes
    )
    return codes
