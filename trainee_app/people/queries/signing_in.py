"""How people sign in: accounts, sessions, links, tries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, exists, func, select

from trainee_app.access import Actor
from trainee_app.db import db
from trainee_app.db.engine import reading_apart
from trainee_app.people.models import AccessLink, Account, Attempt, Person, RecoveryCode, SignIn
from trainee_app.people.rules.limits import LIMITS, Tried
from trainee_app.people.rules.links import Purpose
from trainee_app.people.rules.sessions import SessionRecord


@dataclass(frozen=True)
class Credentials:
    """What is needed to judge somebody who wants to sign in; a plain row that outlives its transaction."""

    person_id: int
    email: str
    password_hash: str | None
    has_second_factor: bool


def credentials(*, email: str | None = None, person_id: int | None = None) -> Credentials | None:
    """Return how the person of that address, or of that id, signs in; None without an open account."""
    wanted = Person.email == email if person_id is None else Person.id == person_id
    statement = (
        select(Person.id, Person.email, Account.password_hash, Account.second_factor_confirmed_at)
        .join(Account, Account.person_id == Person.id)
        .where(wanted, Account.closed_at.is_(None))
    )
    row = db.session.execute(statement).one_or_none()
    if row is None:
        return None
    return Credentials(row.id, row.email or "", row.password_hash, row.second_factor_confirmed_at is not None)


# Asked by every page, so put together once: building a statement costs more than running it.
_SESSION = (
    select(
        SignIn.id,
        SignIn.person_id,
        Person.name,
        SignIn.started_at,
        SignIn.seen_at,
        SignIn.second_factor_at,
        SignIn.reauthenticated_at,
        SignIn.ended_at,
        Account.closed_at,
        Account.second_factor_confirmed_at.is_not(None),
    )
    .join(Person, Person.id == SignIn.person_id)
    .outerjoin(Account, Account.person_id == SignIn.person_id)
    .where(SignIn.token_hash == bindparam("token_hash"))
)


def session_record(token_hash: str) -> SessionRecord | None:
    """Return the session of that token, over or not, as a plain row; read apart, so that no transaction stays open."""
    with reading_apart() as connection:
        row: Any = connection.execute(_SESSION, {"token_hash": token_hash}).one_or_none()
    return None if row is None else SessionRecord(*row)


def sessions_not_ended(person_id: int) -> list[SignIn]:
    """Return the person's sessions that nobody has ended, the last seen first; some may be idle for too long."""
    statement = (
        select(SignIn).where(SignIn.person_id == person_id, SignIn.ended_at.is_(None)).order_by(SignIn.seen_at.desc())
    )
    return list(db.session.scalars(statement))


def is_over_the_limit(tried: Tried, by_person: str, by_address: str, at: datetime) -> bool:
    """Say whether the tries counted, the present one included, are more than may be judged."""
    limit = LIMITS[tried]
    tries = _tries(tried, (by_person, by_address), at - limit.within)
    return tries.get(by_person, 0) > limit.by_person or tries.get(by_address, 0) > limit.by_address


def _tries(tried: Tried, subjects: Sequence[str], since: datetime) -> dict[str, int]:
    statement = (
        select(Attempt.subject, func.count())
        .where(Attempt.kind == tried, Attempt.subject.in_(subjects), Attempt.at > since)
        .group_by(Attempt.subject)
    )
    rows: Any = db.session.execute(statement)
    return dict(rows.all())


def account(person_id: int) -> Account | None:
    """Return the person's account, open or closed; None if they have none."""
    return db.session.get(Account, person_id)


def second_factor_secret(person_id: int) -> str | None:
    """Return the secret that the person's phone shares with us; None if no phone has been set up."""
    statement = select(Account.second_factor_secret).where(
        Account.person_id == person_id, Account.second_factor_confirmed_at.is_not(None)
    )
    return db.session.scalar(statement)


def unused_recovery_codes(person_id: int) -> int:
    """Return how many recovery codes the person has left."""
    statement = select(func.count()).where(RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
    return db.session.scalar(statement) or 0


def is_own_session(actor: Actor) -> ColumnElement[bool]:
    """Condition on sessions: the actor's own."""
    return SignIn.person_id == actor.person_id


def live_sessions(person_id: int, seen_after: datetime, started_after: datetime) -> list[SignIn]:
    """Return the person's sessions that still hold, the last seen first."""
    return [
        each for each in sessions_not_ended(person_id) if each.seen_at > seen_after and each.started_at > started_after
    ]


def link_works(at: datetime) -> ColumnElement[bool]:
    """Condition on links: neither used nor revoked nor expired, and the account is open."""
    return and_(
        AccessLink.used_at.is_(None),
        AccessLink.revoked_at.is_(None),
        AccessLink.expires_at > at,
        exists().where(Account.person_id == AccessLink.person_id, Account.closed_at.is_(None)),
    )


@dataclass(frozen=True)
class OpenLink:
    """A mailed link that works now, and whose it is; a plain row that outlives its transaction."""

    id: int
    person_id: int
    name: str
    email: str


def open_link(token_hash: str, purpose: Purpose, at: datetime) -> OpenLink | None:
    """Return the link of that token if it works for that purpose."""
    statement = (
        select(AccessLink.id, Person.id, Person.name, Person.email)
        .join(Person, Person.id == AccessLink.person_id)
        .where(AccessLink.token_hash == token_hash, AccessLink.purpose == purpose, link_works(at))
    )
    row: Any = db.session.execute(statement).one_or_none()
    return None if row is None else OpenLink(*row)


def open_invitation(person_id: int, at: datetime) -> AccessLink | None:
    """Return the person's invitation that works, sent or about to be."""
    statement = select(AccessLink).where(
        AccessLink.person_id == person_id, AccessLink.purpose == Purpose.INVITATION, link_works(at)
    )
    return db.session.scalars(statement.order_by(AccessLink.id.desc())).first()


def working_link(link_id: int, at: datetime) -> AccessLink | None:
    """Return the link if it works."""
    return db.session.scalar(select(AccessLink).where(AccessLink.id == link_id, link_works(at)))
