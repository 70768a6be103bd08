"""A year of entries of one trainee, and their rows: what the verbs of the record would have written, in few statements."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import bindparam, insert, update

from trainee_app.access import Actor
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.events import publish
from trainee_app.logbook.events import EntrySigned, EntrySubmitted
from trainee_app.logbook.models import EntryStep, EntryText, EntryVersion, LogEntry
from trainee_app.logbook.rules import (
    Content,
    Identity,
    State,
    canonical_bytes,
    content_hash,
    document_name,
    salted_hash,
    written_details,
)
from trainee_app.logbook.services.holding import Record
from trainee_app.logbook.services.moving import credit_of
from trainee_app.logbook.services.versions import new_salt
from trainee_app.signatures.rules import Act, Document, Signer
from trainee_app.signatures.services import sign_all

# A working week: weekday (Monday is 0), activity, minutes. With every second week's group it makes 11.5 entries.
_WEEK = (
    (0, "case_session", 50),
    (0, "reading", 75),
    (1, "seminar", 90),
    (1, "preparation", 40),
    (2, "case_session", 55),
    (2, "individual_supervision", 60),
    (2, "reading", 60),
    (3, "liaison", 25),
    (3, "case_session", 50),
    (4, "essay", 120),
    (4, "reading", 90),
)
_EVERY_SECOND_WEEK = (1, "group_supervision", 90)
_NOTES = (
    "The baby looked to the mother before each new thing; we stayed with the pause.",
    "Ending discussed again. The mother spoke of her own leaving home.",
    "Fraiberg: ghosts in the nursery, second half.",
)


@dataclass(frozen=True)
class Stored:
    """An entry that was handed in, with what a signature needs."""

    id: int
    public_id: str
    content: Content
    canonical: bytes
    credited_minutes: int


def year_of_entries(starts_on: date, until: date, dice: random.Random) -> list[Content]:
    """Return what a trainee logs from a day up to a day, oldest first: 11 or 12 entries a week."""
    found = []
    for week in range((until - starts_on).days // 7 + 1):
        monday = starts_on - timedelta(days=starts_on.weekday()) + timedelta(weeks=week)
        for weekday, activity, minutes in (*_WEEK, *([_EVERY_SECOND_WEEK] if week % 2 else ())):
            worked_on = monday + timedelta(days=weekday)
            if starts_on <= worked_on <= until:
                note = dice.choice(_NOTES) if dice.random() < 0.25 else ""
                usual = minutes if activity == "case_session" else minutes + dice.randrange(0, 30, 5)
                found.append(Content(worked_on=worked_on, activity=activity, minutes=usual, note=note))
    return found


def evening_of(day: date) -> datetime:
    """When an entry of that day is handed in."""
    return datetime.combine(day, time(19), UTC)


def hand_in(record: Record, contents: Sequence[Content], actor: Actor) -> list[Stored]:
    """Write entries that wait for their signatures, each handed in on the evening of its day; totals are not touched."""
    rows = [_rows(record, content, actor) for content in contents]
    ids = _inserted(LogEntry, [entry for entry, _, _ in rows])
    for entry_id, (_, version, _) in zip(ids, rows, strict=True):
        version["entry_id"] = entry_id
    version_ids = _inserted(EntryVersion, [version for _, version, _ in rows])
    texts = [{**text, "version_id": id_} for id_, (_, _, text) in zip(version_ids, rows, strict=True) if text["text"]]
    db.session.execute(insert(EntryText), texts)
    for before, after in ((None, State.DRAFT), (State.DRAFT, State.SUBMITTED)):
        _add_steps([version for _, version, _ in rows], before, after, actor)
    stored = []
    for entry_id, (entry, version, text) in zip(ids, rows, strict=True):
        content = _content_of(version, text)
        canonical = _canonical(record, entry["public_id"], content, version["text_hash"])
        stored.append(Stored(entry_id, entry["public_id"], content, canonical, entry["credited_minutes"]))
        _tell_handed_in(record, stored[-1], actor)
    return stored


def sign(record: Record, entries: Sequence[Stored], signer: Signer, act: Act) -> None:
    """Sign entries in one act; totals are not touched."""
    documents = [Document(document_name(each.public_id), 1, each.canonical) for each in entries]
    signatures = sign_all(programme_id=record.programme.id, documents=documents, signer=signer, act=act)
    actor = Actor(signer.person_id, act.at.date(), second_factor=True)
    moved = [
        {"entry": each.id, "signature": signatures[document_name(each.public_id)], "on": record.day(act.at)}
        for each in entries
    ]
    values = {"state": State.SIGNED, "signature_id": bindparam("signature"), "signed_on": bindparam("on")}
    table: Any = LogEntry.__table__
    db.session.connection().execute(update(table).where(table.c.id == bindparam("entry")).values(values), moved)
    versions = [
        {"programme_id": record.programme.id, "entry_id": each.id, "number": 1, "submitted_at": act.at}
        for each in entries
    ]
    _add_steps(versions, State.SUBMITTED, State.SIGNED, actor)
    for each in entries:
        publish(
            EntrySigned(
                programme_id=record.programme.id,
                actor_id=signer.person_id,
                at=act.at,
                entry=each.public_id,
                trainee_id=record.trainee.id,
                entry_version=1,
                content_hash=content_hash(each.canonical),
                signature=signatures[document_name(each.public_id)],
                credited_minutes=each.credited_minutes,
            )
        )


def _rows(record: Record, content: Content, actor: Actor) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """Return the rows of the entry, of its version and of its text."""
    public_id, salt, at = new_public_id(), new_salt(), evening_of(content.worked_on)
    text_hash = salted_hash(salt, content.note)
    said = {
        "programme_id": record.programme.id,
        "worked_on": content.worked_on,
        "activity": content.activity,
        "minutes": content.minutes,
        "outcome": content.outcome,
    }
    entry = said | {
        "public_id": public_id,
        "trainee_id": record.trainee.id,
        "state": State.SUBMITTED,
        "version": 1,
        "credited_minutes": credit_of(record, content),
        "submitted_on": record.day(at),
        "recorded_at": at,
    }
    version = said | {
        "number": 1,
        "details": written_details(content.details),
        "text_hash": text_hash,
        "source": "page",
        "written_by": actor.person_id,
        "written_at": at,
        "submitted_at": at,
        "content_hash": content_hash(_canonical(record, public_id, content, text_hash)),
    }
    return entry, version, {"programme_id": record.programme.id, "salt": salt, "text": content.note, "sealed": True}


def _canonical(record: Record, public_id: str, content: Content, text_hash: str) -> bytes:
    names = (record.programme.key, record.trainee.public_id, public_id)
    identity = Identity(programme=names[0], trainee=names[1], entry=names[2], number=1, source="page")
    return canonical_bytes(identity, content, text_hash)


def _content_of(version: dict[str, Any], text: dict[str, Any]) -> Content:
    said = {name: version[name] for name in ("worked_on", "activity", "minutes", "outcome")}
    return Content(**said, note=text["text"])


def _inserted(model: Any, rows: Sequence[dict[str, Any]]) -> list[int]:
    statement = insert(model).returning(model.id, sort_by_parameter_order=True)
    return list(db.session.scalars(statement, rows))


def _add_steps(versions: Sequence[dict[str, Any]], before: State | None, after: State, actor: Actor) -> None:
    steps = [
        {
            "programme_id": each["programme_id"],
            "entry_id": each["entry_id"],
            "version": each["number"],
            "state_before": before,
            "state_after": after,
            "actor_id": actor.person_id,
            "at": each["submitted_at"],
        }
        for each in versions
    ]
    db.session.execute(insert(EntryStep), steps)


def _tell_handed_in(record: Record, entry: Stored, actor: Actor) -> None:
    publish(
        EntrySubmitted(
            programme_id=record.programme.id,
            actor_id=actor.person_id,
            at=evening_of(entry.content.worked_on),
            entry=entry.public_id,
            trainee_id=record.trainee.id,
            entry_version=1,
            content_hash=content_hash(entry.canonical),
        )
    )
