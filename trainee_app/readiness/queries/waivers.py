"""Waivers and equivalences: those in force as facts, and all of them as people read them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, bindparam, func, or_, select
from sqlalchemy.orm import joinedload

from trainee_app.cohorts.models import Trainee
from trainee_app.db import db
from trainee_app.db.rows import rows_of
from trainee_app.people.models import Person
from trainee_app.programmes.rules import Waiver
from trainee_app.readiness.models import WaiverRecord

_IN_FORCE = select(WaiverRecord.trainee_id, WaiverRecord.requirement, WaiverRecord.decided_on).where(
    WaiverRecord.trainee_id.in_(bindparam("trainee_ids", expanding=True)),
    WaiverRecord.decision == "granted",
    WaiverRecord.ended_at.is_(None),
    or_(WaiverRecord.expires_on.is_(None), WaiverRecord.expires_on >= bindparam("on", type_=Date)),
)


def facts_waivers(trainee_ids: Collection[int], on: date) -> dict[int, tuple[Waiver, ...]]:
    """Return the waivers in force on the day, by trainee; who has none has no key."""
    found: dict[int, list[Waiver]] = {}
    for trainee_id, requirement, decided_on in rows_of(_IN_FORCE, {"trainee_ids": list(trainee_ids), "on": on}):
        found.setdefault(trainee_id, []).append(Waiver(requirement, decided_on))
    return {trainee_id: tuple(waivers) for trainee_id, waivers in found.items()}


def facts_waivers_then(
    trainee_ids: Collection[int], as_of: date, ends_at: datetime, known_by: datetime | None
) -> dict[int, tuple[Waiver, ...]]:
    """Return the waivers that held when the day `as_of` ended, at the instant `ends_at`, by trainee.

    One that was ended later held then. `known_by` leaves out what was decided after that instant.
    """
    statement = select(WaiverRecord).where(
        WaiverRecord.trainee_id.in_(trainee_ids),
        WaiverRecord.decision == "granted",
        WaiverRecord.decided_on <= as_of,
        or_(WaiverRecord.ended_at.is_(None), WaiverRecord.ended_at > ends_at),
        or_(WaiverRecord.expires_on.is_(None), WaiverRecord.expires_on >= as_of),
    )
    if known_by is not None:
        statement = statement.where(WaiverRecord.decided_at <= known_by)
    found: dict[int, list[Waiver]] = {}
    for each in db.session.scalars(statement.order_by(WaiverRecord.id)):
        if each.decided_on is not None:
            found.setdefault(each.trainee_id, []).append(Waiver(each.requirement, each.decided_on))
    return {trainee_id: tuple(waivers) for trainee_id, waivers in found.items()}


def waivers_of(trainee_id: int) -> list[WaiverRecord]:
    """Return all that was ever proposed for the trainee, the newest first, with who proposed and decided."""
    statement = (
        select(WaiverRecord)
        .where(WaiverRecord.trainee_id == trainee_id)
        .order_by(WaiverRecord.proposed_at.desc(), WaiverRecord.id.desc())
        .options(joinedload(WaiverRecord.proposer), joinedload(WaiverRecord.decider))
    )
    return list(db.session.scalars(statement))


def waivers_among(rows: Any) -> list[WaiverRecord]:
    """Return what waits for its decision of the waivers that a scope selects, the longest first, with whom it is about."""
    statement = (
        _waiting(rows)
        .order_by(WaiverRecord.proposed_at, WaiverRecord.id)
        .options(joinedload(WaiverRecord.proposer), joinedload(WaiverRecord.trainee).joinedload(Trainee.person))
    )
    return list(db.session.scalars(statement))


def count_waivers_waiting(rows: Any) -> int:
    """Return how many of the waivers that a scope selects wait for their decision."""
    return db.session.scalar(select(func.count()).select_from(_waiting(rows).subquery())) or 0


def _waiting(rows: Any) -> Any:
    return rows.where(WaiverRecord.decision == "", WaiverRecord.ended_at.is_(None))


def waivers_holding(trainee_id: int, on: date) -> dict[str, WaiverRecord]:
    """Return the waivers that hold on the day, by requirement, with who decided."""
    return {
        each.requirement: each
        for each in waivers_of(trainee_id)
        if each.decision == "granted" and each.ended_at is None and (each.expires_on is None or each.expires_on >= on)
    }


def waiver_named(public_id: str) -> WaiverRecord | None:
    """Return the waiver of that public name, whoever asks."""
    found: WaiverRecord | None = db.session.scalar(select(WaiverRecord).where(WaiverRecord.public_id == public_id))
    return found


def requirements_waived(trainee_id: int, on: date) -> set[str]:
    """Return the requirements with a waiver that waits for its decision or holds on the day."""
    statement = select(WaiverRecord.requirement).where(
        WaiverRecord.trainee_id == trainee_id,
        WaiverRecord.decision != "refused",
        WaiverRecord.ended_at.is_(None),
        or_(WaiverRecord.expires_on.is_(None), WaiverRecord.expires_on >= on),
    )
    return set(db.session.scalars(statement))


@dataclass(frozen=True, slots=True)
class Expiring:
    """A waiver whose last day is near: about whom, and until when it holds."""

    trainee: str
    name: str
    expires_on: date


def waivers_expiring(programme_ids: Collection[int], on: date, until_on: date) -> list[Expiring]:
    """Return the waivers of these programmes that hold and whose last day lies between the two days, the nearest first."""
    statement = (
        select(Trainee.public_id, Person.name, WaiverRecord.expires_on)
        .join(Trainee, Trainee.id == WaiverRecord.trainee_id)
        .join(Person, Person.id == Trainee.person_id)
        .where(
            WaiverRecord.programme_id.in_(programme_ids),
            WaiverRecord.decision == "granted",
            WaiverRecord.ended_at.is_(None),
            WaiverRecord.expires_on.between(on, until_on),
        )
        .order_by(WaiverRecord.expires_on, Person.name, WaiverRecord.id)
    )
    rows: Any = db.session.execute(statement)
    return [Expiring(*row) for row in rows]
