"""Entries that a trainee brings from elsewhere: kept as drafts or handed in, many at once, each as if it were logged here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from trainee_app.access import Actor
from trainee_app.events import publish
from trainee_app.logbook.events import EntryDrafted, EntrySubmitted
from trainee_app.logbook.models import LogEntry
from trainee_app.logbook.rules import Content, Counted, State
from trainee_app.logbook.services.counting import recount
from trainee_app.logbook.services.holding import Record, hold
from trainee_app.logbook.services.moving import keep_steps
from trainee_app.logbook.services.sets import Prepared, TakenEntry, prepare, write_rows

_PORTION = 500


def bring_own(
    *, trainee_id: int, contents: Sequence[Content], hands_in: bool, actor: Actor, at: datetime
) -> list[TakenEntry]:
    """Write a trainee's own entries, in the order given; each then goes its own way like any other.

    Checking them is the caller's, under the hold of the record; the database refuses what can never be.
    """
    record = hold(trainee_id)
    prepared = [_prepared(record, content, hands_in=hands_in, actor=actor, at=at) for content in contents]
    taken: list[TakenEntry] = []
    for start in range(0, len(prepared), _PORTION):
        taken += _write(prepared[start : start + _PORTION], hands_in=hands_in, actor=actor, at=at)
    if hands_in:
        recount(record.programme.id, before=(), after=[_counted(each) for each in prepared])
    for each in prepared:
        _tell(record, each, hands_in=hands_in, actor=actor, at=at)
    return taken


def _prepared(record: Record, content: Content, *, hands_in: bool, actor: Actor, at: datetime) -> Prepared:
    # "import" is what an office hands over, on a day that is not known; this is the trainee's own word, given on a page.
    submitted_on = record.day(at) if hands_in else None
    made = prepare(
        record, content, document=None, source="page", submitted_on=submitted_on, actor=actor, at=at
    )  # fmt: skip
    if hands_in:
        return made
    made.entry.update(state=State.DRAFT)
    made.version.update(submitted_at=None, content_hash=None)
    if made.text is not None:
        made.text.update(sealed=False)
    return made


def _write(prepared: Sequence[Prepared], *, hands_in: bool, actor: Actor, at: datetime) -> list[TakenEntry]:
    taken = write_rows(prepared, LogEntry.public_id.in_([each.entry["public_id"] for each in prepared]))
    keep_steps([_step(each, hands_in=hands_in, actor=actor, at=at) for each in prepared])
    return taken


def _step(each: Prepared, *, hands_in: bool, actor: Actor, at: datetime) -> dict[str, Any]:
    return {
        "programme_id": each.entry["programme_id"],
        "entry_id": each.version["entry_id"],
        "version": 1,
        "state_before": State.DRAFT if hands_in else None,
        "state_after": State.SUBMITTED if hands_in else State.DRAFT,
        "actor_id": actor.person_id,
        "at": at,
        "comment": "",
    }


def _counted(each: Prepared) -> Counted:
    said = each.entry
    return Counted(
        programme_id=said["programme_id"],
        trainee_id=said["trainee_id"],
        activity=said["activity"],
        worked_on=said["worked_on"],
        case_id=said["case_id"],
        state=said["state"],
        outcome=said["outcome"],
        minutes=said["minutes"],
        credited_minutes=said["credited_minutes"],
    )


def _tell(record: Record, each: Prepared, *, hands_in: bool, actor: Actor, at: datetime) -> None:
    about: dict[str, Any] = {
        "programme_id": record.programme.id,
        "actor_id": actor.person_id,
        "at": at,
        "entry": each.entry["public_id"],
        "trainee_id": record.trainee.id,
        "entry_version": 1,
    }
    if hands_in:
        publish(EntrySubmitted(**about, content_hash=each.version["content_hash"]))
    else:
        publish(EntryDrafted(**about, is_correction=False))
