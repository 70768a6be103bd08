"""Entries that come with an office's record: brought in as a whole, and attested as a whole. Set by set, not row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, literal, null, select, update

from trainee_app.access import Actor
from trainee_app.db import db
from trainee_app.db.tables import UtcDateTime, new_public_id
from trainee_app.events import publish
from trainee_app.logbook.events import EntriesAttested, EntriesImported
from trainee_app.logbook.models import EntryStep, EntryText, EntryVersion, LogEntry
from trainee_app.logbook.queries import placement_name
from trainee_app.logbook.rules import (
    Content,
    Identity,
    State,
    canonical_bytes,
    content_hash,
    salted_hash,
    written_details,
)
from trainee_app.logbook.services.checking import fitted
from trainee_app.logbook.services.counting import add_entries_carried_by, take_away_entries_carried_by
from trainee_app.logbook.services.holding import Record, hold_all
from trainee_app.logbook.services.moving import credit_of
from trainee_app.logbook.services.versions import new_salt


@dataclass(frozen=True, slots=True)
class ImportedEntry:
    """An entry of an office's record, checked by the room that reads it: whose it is, and what it says."""

    trainee_id: int
    content: Content


@dataclass(frozen=True, slots=True)
class TakenEntry:
    """An entry that came in: its row, its public name, and the hash of what it says."""

    id: int
    public_id: str
    content_hash: str


@dataclass(frozen=True, slots=True)
class _Prepared:
    """The rows that one imported entry becomes."""

    entry: dict[str, Any]
    version: dict[str, Any]
    text: dict[str, Any] | None


def add_imported(
    *, rows: Sequence[ImportedEntry], document: str, batch_hash: str, actor: Actor, at: datetime
) -> list[TakenEntry]:
    """Take entries of an office's record in; they wait for its attestation. Return them in the order given.

    `document` names what will be signed ("import:PUBLIC_ID"), `batch_hash` is the hash of its bytes. The
    day of handing in is not known: they are in time for their periods once they are attested. Checking
    them is the caller's; raises UnknownActivity, and the database refuses what can never be.
    """
    if not rows:
        return []
    records = hold_all({row.trainee_id for row in rows})
    prepared = [_prepare(records[row.trainee_id], row.content, document, actor, at) for row in rows]
    db.session.execute(insert(LogEntry), [each.entry for each in prepared])
    ids = dict(db.session.execute(select(LogEntry.public_id, LogEntry.id).where(LogEntry.carried_by == document)).all())
    for each in prepared:
        each.version["entry_id"] = ids[each.entry["public_id"]]
    db.session.execute(insert(EntryVersion), [each.version for each in prepared])
    _insert_texts(prepared)
    _insert_steps(document, State.SUBMITTED, before=None, actor=actor, at=at)
    add_entries_carried_by(document, State.SUBMITTED)
    publish(
        EntriesImported(
            programme_id=next(iter(records.values())).programme.id,
            actor_id=actor.person_id or None,
            at=at,
            document=document,
            trainee_ids=tuple(sorted(records)),
            entries=len(rows),
            recorded_minutes=sum(row.content.minutes for row in rows),
            content_hash=batch_hash,
        )
    )
    return [
        TakenEntry(ids[each.entry["public_id"]], each.entry["public_id"], each.version["content_hash"])
        for each in prepared
    ]


def _prepare(record: Record, content: Content, document: str, actor: Actor, at: datetime) -> _Prepared:
    content = fitted(record, content)
    public_id, salt = new_public_id(), new_salt()
    text_hash = salted_hash(salt, content.note)
    said = {
        "programme_id": record.programme.id,
        "worked_on": content.worked_on,
        "activity": content.activity,
        "minutes": content.minutes,
        "outcome": content.outcome,
        "case_id": content.case_id,
        "placement_id": content.placement_id,
    }
    entry = said | {
        "public_id": public_id,
        "trainee_id": record.trainee.id,
        "state": State.SUBMITTED,
        "version": 1,
        "credited_minutes": credit_of(record, content),
        "video_reviewed": content.details.video_reviewed,
        "carried_by": document,
        "recorded_at": at,
    }
    version = said | {
        "number": 1,
        "started_at_minute": content.started_at_minute,
        "details": written_details(content.details),
        "text_hash": text_hash,
        "source": "import",
        "written_by": actor.person_id or None,
        "written_at": at,
        "submitted_at": at,
        "content_hash": content_hash(canonical_bytes(_identity(record, public_id, content), content, text_hash)),
    }
    text = {"programme_id": record.programme.id, "salt": salt, "text": content.note, "sealed": True}
    return _Prepared(entry, version, text if content.note else None)


def _identity(record: Record, public_id: str, content: Content) -> Identity:
    return Identity(
        programme=record.programme.key,
        trainee=record.trainee.public_id,
        entry=public_id,
        number=1,
        source="import",
        placement=placement_name(content.placement_id),
    )


def _insert_texts(prepared: Sequence[_Prepared]) -> None:
    with_text = {each.version["entry_id"]: each.text for each in prepared if each.text is not None}
    if not with_text:
        return
    found = select(EntryVersion.entry_id, EntryVersion.id).where(EntryVersion.entry_id.in_(with_text))
    rows = [{**with_text[entry_id], "version_id": version_id} for entry_id, version_id in db.session.execute(found)]
    db.session.execute(insert(EntryText), rows)


def _insert_steps(document: str, after: State, *, before: State | None, actor: Actor, at: datetime) -> None:
    """Keep the move of every entry that the document carries and that stands in `after`."""
    moved = select(
        LogEntry.programme_id,
        LogEntry.id,
        LogEntry.version,
        null() if before is None else literal(before.value),
        literal(after.value),
        literal(actor.person_id) if actor.person_id else null(),
        literal(at, UtcDateTime),
        literal(""),
    ).where(LogEntry.carried_by == document, LogEntry.state == after)
    columns = ["programme_id", "entry_id", "version", "state_before", "state_after", "actor_id", "at", "comment"]
    db.session.execute(insert(EntryStep).from_select(columns, moved))


def attest_entries(*, document: str, signature_id: int, batch_hash: str, actor: Actor, at: datetime) -> int:
    """Let all entries that the document carries count: it has been signed as a whole. Return how many there are.

    `signature_id` is the signature that completed it. Who may attest, and that two people do, is the
    caller's to judge.
    """
    waiting = (LogEntry.carried_by == document, LogEntry.state == State.SUBMITTED)
    sums = select(LogEntry.trainee_id, LogEntry.programme_id, func.count(), func.sum(LogEntry.minutes))
    found = db.session.execute(sums.where(*waiting).group_by(LogEntry.trainee_id, LogEntry.programme_id)).all()
    if not found:
        return 0
    records = hold_all({row[0] for row in found})
    record = next(iter(records.values()))
    take_away_entries_carried_by(document, State.SUBMITTED)
    values = {"state": State.SIGNED, "signature_id": signature_id, "signed_on": record.day(at)}
    db.session.execute(update(LogEntry).where(*waiting).values(values).execution_options(synchronize_session=False))
    db.session.expire_all()
    _insert_steps(document, State.SIGNED, before=State.SUBMITTED, actor=actor, at=at)
    add_entries_carried_by(document, State.SIGNED)
    publish(
        EntriesAttested(
            programme_id=record.programme.id,
            actor_id=actor.person_id or None,
            at=at,
            document=document,
            trainee_ids=tuple(sorted(records)),
            entries=sum(row[2] for row in found),
            recorded_minutes=sum(row[3] for row in found),
            signature=signature_id,
            content_hash=batch_hash,
        )
    )
    return sum(row[2] for row in found)
