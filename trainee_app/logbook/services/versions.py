"""Writing the versions of an entry, and sealing them when they are handed in."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert

from trainee_app.access import Actor
from trainee_app.cases.queries import case_name
from trainee_app.db import db
from trainee_app.logbook.models import EntryText, EntryVersion, LogEntry
from trainee_app.logbook.queries import (
    Signing,
    content_of,
    latest_number,
    placement_name,
    text_of,
    version_being_written,
)
from trainee_app.logbook.rules import (
    Content,
    Details,
    Identity,
    canonical_bytes,
    content_hash,
    document_name,
    salted_hash,
    written_details,
)
from trainee_app.logbook.services.holding import Record
from trainee_app.signatures.rules import Document

_SALT_BYTES = 16
_SOURCE = "page"
_version: Any = EntryVersion.__table__
_text: Any = EntryText.__table__
# They run with every entry, so they are put together once.
_STORED_VERSION = insert(_version).returning(_version.c.id)
_STORED_TEXT = insert(_text)
# What a version says, under the same names.
_SAID = ("worked_on", "started_at_minute", "minutes", "activity", "outcome", "case_id", "placement_id")


def write_version(entry: LogEntry, content: Content, *, actor: Actor, at: datetime) -> EntryVersion:
    """Write what is not handed in yet: over the version being written, or as a new one."""
    version = version_being_written(entry.id)
    if version is None:
        version = EntryVersion(programme_id=entry.programme_id, entry_id=entry.id, number=latest_number(entry.id) + 1)
        db.session.add(version)
    _say(version, content, actor=actor, at=at)
    version.text_hash = ""
    db.session.flush()
    version.text_hash = _write_text(version, content.note)
    return version


def write_sealed_version(record: Record, entry: LogEntry, content: Content, *, actor: Actor, at: datetime) -> str:
    """Write the first version of a new entry, handed in at once; return the hash of its canonical bytes.

    As rows and not as objects: nothing in this transaction looks at them again.
    """
    salt = new_salt()
    text_hash = salted_hash(salt, content.note)
    identity = _identity(record, entry, 1, _SOURCE, content.placement_id, content.case_id)
    hash_ = content_hash(canonical_bytes(identity, content, text_hash))
    said = {name: getattr(content, name) for name in _SAID}
    row = {
        **said,
        "programme_id": entry.programme_id,
        "entry_id": entry.id,
        "number": 1,
        "details": written_details(content.details),
        "text_hash": text_hash,
        "source": _SOURCE,
        "written_by": actor.person_id,
        "written_at": at,
        "submitted_at": at,
        "content_hash": hash_,
    }
    version_id = db.session.scalar(_STORED_VERSION, row)
    if content.note:
        text = {"version_id": version_id, "programme_id": entry.programme_id, "salt": salt, "text": content.note}
        db.session.execute(_STORED_TEXT, {**text, "sealed": True})
    return hash_


def _say(version: EntryVersion, content: Content, *, actor: Actor, at: datetime) -> None:
    version.worked_on = content.worked_on
    version.started_at_minute = content.started_at_minute
    version.minutes = content.minutes
    version.activity = content.activity
    version.outcome = content.outcome
    version.case_id = content.case_id
    version.placement_id = content.placement_id
    version.details = written_details(content.details)
    version.source = _SOURCE
    version.written_by = actor.person_id
    version.written_at = at


def _write_text(version: EntryVersion, note: str) -> str:
    text = text_of(version.id)
    if text is None and not note:
        return ""
    if text is None:
        text = EntryText(
            version_id=version.id, programme_id=version.programme_id, salt=new_salt(), text="", sealed=False
        )
        db.session.add(text)
    text.text = note
    return salted_hash(text.salt, note)


def new_salt() -> str:
    """Return a salt for a text's commitment."""
    return secrets.token_hex(_SALT_BYTES)


def seal_version(record: Record, entry: LogEntry, version: EntryVersion, *, at: datetime) -> str:
    """Hand a version in: from now on it stands. Return the hash of its canonical bytes."""
    version.content_hash = content_hash(canonical_of(record, entry, version))
    version.submitted_at = at
    text = text_of(version.id)
    if text is not None:
        text.sealed = True
    db.session.flush()
    return version.content_hash


def canonical_of(record: Record, entry: LogEntry, version: EntryVersion) -> bytes:
    """Return the bytes of a version as they are hashed and signed."""
    identity = _identity(record, entry, version.number, version.source, version.placement_id, version.case_id)
    return canonical_bytes(identity, content_of(version), version.text_hash)


def _identity(
    record: Record, entry: LogEntry, number: int, source: str, placement_id: int | None, case_id: int | None
) -> Identity:
    return Identity(
        programme=record.programme.key,
        trainee=record.trainee.public_id,
        entry=entry.public_id,
        number=number,
        source=source,
        placement=placement_name(placement_id),
        case=case_name(case_id),
    )


def document_of(found: Signing, records: Mapping[int, Record]) -> Document:
    """Return the version of an entry as what is signed."""
    canonical = canonical_of(records[found.entry.trainee_id], found.entry, found.version)
    return Document(document_name(found.entry.public_id), found.version.number, canonical)


def is_whole(found: Signing, records: Mapping[int, Record]) -> bool:
    """Whether what is stored is still what was handed in; a row changed behind our back is not signed."""
    return document_of(found, records).content_hash == found.version.content_hash


def empty_version(version: EntryVersion) -> None:
    """Take out of what was never handed in what it said: thrown away is gone."""
    version.details = written_details(Details())
    version.text_hash = ""
    text = text_of(version.id)
    if text is not None:
        text.text = ""
