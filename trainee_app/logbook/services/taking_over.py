"""Entries that come with an office's record: brought in as a whole, and attested as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from trainee_app.access import Actor
from trainee_app.events import publish
from trainee_app.logbook.events import EntriesAttested, EntriesImported
from trainee_app.logbook.rules import Content, State
from trainee_app.logbook.services.holding import hold_all
from trainee_app.logbook.services.sets import TakenEntry, hold_set, prepare, sign_set, write_set


@dataclass(frozen=True, slots=True)
class ImportedEntry:
    """An entry of an office's record, checked by the room that reads it: whose it is, and what it says."""

    trainee_id: int
    content: Content


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
    prepared = [
        prepare(
            records[row.trainee_id],
            row.content,
            document=document,
            source="import",
            submitted_on=None,
            actor=actor,
            at=at,
        )
        for row in rows
    ]
    taken = write_set(prepared, document=document, actor=actor, at=at)
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
    return taken


def attest_entries(*, document: str, signature_id: int, batch_hash: str, actor: Actor, at: datetime) -> int:
    """Let all entries that the document carries count: it has been signed as a whole. Return how many there are.

    `signature_id` is the signature that completed it. Who may attest, and that two people do, is the
    caller's to judge.
    """
    held = hold_set(document, State.SUBMITTED)
    if held is None:
        return 0
    moved, record = held
    sign_set(document, signature_id=signature_id, signed_on=record.day(at), actor=actor, at=at)
    publish(
        EntriesAttested(
            programme_id=moved.programme_id,
            actor_id=actor.person_id or None,
            at=at,
            document=document,
            trainee_ids=moved.trainee_ids,
            entries=moved.entries,
            recorded_minutes=moved.recorded_minutes,
            signature=signature_id,
            content_hash=batch_hash,
        )
    )
    return moved.entries
