"""A trainee's self-directed study by the term: what can be handed in, what waits for a tutor, what was decided."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select, tuple_
from sqlalchemy.orm import joinedload

from trainee_app.access import Actor, scope
from trainee_app.cohorts.models import Cohort, SupervisionAgreement, Trainee
from trainee_app.cohorts.queries import holds, is_own_record
from trainee_app.db import db
from trainee_app.logbook.models import EntryText, EntryVersion, LogEntry, TermDocument
from trainee_app.logbook.queries.awaiting import Awaiting
from trainee_app.logbook.queries.conditions import awaits_signature, counting_version
from trainee_app.logbook.rules import Seen
from trainee_app.logbook.rules.terms import bound_in
from trainee_app.people.models import Person
from trainee_app.programmes.rules import Definition

# By itself a correction of what was signed waits: it goes its own way.
STUDY_WAITS = (awaits_signature(), LogEntry.pending_version.is_(None))
_STUDY = select(LogEntry.public_id, LogEntry.worked_on, LogEntry.minutes).where(*STUDY_WAITS)


def is_terms_tutor(actor: Actor) -> ColumnElement[bool]:
    """Condition on term documents: it was handed in to the actor."""
    return TermDocument.tutor_id == actor.person_id


def is_own_term(actor: Actor) -> ColumnElement[bool]:
    """Condition on term documents: the actor handed it in."""
    return is_own_record(actor, TermDocument.trainee_id)


def terms_handed_in(trainee_id: int) -> list[TermDocument]:
    """Return what the trainee ever handed in, the latest first."""
    statement = (
        select(TermDocument)
        .where(TermDocument.trainee_id == trainee_id)
        .order_by(TermDocument.id.desc())
        .options(joinedload(TermDocument.tutor), joinedload(TermDocument.decider))
    )
    return list(db.session.scalars(statement))


def terms_waiting(actor: Actor) -> list[TermDocument]:
    """Return what waits for the actor, the longest waiting first."""
    statement = (
        select(TermDocument)
        .where(is_terms_tutor(actor), TermDocument.decision.is_(None))
        .order_by(TermDocument.handed_in_at, TermDocument.id)
        .options(
            joinedload(TermDocument.trainee).joinedload(Trainee.person),
            joinedload(TermDocument.trainee).joinedload(Trainee.cohort).joinedload(Cohort.programme),
        )
    )
    return list(db.session.scalars(statement))


def term_named(public_id: str) -> TermDocument | None:
    """Return the document of that public name, read anew."""
    statement = select(TermDocument).where(TermDocument.public_id == public_id)
    found: TermDocument | None = db.session.scalar(statement.execution_options(populate_existing=True))
    return found


def study_waiting(trainee_id: int, keys: Collection[str]) -> list[LogEntry]:
    """Return the trainee's study that was handed in and waits, by the day; a correction goes its own way."""
    statement = (
        select(LogEntry)
        .where(
            LogEntry.trainee_id == trainee_id,
            LogEntry.activity.in_(keys),
            awaits_signature(),
            LogEntry.pending_version.is_(None),
        )
        .order_by(LogEntry.worked_on, LogEntry.id)
    )
    return list(db.session.scalars(statement))


@dataclass(frozen=True, slots=True)
class TermWaiting:
    """A term with study that can be handed in: how many entries, and what they come to."""

    first_on: date
    last_on: date
    entries: int
    minutes: int


def terms_to_hand_in(trainee_id: int, definition: Definition) -> list[TermWaiting]:
    """Return the terms of which study waits and lies in no document that does, the earliest first."""
    keys = definition.handed_in_by_the_term
    statement = _STUDY.where(LogEntry.trainee_id == trainee_id, LogEntry.activity.in_(keys))
    rows: Any = db.session.execute(statement).all() if keys else []
    return by_term(definition, rows, _bound_now(trainee_id) if rows else set())


def by_term(
    definition: Definition, waiting: Iterable[tuple[str, date, int]], bound: Collection[str]
) -> list[TermWaiting]:
    """Return study that waits (name, day and minutes of each entry) by the term, without what is `bound` in a document."""
    found: dict[tuple[date, date], list[int]] = {}
    for name, on, minutes in waiting:
        days = definition.signing.term_of(on)
        if days is not None and name not in bound:
            found.setdefault(days, []).append(minutes)
    return [TermWaiting(*days, len(each), sum(each)) for days, each in sorted(found.items())]


def _bound_now(trainee_id: int) -> set[str]:
    waiting = select(TermDocument.canonical).where(
        TermDocument.trainee_id == trainee_id, TermDocument.decision.is_(None)
    )
    return {each.entry for canonical in db.session.scalars(waiting) for each in bound_in(canonical)}


def tutors_then(trainee_id: int, days: Collection[date]) -> dict[date, SupervisionAgreement]:
    """Return for each day with whom the trainee had an agreement as tutor, the first by name of several."""
    statement = (
        select(SupervisionAgreement)
        .join(Person, Person.id == SupervisionAgreement.supervisor_id)
        .where(SupervisionAgreement.trainee_id == trainee_id, SupervisionAgreement.capacity == "tutor")
        .where(holds(SupervisionAgreement, SupervisionAgreement.starts_on))
        .order_by(Person.name.desc(), SupervisionAgreement.id)
        .options(joinedload(SupervisionAgreement.supervisor))
    )
    found: dict[date, SupervisionAgreement] = {}
    for agreement in db.session.scalars(statement):
        last = agreement.ends_on or date.max
        found |= {day: agreement for day in days if agreement.starts_on <= day <= last}
    return found


def hashes_of(entries: Sequence[LogEntry]) -> dict[int, str]:
    """Return the hashes of what these entries say as they stand, by their ids."""
    statement = (
        select(LogEntry.id, EntryVersion.content_hash)
        .join(EntryVersion, counting_version())
        .where(LogEntry.id.in_([each.id for each in entries]))
    )
    return {entry_id: said or "" for entry_id, said in db.session.execute(statement)}


def readable_names(actor: Actor, names: Collection[str]) -> set[str]:
    """Return which of the entries of these public names the actor reads."""
    readable = scope("entry.read", actor).where(LogEntry.public_id.in_(names)).with_only_columns(LogEntry.public_id)
    return set(db.session.scalars(readable))


def versions_bound(bound: Sequence[Seen]) -> list[Awaiting]:
    """Return the entries with the very versions that a document holds, whatever became of them since, by the day."""
    statement = (
        select(LogEntry, EntryVersion, EntryText.text, Trainee.public_id, Person.name, Trainee.cohort_id)
        .join(EntryVersion, EntryVersion.entry_id == LogEntry.id)
        .join(Trainee, Trainee.id == LogEntry.trainee_id)
        .join(Person, Person.id == Trainee.person_id)
        .outerjoin(EntryText, EntryText.version_id == EntryVersion.id)
        .where(LogEntry.public_id.in_([each.entry for each in bound]))
        .where(tuple_(LogEntry.public_id, EntryVersion.number).in_([(each.entry, each.version) for each in bound]))
        .order_by(EntryVersion.worked_on, LogEntry.id)
    )
    return [
        Awaiting(entry, version, note or "", public_id, name, cohort_id)
        for entry, version, note, public_id, name, cohort_id in db.session.execute(statement)
    ]
