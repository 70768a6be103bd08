"""Sessions: begun, seen, confirmed, ended. Kept on the server, so that each can be revoked."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import update

from trainee_app.access import Actor
from trainee_app.db import db
from trainee_app.db.edge import short_transaction
from trainee_app.events import publish
from trainee_app.people import queries
from trainee_app.people.events import (
    IdentityConfirmed,
    SecondFactorShown,
    SessionEnded,
    SignedIn,
    SignedOut,
    SignedOutEverywhere,
)
from trainee_app.people.models import SignIn
from trainee_app.people.rules.sessions import hash_of_token

_TOKEN_BYTES = 32


def begin_session(*, person_id: int, device: str, at: datetime) -> str:
    """Begin a session for somebody who has just shown the password, and return its token, which is kept nowhere."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    sign_in = SignIn(
        token_hash=hash_of_token(token),
        person_id=person_id,
        device=device,
        started_at=at,
        seen_at=at,
        reauthenticated_at=at,
    )
    db.session.add(sign_in)
    db.session.flush()
    publish(SignedIn(programme_id=None, actor_id=person_id, at=at, sign_in_id=sign_in.id))
    return token


def show_second_factor(*, sign_in_id: int, person_id: int, by_recovery_code: bool, at: datetime) -> str:
    """Let the session hold with its second factor shown, under a new token, which is returned."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    db.session.execute(
        update(SignIn)
        .where(SignIn.id == sign_in_id)
        .values(token_hash=hash_of_token(token), second_factor_at=at, reauthenticated_at=at, seen_at=at)
    )
    publish(
        SecondFactorShown(
            programme_id=None, actor_id=person_id, at=at, sign_in_id=sign_in_id, by_recovery_code=by_recovery_code
        )
    )
    return token


def touch(*, sign_in_id: int, at: datetime) -> None:
    """Note that the session is in use, in a transaction of its own."""
    with short_transaction() as session:
        session.execute(update(SignIn).where(SignIn.id == sign_in_id, SignIn.ended_at.is_(None)).values(seen_at=at))


def confirm_identity(*, sign_in_id: int, actor: Actor, at: datetime) -> None:
    """Note that the person has shown again that it is they."""
    db.session.execute(
        update(SignIn).where(SignIn.id == sign_in_id, SignIn.ended_at.is_(None)).values(reauthenticated_at=at)
    )
    publish(IdentityConfirmed(programme_id=None, actor_id=actor.person_id, at=at, sign_in_id=sign_in_id))


def sign_out(*, sign_in_id: int, person_id: int, at: datetime) -> None:
    """End the session that asks for it."""
    db.session.execute(update(SignIn).where(SignIn.id == sign_in_id, SignIn.ended_at.is_(None)).values(ended_at=at))
    publish(SignedOut(programme_id=None, actor_id=person_id, at=at, sign_in_id=sign_in_id))


def end_session(*, sign_in: SignIn, actor_id: int | None, at: datetime) -> None:
    """End somebody's session from elsewhere; one that has ended stays as it is."""
    if sign_in.ended_at is not None:
        return
    sign_in.ended_at = at
    publish(
        SessionEnded(programme_id=None, actor_id=actor_id, at=at, person_id=sign_in.person_id, sign_in_id=sign_in.id)
    )


def end_sessions(*, person_id: int, besides: int | None, actor_id: int | None, at: datetime) -> int:
    """End all of a person's sessions besides one, and say how many there were."""
    ended = [each for each in queries.sessions_not_ended(person_id) if each.id != besides]
    for each in ended:
        end_session(sign_in=each, actor_id=actor_id, at=at)
    return len(ended)


def sign_out_everywhere(*, person_id: int, actor: Actor, at: datetime) -> None:
    """End all of a person's sessions, as when a device is lost; rooms that hold other ways in end theirs too."""
    end_sessions(person_id=person_id, besides=None, actor_id=actor.person_id, at=at)
    publish(SignedOutEverywhere(programme_id=None, actor_id=actor.person_id, at=at, person_id=person_id))
