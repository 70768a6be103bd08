"""A trainee's self-directed study by the term: what can be handed in, what waits for a tutor, what was decided."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from trainee_app.access import Actor
from trainee_app.cohorts.models import SupervisionAgreement, Trainee
from trainee_app.cohorts.queries import holds, is_own_record
from trainee_app.db import db
from trainee_app.logbook.models import EntryText, EntryVersion, LogEntry, TermDocument
from trainee_app.logbook.queries.awaiting import Awaiting, awaiting_version
from trainee_app.logbook.queries.conditions import awaits_signature
from trainee_app.people.models import Person


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
        .options(joinedload(TermDocument.trainee).joinedload(Trainee.person))
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


def versions_bound(names: Collection[str]) -> list[Awaiting]:
    """Return these entries with the version that waits, or else the one that counts, by the day."""
    statement = (
        select(LogEntry, EntryVersion, EntryText.text, Trainee.public_id, Person.name, Trainee.cohort_id)
        .join(EntryVersion, awaiting_version())
        .join(Trainee, Trainee.id == LogEntry.trainee_id)
        .join(Person, Person.id == Trainee.person_id)
        .outerjoin(EntryText, EntryText.version_id == EntryVersion.id)
        .where(LogEntry.public_id.in_(names))
        .order_by(LogEntry.worked_on, LogEntry.id)
    )
    return [
        Awaiting(entry, version, note or "", public_id, name, cohort_id)
        for entry, version, note, public_id, name, cohort_id in db.session.execute(statement)
    ]
