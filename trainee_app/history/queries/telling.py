"""What was told about a thing, and who has looked at it, in pages, with the names behind the numbers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, literal, or_, select
from sqlalchemy.orm import aliased

from trainee_app.access import Actor
from trainee_app.cohorts.models import Placement, Trainee
from trainee_app.db import db
from trainee_app.history.rules import Names, ids_to_name
from trainee_app.logbook.models import LogEntry
from trainee_app.people.models import Person, RoleHeld
from trainee_app.people.queries import holds_role, role_in_force
from trainee_app.people.rules import Role
from trainee_app.signatures.models import Signature
from trainee_app.signatures.rules import way_words
from trainee_app.trail.models import INSTALLATION_CHAIN, Reading, TrailLine
from trainee_app.trail.queries import PAGE, lines_about
from trainee_app.trail.rules import read_canonical

KEEPERS = (Role.ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER)


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the trail with its payload read."""

    id: int
    event: str
    actor_id: int | None
    at: datetime
    payload: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """What was told, newest first, with the names in it; `older` is the id below which the next page begins."""

    told: list[Told]
    names: Names
    older: int | None


@dataclass(frozen=True, slots=True)
class Looked:
    """That somebody opened something. `worked_on` is the day of the entry, None if it was not an entry."""

    id: int
    name: str
    worked_on: date | None
    at: datetime


def keeps_trail_of_person(actor: Actor) -> ColumnElement[bool]:
    """Condition on persons: they hold or held a role where the actor is administrator or data protection officer."""
    theirs = aliased(RoleHeld)
    return exists().where(theirs.person_id == Person.id, holds_role(actor, theirs.programme_id, *KEEPERS))


def chains_kept_by(actor: Actor) -> list[int]:
    """Return the chains whose lines about people the actor keeps: the installation's, and their programmes'."""
    kept = select(RoleHeld.programme_id).where(
        RoleHeld.person_id == actor.person_id, RoleHeld.role.in_(KEEPERS), role_in_force(actor.on)
    )
    return [INSTALLATION_CHAIN, *db.session.scalars(kept.distinct())]


def told_about(
    *subjects: str,
    before: int | None = None,
    left_out: Collection[str] = (),
    chains: Collection[int] | None = None,
) -> Page:
    """Return a page of what was told about these subjects, without the events left out, on these chains or on all."""
    lines = lines_about(*subjects, unless_told_by=left_out, chains=chains, before=before, limit=PAGE + 1)
    told = [_told(line) for line in lines[:PAGE]]
    return Page(told, _names(told), told[-1].id if len(lines) > PAGE else None)


def _told(line: TrailLine) -> Told:
    return Told(line.id, line.event, line.actor_id, line.at, read_canonical(line.payload))


def _names(told: Sequence[Told]) -> Names:
    people, placements = ids_to_name(each.payload for each in told)
    people |= {each.actor_id for each in told if each.actor_id is not None}
    named = select(Person.id, Person.name).where(Person.id.in_(people))
    placed = select(Placement.id, Placement.name).where(Placement.id.in_(placements))
    return Names(
        {row.id: row.name for row in db.session.execute(named)},
        {row.id: row.name for row in db.session.execute(placed)} if placements else {},
        _ways(told),
    )


def _ways(told: Sequence[Told]) -> dict[int, str]:
    """Return how each signature was given of which a line tells by its row."""
    ids = {each.payload["signature"] for each in told if isinstance(each.payload.get("signature"), int)}
    if not ids:
        return {}
    given = select(Signature.id, Signature.document, Signature.method, Signature.meaning).where(Signature.id.in_(ids))
    return {row.id: way_words(row.document, row.method, row.meaning) for row in db.session.execute(given)}


def readings_of(trainee: Trainee, before: int | None = None) -> tuple[list[Looked], int | None]:
    """Return a page of who opened the trainee's entries or record, newest first, and where the next one begins."""
    entry = literal("entry:").concat(LogEntry.public_id)
    own = select(entry).where(LogEntry.trainee_id == trainee.id)
    statement = (
        select(Reading.id, Person.name, LogEntry.worked_on, Reading.at)
        .join(Person, Person.id == Reading.person_id)
        .outerjoin(LogEntry, LogEntry.public_id == func.substr(Reading.subject, len("entry:") + 1))
        .where(or_(Reading.subject == f"trainee:{trainee.public_id}", Reading.subject.in_(own)))
        .order_by(Reading.id.desc())
        .limit(PAGE + 1)
    )
    if before is not None:
        statement = statement.where(Reading.id < before)
    found = [Looked(*row) for row in db.session.execute(statement)]
    return found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None
