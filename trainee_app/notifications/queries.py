"""Every SELECT about notices and digests, and whom something concerns."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Date, bindparam, exists, func, select
from sqlalchemy.orm import aliased

from trainee_app.access import Actor
from trainee_app.cohorts.models import Trainee
from trainee_app.credentials.models import Registration
from trainee_app.db import db
from trainee_app.db.rows import rows_of
from trainee_app.logbook.models import LogEntry
from trainee_app.notifications.models import Digest, DigestChoice, Notice
from trainee_app.notifications.rules import CLOSED_WITHIN, MOST_SHOWN, OPEN_WITHIN, RUNS_OUT_WITHIN, Kind, Told, told
from trainee_app.people.models import Account, Person, RoleHeld
from trainee_app.people.queries import role_in_force
from trainee_app.people.rules import Role
from trainee_app.programmes.models import Programme
from trainee_app.readiness.models import Standing
from trainee_app.signatures.models import Signature

_SIGN = (Role.SUPERVISOR, Role.TUTOR, Role.PLACEMENT_MANAGER)
_unseen = (
    select(func.count(Notice.id))
    .where(Notice.person_id == bindparam("person_id"), Notice.seen_at.is_(None))
    .scalar_subquery()
)
# The roles that every page asks for, with how many notices wait: one query for both, put together once.
_ROLES = (
    select(Programme.id, Programme.key, RoleHeld.role, _unseen)
    .join(Programme, Programme.id == RoleHeld.programme_id)
    .where(RoleHeld.person_id == bindparam("person_id"), role_in_force(bindparam("on", type_=Date)))
    .order_by(Programme.title, Programme.id, RoleHeld.starts_on, RoleHeld.id)
)


class Held(NamedTuple):
    """A role that somebody holds, and in which programme: its id and its key."""

    programme_id: int
    programme: str
    role: Role


def roles_and_notices(person_id: int, on: date) -> tuple[list[Held], int]:
    """Return the roles that the person holds on that day, in the order of their programmes, and how many notices wait."""
    rows = rows_of(_ROLES, {"person_id": person_id, "on": on})
    return [Held(programme_id, key, Role(role)) for programme_id, key, role, _ in rows], rows[0][3] if rows else 0


def is_own_notice(actor: Actor) -> ColumnElement[bool]:
    """Condition: the notice is for the actor."""
    return Notice.person_id == actor.person_id


@dataclass(frozen=True, slots=True)
class NoticeShown:
    """A notice as its reader sees it."""

    public_id: str
    made_at: datetime
    is_seen: bool
    told: Told


def notices_of(person_id: int) -> list[NoticeShown]:
    """Return the person's notices, those not seen first, then the newest first, up to `MOST_SHOWN`."""
    statement = (
        select(Notice, Trainee.person_id, Person.name)
        .outerjoin(Trainee, Trainee.id == Notice.trainee_id)
        .outerjoin(Person, Person.id == Trainee.person_id)
        .where(Notice.person_id == person_id)
        .order_by(Notice.seen_at.is_not(None), Notice.made_at.desc(), Notice.id.desc())
        .limit(MOST_SHOWN)
    )
    return [_shown(*row) for row in db.session.execute(statement)]


def _shown(notice: Notice, about_id: int | None, name: str | None) -> NoticeShown:
    is_own = about_id is None or about_id == notice.person_id
    return NoticeShown(
        notice.public_id, notice.made_at, notice.seen_at is not None, told_of(notice, name or "", is_own=is_own)
    )


def told_of(notice: Notice, name: str = "", *, is_own: bool = True) -> Told:
    """Put one notice into words."""
    return told(Kind(notice.kind), notice.subject, json.loads(notice.params), name, is_own=is_own)


def wants_digest(person_id: int) -> bool:
    """Say whether the person wants the weekly letter; who never said otherwise does."""
    found = db.session.scalar(select(DigestChoice.wanted).where(DigestChoice.person_id == person_id))
    return found is not False


def people_to_write_to(programme_id: int, week_on: date, on: date) -> list[tuple[int, int, bool]]:
    """Return everybody of the programme who may get a digest of this week and has had none.

    Each with how many notices wait, and whether they sign by their role, so that entries may wait for them too.
    """
    signs = aliased(RoleHeld)
    is_signer = exists().where(signs.person_id == Person.id, signs.role.in_(_SIGN), role_in_force(on, signs))
    waiting = select(func.count(Notice.id)).where(Notice.person_id == Person.id, Notice.seen_at.is_(None))
    statement = (
        select(Person.id, waiting.scalar_subquery(), is_signer)
        .join(Account, Account.person_id == Person.id)
        .where(
            Person.email.is_not(None),
            Account.password_hash.is_not(None),
            Account.closed_at.is_(None),
            exists().where(RoleHeld.person_id == Person.id, RoleHeld.programme_id == programme_id, role_in_force(on)),
            ~exists().where(DigestChoice.person_id == Person.id, DigestChoice.wanted.is_(False)),
            ~exists().where(Digest.person_id == Person.id, Digest.week_on == week_on),
        )
        .order_by(Person.id)
    )
    return [(person_id, count, signer) for person_id, count, signer in db.session.execute(statement)]


def digest_of(person_id: int, week_on: date) -> Digest | None:
    """Return the digest of that week, if there was one."""
    found: Digest | None = db.session.scalar(
        select(Digest).where(Digest.person_id == person_id, Digest.week_on == week_on)
    )
    return found


@dataclass(frozen=True, slots=True)
class RunningOut:
    """A registration that ends soon."""

    registration_id: int
    programme_id: int
    person_id: int
    person: str
    valid_until: date


def registrations_running_out(on: date) -> list[RunningOut]:
    """Return registrations that end within eight weeks of the day and that no later one follows."""
    later = aliased(Registration)
    statement = (
        select(
            Registration.id,
            Registration.programme_id,
            Registration.person_id,
            Person.public_id,
            Registration.valid_until,
        )
        .join(Person, Person.id == Registration.person_id)
        .where(
            Registration.ended_at.is_(None),
            Registration.valid_until.between(on, on + RUNS_OUT_WITHIN),
            ~exists().where(
                later.person_id == Registration.person_id,
                later.programme_id == Registration.programme_id,
                later.ended_at.is_(None),
                later.valid_until > Registration.valid_until,
            ),
            exists().where(
                RoleHeld.person_id == Registration.person_id,
                RoleHeld.programme_id == Registration.programme_id,
                role_in_force(on),
            ),
        )
        .order_by(Registration.id)
    )
    return [RunningOut(*row) for row in db.session.execute(statement)]


@dataclass(frozen=True, slots=True)
class ShortMonth:
    """A period of a trainee that has closed short."""

    trainee_id: int
    trainee: str
    person_id: int
    programme_id: int
    requirement: str
    starts_on: str


@dataclass(frozen=True, slots=True)
class OpenMonth:
    """A period of a trainee that still runs and is short, with the minutes that nobody has held yet."""

    whose: ShortMonth
    ends_on: str
    closes_on: str
    minutes: int


_PERIODS = (
    select(
        Standing.trainee_id,
        Trainee.public_id,
        Trainee.person_id,
        Standing.programme_id,
        Standing.requirement,
        Standing.periods,
    )
    .join(Trainee, Trainee.id == Standing.trainee_id)
    .where(Standing.periods != "[]")
    .order_by(Standing.trainee_id)
)


def months_closed_short(on: date) -> list[ShortMonth]:
    """Return the periods that closed short in the two weeks before the day, as the standings keep them."""
    earliest, today = (on - CLOSED_WITHIN).isoformat(), on.isoformat()
    rows: Any = db.session.execute(_PERIODS)
    return [
        _month(row, period)
        for row in rows
        for period in json.loads(row.periods)
        if earliest <= period["closes_on"] < today and period["supervision"] < period["needed"]
    ]


def _month(row: Any, period: dict[str, Any]) -> ShortMonth:
    return ShortMonth(
        row.trainee_id, row.public_id, row.person_id, row.programme_id, row.requirement, period["starts_on"]
    )


def months_running_short(on: date) -> list[OpenMonth]:
    """Return the periods that end within the next days and for which more has to be held; what waits is not missing."""
    today, latest = on.isoformat(), (on + OPEN_WITHIN).isoformat()
    found = []
    rows: Any = db.session.execute(_PERIODS)
    for row in rows:
        for period in json.loads(row.periods):
            missing = period["needed"] - period["supervision"] - period["awaiting"]
            if missing > 0 and today <= period["ends_on"] <= latest:
                found.append(OpenMonth(_month(row, period), period["ends_on"], period["closes_on"], missing))
    return found


# Asked with every act of signing, so that it is put together once.
_SIGNED_AT_LAST = (
    select(Trainee.id, Trainee.public_id, Trainee.person_id, func.count(LogEntry.id))
    .join(Trainee, Trainee.id == LogEntry.trainee_id)
    .where(LogEntry.public_id.in_(bindparam("entries", expanding=True)), LogEntry.submitted_on < bindparam("before"))
    .group_by(Trainee.id, Trainee.public_id, Trainee.person_id)
)


def entries_signed_at_last(public_ids: Collection[str], handed_in_before: date) -> list[tuple[int, str, int, int]]:
    """Return of these entries whose had waited long: trainee (id, public name, person) and how many."""
    rows = rows_of(_SIGNED_AT_LAST, {"entries": list(public_ids), "before": handed_in_before})
    return [(trainee_id, name, person_id, number) for trainee_id, name, person_id, number in rows]


def person_of_trainee(trainee_id: int) -> int:
    """Return whose record it is."""
    found: int = db.session.scalars(select(Trainee.person_id).where(Trainee.id == trainee_id)).one()
    return found


def signers_of_entry(public_id: str) -> set[int]:
    """Return who signed the version of an entry that counts, or counted last."""
    statement = (
        select(Signature.signer_id)
        .join(LogEntry, LogEntry.signature_id == Signature.id)
        .where(LogEntry.public_id == public_id)
    )
    return set(db.session.scalars(statement))


def day_of_entry(public_id: str) -> date | None:
    """Return the day of an entry's work."""
    found: date | None = db.session.scalar(select(LogEntry.worked_on).where(LogEntry.public_id == public_id))
    return found
