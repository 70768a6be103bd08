"""Entries that a record made here carries: one signature on a supervision session or a register counts for all of them.

They are written, signed and made void as a whole, set by set; nobody edits or signs one of them by itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from trainee_app.access import Actor
from trainee_app.events import publish
from trainee_app.logbook.events import CarriedEntriesSigned, CarriedEntriesVoided, EntriesCarried, EntryReturned
from trainee_app.logbook.models import LogEntry
from trainee_app.logbook.queries import entries_that_give_way
from trainee_app.logbook.rules import Content, Standing, State, comment_hash, standing_after
from trainee_app.logbook.services.holding import Record, hold_all
from trainee_app.logbook.services.moving import about_version, move
from trainee_app.logbook.services.sets import Moved, TakenEntry, hold_set, move_set, prepare, sign_set, write_set

GIVES_WAY = (
    "Recorded meanwhile for everybody present, and it stands in your log from that record. "
    "Discard this one; if the record is wrong, tell whoever made it."
)


@dataclass(frozen=True, slots=True)
class CarriedEntry:
    """What a record says of one trainee's time.

    `before` is how that stood in an earlier record whose place this one takes. Where nothing is gained by the
    correction, its days still decide what is in time.
    """

    trainee_id: int
    content: Content
    before: Standing | None = None


def carry_entries(*, document: str, rows: Sequence[CarriedEntry], actor: Actor, at: datetime) -> list[TakenEntry]:
    """Put entries into the logs of those whom a record names; they wait for its signature. Return them in order.

    `document` names the record ("supervision:PUBLIC_ID"). What a trainee has handed in of the same day and
    activity gives way: it goes back to them with a sentence, so that each minute stands once (domain, section 4,
    rule 4). Checking the rows is the caller's.
    """
    if not rows:
        return []
    records = hold_all({row.trainee_id for row in rows})
    _give_way(rows, actor=actor, at=at)
    prepared = [
        prepare(
            records[row.trainee_id],
            _in_time(records[row.trainee_id], row, at),
            document=document,
            source="record",
            submitted_on=records[row.trainee_id].day(at),
            actor=actor,
            at=at,
        )
        for row in rows
    ]
    taken = write_set(prepared, document=document, actor=actor, at=at)
    publish(
        EntriesCarried(
            programme_id=next(iter(records.values())).programme.id,
            actor_id=actor.person_id,
            at=at,
            document=document,
            trainee_ids=tuple(sorted(records)),
            entries=len(rows),
            recorded_minutes=sum(row.content.minutes for row in rows),
            content_hash=_hash_over(taken),
        )
    )
    return taken


def _hash_over(taken: Sequence[TakenEntry]) -> str:
    said = "\n".join(sorted(f"{each.public_id}:{each.content_hash}" for each in taken))
    return hashlib.sha256(said.encode()).hexdigest()


def _in_time(record: Record, row: CarriedEntry, at: datetime) -> Content:
    """Return the content, with the days from which it stands where it takes another's place and gains nothing."""
    on = record.day(at)
    now = Standing(row.content, on, on)
    stands = standing_after(record.definition, row.before, now)
    if stands is now or stands.submitted_on is None or stands.signed_on is None:
        return row.content
    return replace(
        row.content, details=replace(row.content.details, stands_from=(stands.submitted_on, stands.signed_on))
    )


def _give_way(rows: Sequence[CarriedEntry], *, actor: Actor, at: datetime) -> None:
    wanted = {(row.trainee_id, row.content.worked_on, row.content.activity) for row in rows}
    for entry in entries_that_give_way(wanted):
        move(entry, State.RETURNED, number=entry.version, actor=actor, at=at, comment=GIVES_WAY)
        publish(_returned(entry, actor=actor, at=at))


def _returned(entry: LogEntry, *, actor: Actor, at: datetime) -> EntryReturned:
    return EntryReturned(
        **about_version(entry, entry.version, actor, at),
        comment_hash=comment_hash(entry.public_id, entry.version, at, GIVES_WAY),
    )


def sign_carried(*, document: str, signature_id: int, actor: Actor, at: datetime) -> int:
    """Let all entries that the record carries count: it has been signed. Return how many there are.

    Who may sign it is the caller's to judge.
    """
    held = hold_set(document, State.SUBMITTED)
    if held is None:
        return 0
    moved, record = held
    sign_set(document, signature_id=signature_id, signed_on=record.day(at), actor=actor, at=at)
    publish(CarriedEntriesSigned(**_told(moved, document, actor, at), signature=signature_id))
    return moved.entries


def void_carried(*, document: str, actor: Actor, at: datetime) -> int:
    """Say that what the record carries does not count any longer. Return how many entries there are.

    The reason stands on the record. A trainee whose own entry gave way may hand it in again.
    """
    held = hold_set(document, State.SIGNED)
    if held is None:
        return 0
    moved, _record = held
    move_set(document, State.SIGNED, State.VOID, {}, actor=actor, at=at)
    publish(CarriedEntriesVoided(**_told(moved, document, actor, at)))
    return moved.entries


def _told(moved: Moved, document: str, actor: Actor, at: datetime) -> dict[str, Any]:
    return {
        "programme_id": moved.programme_id,
        "actor_id": actor.person_id,
        "at": at,
        "document": document,
        "trainee_ids": moved.trainee_ids,
        "entries": moved.entries,
        "recorded_minutes": moved.recorded_minutes,
    }
