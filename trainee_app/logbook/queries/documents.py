"""Signatures over one document for many entries: whose they are to read, and what they cover."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, func, literal, or_, select, tuple_

from trainee_app.access import Actor
from trainee_app.cohorts.queries import is_own_record
from trainee_app.db import db
from trainee_app.logbook.models import EntryVersion, LogEntry, TermDocument
from trainee_app.logbook.queries.term_flaws import document_signed
from trainee_app.logbook.rules.receipts import NAMING_VERSIONS, WHOLE_DOCUMENTS
from trainee_app.logbook.rules.terms import DOCUMENT
from trainee_app.signatures.models import Signature
from trainee_app.trail.rules import read_canonical


@dataclass(frozen=True, slots=True)
class Covered:
    """How much of whom a document covers, on which days: all of it, or what is of one person's record."""

    entries: int
    trainees: int
    minutes: int
    first_on: date | None
    last_on: date | None


def signed_whole(actor: Actor) -> ColumnElement[bool]:
    """Condition on signatures: the actor gave it, over a whole document."""
    return and_(_is_over_whole(), Signature.signer_id == actor.person_id)


def covers_own_entries(actor: Actor) -> ColumnElement[bool]:
    """Condition on signatures: the document carries entries of the actor's record, or is their term."""
    carries = exists().where(LogEntry.carried_by == Signature.document, is_own_record(actor, LogEntry.trainee_id))
    is_term = exists().where(
        Signature.document == literal(DOCUMENT) + TermDocument.public_id, is_own_record(actor, TermDocument.trainee_id)
    )
    return and_(_is_over_whole(), or_(carries, is_term))


def _is_over_whole() -> ColumnElement[bool]:
    return or_(*(Signature.document.startswith(f"{kind}:") for kind in WHOLE_DOCUMENTS))


def covered_by(signature: Signature, actor: Actor | None) -> Covered:
    """Return what a document covers; with an actor, of their own record alone."""
    term = document_signed(signature.document) if signature.document.startswith(DOCUMENT) else None
    if term is not None:
        return Covered(term.entries, 1, term.minutes, term.first_on, term.last_on)
    key = NAMING_VERSIONS.get(signature.document.partition(":")[0])
    said = LogEntry if key is None else EntryVersion
    statement = select(
        func.count(),
        func.count(LogEntry.trainee_id.distinct()),
        func.coalesce(func.sum(said.minutes), 0),
        func.min(said.worked_on),
        func.max(said.worked_on),
    )
    if key is None:
        statement = statement.where(LogEntry.carried_by == signature.document)
    else:
        named = read_canonical(signature.canonical.decode()).get(key, ())
        version = tuple_(LogEntry.public_id, EntryVersion.number).in_([(name, number) for name, number, _ in named])
        statement = statement.join(EntryVersion, EntryVersion.entry_id == LogEntry.id).where(version)
    if actor is not None:
        statement = statement.where(is_own_record(actor, LogEntry.trainee_id))
    return Covered(*db.session.execute(statement).one())
