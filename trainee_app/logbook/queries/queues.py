"""Queues: what waits for somebody to sign it, or to verify it, by trainee, and page by page."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Date, Select, and_, bindparam, func, literal, or_, select
from sqlalchemy.orm import aliased, joinedload

from trainee_app.access import Actor
from trainee_app.cohorts.models import Placement, Trainee
from trainee_app.cohorts.queries import versions_in_force
from trainee_app.db import BigId, db
from trainee_app.db.tables import UtcDateTime
from trainee_app.logbook.models import EntryText, EntryVersion, LogEntry
from trainee_app.logbook.queries.awaiting import Awaiting, awaiting_version
from trainee_app.logbook.queries.conditions import counting_version, stands_in_queue
from trainee_app.logbook.queries.verifying import is_verification, may_verify
from trainee_app.logbook.rules import document_name
from trainee_app.people.models import Person
from trainee_app.signatures.models import Signature

_STATEMENTS_KEPT = 128


class Queue(StrEnum):
    """What waits: a version for its signature, or a signed one for somebody else's look at it."""

    TO_SIGN = "to sign"
    TO_VERIFY = "to verify"


# What is read along with each entry: by whom it is signed already.
_ALONG: Final[Mapping[Queue, Sequence[Any]]] = {Queue.TO_SIGN: (), Queue.TO_VERIFY: (joinedload(LogEntry.signature),)}


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits of one trainee, and since when the oldest has."""

    trainee_id: int
    trainee_public_id: str
    trainee_name: str
    cohort_id: int
    programme_id: int
    entries: int
    minutes: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Waits:
    """One version in a queue: since when it waits, and how many of its trainee wait from this place on, itself included."""

    waiting: Awaiting
    since: datetime
    left: int


def waiting_in(queue: Queue, actor: Actor) -> list[Waiting]:
    """Return how much of whom waits for the actor, A to Z."""
    rows = db.session.execute(_sums(queue, actor, versions_in_force()))
    return [Waiting(*row) for row in rows]


def queue_entries(
    queue: Queue, actor: Actor, trainee_ids: Sequence[int], most: int, after: str | None = None
) -> list[Waits]:
    """Return of each of these trainees the longest waiting, `most` at most, those behind entry `after` if one is named.

    `after` names an entry by its public name; one that no longer waits still says where to go on.
    """
    behind = None if after is None else _place_of(queue, after)
    statement = _entries(queue, actor, behind is not None, versions_in_force())
    asked = {"trainee_ids": list(trainee_ids), "most": most, **(behind or {})}
    return [
        Waits(Awaiting(entry, version, note or "", public_id, name, cohort_id), since, left)
        for entry, version, note, public_id, name, cohort_id, since, left in db.session.execute(statement, asked)
    ]


def queue_named(queue: Queue, actor: Actor, names: Collection[str]) -> list[Awaiting]:
    """Return of the entries of these public names those that wait for the actor."""
    trainee = aliased(Trainee)
    statement = (
        _in_queue(
            queue,
            actor,
            trainee,
            LogEntry,
            EntryVersion,
            EntryText.text,
            trainee.public_id,
            Person.name,
            trainee.cohort_id,
        )
        .outerjoin(EntryText, EntryText.version_id == EntryVersion.id)
        .where(LogEntry.public_id.in_(names))
        .order_by(LogEntry.id)
    )
    return [
        Awaiting(entry, version, note or "", public_id, name, cohort_id)
        for entry, version, note, public_id, name, cohort_id in db.session.execute(statement)
    ]


@dataclass(frozen=True, slots=True)
class Decided:
    """An entry whose slot is filled, whose it is, and by which signature."""

    entry: LogEntry
    signature: Signature
    trainee_name: str
    cohort_id: int


def decided_in(queue: Queue, names: Collection[str]) -> list[Decided]:
    """Return of the entries of these public names those that were signed, or verified, with the signature that did it."""
    by = Signature.id == LogEntry.signature_id
    if queue is Queue.TO_VERIFY:
        is_its = Signature.document == literal(document_name("")) + LogEntry.public_id
        by = and_(is_its, Signature.document_version == LogEntry.version, is_verification(Signature))
    statement = (
        select(LogEntry, Signature, Person.name, Trainee.cohort_id)
        .join(Signature, by)
        .join(Trainee, Trainee.id == LogEntry.trainee_id)
        .join(Person, Person.id == Trainee.person_id)
        .where(LogEntry.public_id.in_(names))
    )
    return [Decided(*row) for row in db.session.execute(statement)]


def placement_names(placement_ids: Collection[int]) -> dict[int, str]:
    """Return the names of these placements, by their ids."""
    if not placement_ids:
        return {}
    named = select(Placement.id, Placement.name).where(Placement.id.in_(placement_ids))
    return dict(db.session.execute(named).all())


def _place_of(queue: Queue, public_id: str) -> dict[str, Any] | None:
    place = select(_since(queue), EntryVersion.worked_on, LogEntry.id).join(EntryVersion, _version(queue))
    row = db.session.execute(place.where(LogEntry.public_id == public_id)).one_or_none()
    return None if row is None else {"since": row[0], "worked_on": row[1], "entry_id": row[2]}


# Both are asked with every page of a queue; what is asked changes with the day and with the programmes' versions only.
@lru_cache(maxsize=_STATEMENTS_KEPT)
def _sums(queue: Queue, actor: Actor, versions: frozenset[tuple[int, str]]) -> Select[Any]:  # noqa: ARG001 - a key
    trainee = aliased(Trainee)
    whose = (trainee.id, trainee.public_id, Person.name, trainee.cohort_id, trainee.programme_id)
    return (
        _in_queue(queue, actor, trainee, *whose, func.count(), func.sum(EntryVersion.minutes), func.min(_since(queue)))
        .group_by(*whose)
        .order_by(Person.name, trainee.id)
    )


@lru_cache(maxsize=_STATEMENTS_KEPT)
def _entries(
    queue: Queue,
    actor: Actor,
    is_behind: bool,
    versions: frozenset[tuple[int, str]],  # noqa: ARG001 - a key
) -> Select[Any]:
    trainee, since = aliased(Trainee), _since(queue)
    order = (since, EntryVersion.worked_on, LogEntry.id)
    places = _in_queue(
        queue,
        actor,
        trainee,
        LogEntry.id.label("entry_id"),
        EntryVersion.id.label("version_id"),
        trainee.public_id.label("trainee"),
        trainee.cohort_id,
        Person.name,
        since.label("since"),
        func.row_number().over(partition_by=LogEntry.trainee_id, order_by=order).label("place"),
        func.count().over(partition_by=LogEntry.trainee_id).label("number"),
    ).where(LogEntry.trainee_id.in_(bindparam("trainee_ids", expanding=True)))
    if is_behind:
        behind = (
            bindparam("since", type_=UtcDateTime),
            bindparam("worked_on", type_=Date),
            bindparam("entry_id", type_=BigId),
        )
        places = places.where(_is_behind(order, behind))
    found = places.subquery("places").c
    return (
        select(
            LogEntry, EntryVersion, EntryText.text, found.trainee, found.name, found.cohort_id, found.since,
            found.number - found.place + 1,
        )
        .join(found.entry_id.table, found.entry_id == LogEntry.id)
        .join(EntryVersion, EntryVersion.id == found.version_id)
        .outerjoin(EntryText, EntryText.version_id == EntryVersion.id)
        .where(found.place <= bindparam("most"))
        .order_by(found.name, LogEntry.trainee_id, found.place).options(*_ALONG[queue])
    )  # fmt: skip


def _is_behind(order: tuple[Any, Any, Any], behind: tuple[Any, Any, Any]) -> ColumnElement[bool]:
    (since, on, entry_id), (last_since, last_on, last_id) = order, behind
    later_that_day = and_(on == last_on, entry_id > last_id)
    return or_(since > last_since, and_(since == last_since, or_(on > last_on, later_that_day)))


def _in_queue(queue: Queue, actor: Actor, trainee: Any, *columns: Any) -> Select[Any]:
    condition = stands_in_queue(actor) if queue is Queue.TO_SIGN else may_verify(actor)
    return (
        select(*columns)
        .select_from(LogEntry)
        .join(EntryVersion, _version(queue))
        .join(trainee, trainee.id == LogEntry.trainee_id)
        .join(Person, Person.id == trainee.person_id)
        .where(condition, trainee.person_id != actor.person_id)
    )


def _version(queue: Queue) -> ColumnElement[bool]:
    return awaiting_version() if queue is Queue.TO_SIGN else counting_version()


def _since(queue: Queue) -> Any:
    """Since when it waits: handed in, or signed."""
    if queue is Queue.TO_SIGN:
        return EntryVersion.submitted_at
    return (
        select(Signature.signed_at).where(Signature.id == LogEntry.signature_id).correlate(LogEntry).scalar_subquery()
    )
