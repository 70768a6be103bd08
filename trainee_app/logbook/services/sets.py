"""Many entries under one document, written and moved set by set, not row by row: one statement a kind of row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, func, insert, literal, null, select, update

from trainee_app.access import Actor
from trainee_app.cases.queries import case_name
from trainee_app.db import db
from trainee_app.db.tables import UtcDateTime, new_public_id
from trainee_app.logbook.models import EntryStep, EntryText, EntryVersion, LogEntry
from trainee_app.logbook.queries import placement_name
from trainee_app.logbook.rules import (
    Content,
    Identity,
    State,
    canonical_bytes,
    content_hash,
    is_late,
    salted_hash,
    written_details,
)
from trainee_app.logbook.services.checking import fitted
from trainee_app.logbook.services.counting import add_entries_carried_by, take_away_entries_carried_by
from trainee_app.logbook.services.holding import Record, hold_all
from trainee_app.logbook.services.moving import credit_of
from trainee_app.logbook.services.versions import new_salt

Source = Literal["import", "page", "record"]


@dataclass(frozen=True, slots=True)
class TakenEntry:
    """An entry that was written: its row, its public name, and the hash of what it says."""

    id: int
    public_id: str
    content_hash: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """The rows that one entry becomes."""

    entry: dict[str, Any]
    version: dict[str, Any]
    text: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Moved:
    """What a set of entries that moves together comes to, and whose they are."""

    programme_id: int
    trainee_ids: tuple[int, ...]
    entries: int
    recorded_minutes: int


def prepare(
    record: Record,
    content: Content,
    *,
    document: str | None,
    source: Source,
    submitted_on: date | None,
    actor: Actor,
    at: datetime,
) -> Prepared:
    """Return the rows of an entry that is handed in, with its document or (None) by itself.

    `submitted_on` None: that day is not known.

    What stands from earlier days (see `Details`) keeps them, and is signed as of then once its document is.
    """
    content = fitted(record, content)
    public_id, salt = new_public_id(), new_salt()
    text_hash = salted_hash(salt, content.note)
    submitted_on, signed_on = content.details.stands_from or (submitted_on, None)
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
        "submitted_on": submitted_on,
        "signed_on": signed_on,
        "late": is_late(record.definition, content, submitted_on),
        "carried_by": document,
        "recorded_at": at,
    }
    canonical = canonical_bytes(_identity(record, public_id, content, source), content, text_hash)
    version = said | _version(content, text_hash=text_hash, canonical=canonical, source=source, actor=actor, at=at)
    text = {"programme_id": record.programme.id, "salt": salt, "text": content.note, "sealed": True}
    return Prepared(entry, version, text if content.note else None)


def _version(
    content: Content, *, text_hash: str, canonical: bytes, source: Source, actor: Actor, at: datetime
) -> dict[str, Any]:
    """Return what the first version says beside what its entry repeats."""
    return {
        "number": 1,
        "started_at_minute": content.started_at_minute,
        "details": written_details(content.details),
        "text_hash": text_hash,
        "source": source,
        "written_by": actor.person_id or None,
        "written_at": at,
        "submitted_at": at,
        "content_hash": content_hash(canonical),
    }


def _identity(record: Record, public_id: str, content: Content, source: Source) -> Identity:
    return Identity(
        programme=record.programme.key,
        trainee=record.trainee.public_id,
        entry=public_id,
        number=1,
        source=source,
        placement=placement_name(content.placement_id),
        case=case_name(content.case_id),
    )


def write_set(prepared: Sequence[Prepared], *, document: str, actor: Actor, at: datetime) -> list[TakenEntry]:
    """Write entries that a document carries and that wait for its signature; return them in the order given."""
    taken = write_rows(prepared, LogEntry.carried_by == document)
    _insert_steps(document, State.SUBMITTED, before=None, actor=actor, at=at)
    add_entries_carried_by(document, State.SUBMITTED)
    return taken


def write_rows(prepared: Sequence[Prepared], which: ColumnElement[bool]) -> list[TakenEntry]:
    """Write the entries with their versions and texts, and return them in the order given; `which` finds them again.

    Their steps and their totals are the caller's.
    """
    db.session.execute(insert(LogEntry), [each.entry for each in prepared])
    ids = dict(db.session.execute(select(LogEntry.public_id, LogEntry.id).where(which)).all())
    for each in prepared:
        each.version["entry_id"] = ids[each.entry["public_id"]]
    db.session.execute(insert(EntryVersion), [each.version for each in prepared])
    _insert_texts(prepared)
    return [
        TakenEntry(each.version["entry_id"], each.entry["public_id"], each.version["content_hash"] or "")
        for each in prepared
    ]


def _insert_texts(prepared: Sequence[Prepared]) -> None:
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


def hold_set(document: str, state: State) -> tuple[Moved, Record] | None:
    """Hold the records of all whose entries the document carries in that state; None if it carries none."""
    sums = select(LogEntry.trainee_id, LogEntry.programme_id, func.count(), func.sum(LogEntry.minutes))
    found = db.session.execute(
        sums.where(LogEntry.carried_by == document, LogEntry.state == state).group_by(
            LogEntry.trainee_id, LogEntry.programme_id
        )
    ).all()
    if not found:
        return None
    records = hold_all({row[0] for row in found})
    record = next(iter(records.values()))
    entries, minutes = sum(row[2] for row in found), sum(row[3] for row in found)
    return Moved(record.programme.id, tuple(sorted(records)), entries, minutes), record


def sign_set(document: str, *, signature_id: int, signed_on: date, actor: Actor, at: datetime) -> None:
    """Let what the document carries count: it was signed as a whole."""
    values = {"signature_id": signature_id, "signed_on": func.coalesce(LogEntry.signed_on, signed_on)}
    move_set(document, State.SUBMITTED, State.SIGNED, values, actor=actor, at=at)


def move_set(document: str, before: State, after: State, values: dict[str, Any], *, actor: Actor, at: datetime) -> None:
    """Move every entry that the document carries from one state to the other, `values` with it; totals follow."""
    take_away_entries_carried_by(document, before)
    moving = update(LogEntry).where(LogEntry.carried_by == document, LogEntry.state == before)
    values = {"state": after, **values}
    db.session.execute(moving.values(values).execution_options(synchronize_session=False))
    db.session.expire_all()
    _insert_steps(document, after, before=before, actor=actor, at=at)
    add_entries_carried_by(document, after)
