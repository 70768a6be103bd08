"""What waits for somebody's signature, and how it stands when they sign."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, select
from sqlalchemy.orm import aliased

from trainee_app.access import Actor
from trainee_app.cohorts.models import Trainee
from trainee_app.cohorts.queries import is_own_record, versions_in_force
from trainee_app.credentials.queries import is_registered
from trainee_app.db import db
from trainee_app.db.rows import rows_of
from trainee_app.logbook.models import EntryText, EntryVersion, LogEntry
from trainee_app.logbook.queries.conditions import awaiting_number, awaits_signature, may_sign, stands_in_queue
from trainee_app.logbook.rules import Seen
from trainee_app.people.models import Person

_ACTORS_KEPT = 64


@dataclass(frozen=True, slots=True)
class Awaiting:
    """One version of an entry with its note and whose it is; mostly the one that waits."""

    entry: LogEntry
    version: EntryVersion
    note: str
    trainee_public_id: str
    trainee_name: str
    cohort_id: int

    @property
    def is_correction(self) -> bool:
        """Whether signing it supersedes a signed version."""
        return self.entry.pending_version is not None

    @property
    def seen(self) -> Seen:
        """What somebody has seen who was shown it."""
        return Seen(self.entry.public_id, self.version.number, self.version.content_hash or "")


def awaiting_version() -> ColumnElement[bool]:
    """Condition that joins an entry to the version that waits, or else to the one that counts."""
    return and_(EntryVersion.entry_id == LogEntry.id, EntryVersion.number == awaiting_number())


def entries_awaiting_signature(
    actor: Actor, trainee_id: int | None = None, named: Collection[str] | None = None
) -> list[Awaiting]:
    """Return what waits for the actor: grouped by trainee A to Z, the longest waiting first.

    `named` narrows it to entries of these public names.
    """
    statement = _awaiting(actor, versions_in_force())
    if trainee_id is not None:
        statement = statement.where(LogEntry.trainee_id == trainee_id)
    if named is not None:
        statement = statement.where(LogEntry.public_id.in_(named))
    return [
        Awaiting(entry, version, note or "", public_id, name, cohort_id)
        for entry, version, note, public_id, name, cohort_id in db.session.execute(statement)
    ]


# Whoever signs asks again and again, and what is asked changes with the day and with the programmes' versions only.
@lru_cache(maxsize=_ACTORS_KEPT)
def _awaiting(actor: Actor, versions: frozenset[tuple[int, str]]) -> Select[*tuple[Any, ...]]:  # noqa: ARG001 - a key
    trainee = aliased(Trainee)
    return (
        select(LogEntry, EntryVersion, EntryText.text, trainee.public_id, Person.name, trainee.cohort_id)
        .join(EntryVersion, awaiting_version())
        .join(trainee, trainee.id == LogEntry.trainee_id)
        .join(Person, Person.id == trainee.person_id)
        .outerjoin(EntryText, EntryText.version_id == EntryVersion.id)
        .where(stands_in_queue(actor), trainee.person_id != actor.person_id)
        .order_by(Person.name, trainee.id, EntryVersion.submitted_at, EntryVersion.worked_on, LogEntry.id)
    )


def count_awaiting_signature(actor: Actor) -> int:
    """Return how many entries wait for the actor."""
    own = is_own_record(actor, LogEntry.trainee_id)
    found: int | None = db.session.scalar(
        select(func.count()).select_from(LogEntry).where(stands_in_queue(actor), ~own)
    )
    return found or 0


@dataclass(frozen=True, slots=True)
class Signing:
    """An entry somebody is about to sign, as it stands now, under the lock of its trainee's record."""

    entry: LogEntry
    version: EntryVersion
    waits: bool
    is_theirs: bool
    is_registered_then: bool


def entries_to_sign(actor: Actor, entry_ids: Collection[int]) -> list[Signing]:
    """Return these entries with what decides whether the actor may sign them, read anew."""
    rows = db.session.execute(_to_sign(actor, versions_in_force()), {"entry_ids": list(entry_ids)})
    return [Signing(*row) for row in rows]


@lru_cache(maxsize=_ACTORS_KEPT)
def _to_sign(actor: Actor, versions: frozenset[tuple[int, str]]) -> Select[*tuple[Any, ...]]:  # noqa: ARG001 - a key
    own = is_own_record(actor, LogEntry.trainee_id)
    return (
        select(
            LogEntry,
            EntryVersion,
            awaits_signature(),
            and_(may_sign(actor), ~own),
            is_registered(actor.person_id, LogEntry.programme_id, EntryVersion.worked_on),
        )
        .join(EntryVersion, awaiting_version())
        .where(LogEntry.id.in_(bindparam("entry_ids", expanding=True)))
        .order_by(LogEntry.id)
        .execution_options(populate_existing=True)
    )


_entry: Any = LogEntry.__table__.c
_OWNERS = select(_entry.id, _entry.trainee_id, _entry.programme_id).where(
    _entry.public_id.in_(bindparam("public_ids", expanding=True))
)


def owners_of(public_ids: Collection[str]) -> dict[int, tuple[int, int]]:
    """Return of these entries, by id: their trainee and programme."""
    rows = rows_of(_OWNERS, {"public_ids": list(public_ids)})
    return {entry_id: (trainee_id, programme_id) for entry_id, trainee_id, programme_id in rows}
