"""Real rows of programmes, persons, their roles and their sessions.

Rows are added and flushed, never committed; `saved(app)` commits what is made within it:

    with saved(app):
        rees = make_person("Dr Rees")
    sign_in(client, rees)
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from flask import Flask, current_app
from flask.testing import FlaskClient
from sqlalchemy import update

from trainee_app import clock
from trainee_app.db import db
from trainee_app.db.edge import unit_of_work
from trainee_app.people.models import Account, Person, RoleHeld, SignIn
from trainee_app.people.rules import Role
from trainee_app.people.rules.sessions import hash_of_token
from trainee_app.people.services.passwords import HashingCost, hash_password
from trainee_app.programmes.models import Programme

RECORDED_AT = datetime(2025, 9, 1, 9, tzinfo=UTC)
PASSWORD = "nine quiet kestrels over the marsh"
_SESSION = "_user_id"
_numbers = count(1)


@contextmanager
def saved(app: Flask) -> Iterator[None]:
    """Commit what is made within the block; the rows stay readable after it. Not inside another context."""
    with app.app_context():
        session: Any = db.session()
        session.expire_on_commit = False
        with unit_of_work():
            yield


def make_programme(
    key: str = "pip", title: str = "Parent-infant psychotherapy", zone: str = "Europe/London"
) -> Programme:
    """Make a programme without a published version."""
    programme = Programme(key=key, title=title, zone=zone)
    db.session.add(programme)
    db.session.flush()
    return programme


def make_person(name: str = "Marta Ellison", email: str | None = None, password: str | None = None) -> Person:
    """Make a person; the e-mail address is unique if none is given, an account is made with a password."""
    person = Person(name=name, email=email or f"person{next(_numbers)}@example.org", recorded_at=RECORDED_AT)
    db.session.add(person)
    db.session.flush()
    if password is not None:
        give_account(person, password)
    return person


def give_account(person: Person, password: str | None = PASSWORD) -> Account:
    """Give the person an account; one without a password has been invited only."""
    config = current_app.config
    cost = HashingCost(config["ARGON2_MEMORY_KIB"], config["ARGON2_TIME_COST"])
    account = Account(person_id=person.id, password_hash=None if password is None else hash_password(password, cost))
    db.session.add(account)
    db.session.flush()
    return account


def give_role(
    person: Person,
    programme: Programme,
    role: Role,
    starts_on: date = date(2025, 9, 1),
    ends_on: date | None = None,
) -> RoleHeld:
    """Let the person hold a role on the programme for a period."""
    held = RoleHeld(
        programme_id=programme.id,
        person_id=person.id,
        role=role,
        starts_on=starts_on,
        ends_on=ends_on,
        recorded_at=RECORDED_AT,
    )
    db.session.add(held)
    db.session.flush()
    return held


def sign_in(client: FlaskClient, person: Person | int, *, second_factor: bool = True) -> None:
    """Put the client into a live session of the person, with the second factor shown, without a password.

    The session is not confirmed: see `confirm`. The person must be committed.
    """
    at = clock.now()
    token = secrets.token_urlsafe()
    with saved(client.application):
        db.session.add(
            SignIn(
                token_hash=hash_of_token(token),
                person_id=person if isinstance(person, int) else person.id,
                device="Firefox on Linux",
                started_at=at,
                seen_at=at,
                second_factor_at=at if second_factor else None,
            )
        )
    with client.session_transaction() as cookie:
        cookie.clear()
        cookie[_SESSION] = token


def cookie_for(app: Flask, person_id: int, *, confirmed_for: timedelta = timedelta()) -> str:
    """Give the person a session that is confirmed as of now, or for longer, for another process; return its cookie."""
    token, at = secrets.token_urlsafe(32), clock.now()
    with app.app_context(), unit_of_work():
        db.session.add(
            SignIn(
                token_hash=hash_of_token(token),
                person_id=person_id,
                device="Firefox on Linux",
                started_at=at,
                seen_at=at,
                second_factor_at=at,
                reauthenticated_at=at + confirmed_for,
            )
        )
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return f"{app.config['SESSION_COOKIE_NAME']}={serializer.dumps({'_user_id': token})}"


def confirm(client: FlaskClient) -> None:
    """Let the client's session have shown just now that it is they."""
    _change_session(client, reauthenticated_at=clock.now())


def signed_in(client: FlaskClient, person: Person | int) -> FlaskClient:
    """Return the client in a live session of the person, who has just shown that it is they."""
    sign_in(client, person)
    confirm(client)
    return client


def unconfirm(client: FlaskClient) -> None:
    """Let the client's session owe it to show that it is they."""
    _change_session(client, reauthenticated_at=None)


def _change_session(client: FlaskClient, **values: Any) -> None:
    with client.session_transaction() as cookie:
        token = cookie[_SESSION]
    with saved(client.application):
        db.session.execute(update(SignIn).where(SignIn.token_hash == hash_of_token(token)).values(**values))
