"""What stands in the database after a step, and what the model says must stand there: the same words for both."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, select

from tests.logbook.walks.model import Entry, Log, credit
from trainee_app.db import db
from trainee_app.logbook.models import EntryText, EntryVersion, LogEntry, MonthTotal
from trainee_app.signatures.models import Signature

Stands = dict[Any, Any]
_ENTRIES = select(
    LogEntry.public_id, LogEntry.state, LogEntry.version, LogEntry.pending_state, LogEntry.pending_version,
    LogEntry.worked_on, LogEntry.activity, LogEntry.minutes, LogEntry.credited_minutes, LogEntry.outcome,
    LogEntry.submitted_on, LogEntry.signed_on, LogEntry.carried_by,
)  # fmt: skip
_VERSIONS = (
    select(
        LogEntry.public_id, EntryVersion.number, EntryVersion.submitted_at, EntryVersion.worked_on,
        EntryVersion.activity, EntryVersion.minutes, EntryVersion.outcome, EntryVersion.started_at_minute,
        EntryText.text, EntryText.blanked_at,
    )
    .join(LogEntry, LogEntry.id == EntryVersion.entry_id)
    .outerjoin(EntryText, EntryText.version_id == EntryVersion.id)
)  # fmt: skip
_TOTALS = select(
    MonthTotal.activity, MonthTotal.month, MonthTotal.state, MonthTotal.recorded, MonthTotal.credited, MonthTotal.count
)
_SIGNATURES = select(Signature.document, Signature.document_version, Signature.signer_id)
Signatures = dict[tuple[str, int, int], bool]


def stands(trainee_id: int) -> dict[str, Stands]:
    """Read what stands of one trainee's log."""
    own = LogEntry.trainee_id == trainee_id
    rows = db.session.execute
    return {
        "entries": {name: tuple(rest) for name, *rest in rows(_ENTRIES.where(own))},
        "versions": {
            (name, number): (submitted_at is not None, *says, text or "", blanked_at is not None)
            for name, number, submitted_at, *says, text, blanked_at in rows(_VERSIONS.where(own))
        },
        "totals": {
            tuple(key): (recorded, credited, count)
            for *key, recorded, credited, count in rows(
                _TOTALS.where(and_(MonthTotal.trainee_id == trainee_id, MonthTotal.count != 0))
            )
        },
        "signatures": {tuple(row): True for row in rows(_SIGNATURES)},
    }


def ought_to_stand(log: Log, signatures: Signatures) -> dict[str, Stands]:
    """Say the same of the model; `signatures` are those that the walk has seen given."""
    return {
        "entries": {entry.name: _entry(entry) for entry in log.entries.values()},
        "versions": {
            (entry.name, number): _version(entry, number)
            for entry in log.entries.values()
            for number in range(1, len(entry.versions) + 1)
        },
        "totals": log.totals(),
        "signatures": signatures,
    }


def _entry(entry: Entry) -> tuple[Any, ...]:
    says = entry.says()
    return (
        entry.state, entry.number, entry.pending_state, entry.pending_number,
        says.worked_on, says.activity, says.minutes, credit(says), says.outcome,
        entry.submitted_on, entry.signed_on, entry.document,
    )  # fmt: skip


def _version(entry: Entry, number: int) -> tuple[Any, ...]:
    version, says = entry.versions[number - 1], entry.says(number)
    said = (says.worked_on, says.activity, says.minutes, says.outcome, says.started_at_minute, says.note)
    return (version.is_handed_in, *said, version.is_blanked)


def differing(is_: dict[str, Stands], ought: dict[str, Stands]) -> list[str]:
    """Name what stands otherwise than it ought to."""
    return [
        f"{what} {key}: {is_[what].get(key)} stands, the model says {ought[what].get(key)}"
        for what in is_
        for key in {**is_[what], **ought[what]}
        if is_[what].get(key) != ought[what].get(key)
    ]
