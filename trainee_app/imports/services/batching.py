"""An office's file of time becomes a batch that two people attest, exactly as one that came by command."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import insert

from trainee_app.access import Actor
from trainee_app.db import db
from trainee_app.imports import queries
from trainee_app.imports.models import ImportBatch, ImportRow, TimeFile
from trainee_app.imports.rules import (
    BroughtFile,
    CarriedEntry,
    Outcome,
    ReadEntry,
    canonical_text,
    document_name,
    fingerprint,
    row_hash,
)
from trainee_app.imports.rules.weighing import TimeAccount, TimeLine
from trainee_app.imports.services.telling import tell_imported
from trainee_app.logbook.services import ImportedEntry, TakenEntry, add_imported

_SHEET: Final = "Time"
_ACCOUNT: Final = ("outcome", "column", "value", "reason", "fingerprint", "entry_id")
_LONGEST: Final = {"column": 60, "value": 200, "reason": 300}


def bring_as_office(
    *, file: TimeFile, account: TimeAccount, actor: Actor, at: datetime, public_id: str
) -> dict[int, int]:
    """Write the rows that come in as entries that wait for their attestation; return their ids by those of the lines.

    Nothing is stored where no row comes in.
    """
    lines = account.having(Outcome.TAKEN)
    if not lines:
        return {}
    document = document_name(public_id)
    imported = [ImportedEntry(_trainee(line), line.content) for line in lines if line.content is not None]
    taken = add_imported(rows=imported, document=document, batch_hash=file.file_sha256, actor=actor, at=at)
    entries = {id(line): entry for line, entry in zip(lines, taken, strict=True)}
    rows = _rows(account, entries)
    batch = _batch(public_id, file, account, _carried(file.cohort_id, lines, entries), rows, actor=actor, at=at)
    db.session.add(batch)
    db.session.flush()
    whose = {"programme_id": batch.programme_id, "batch_id": batch.id}
    db.session.execute(insert(ImportRow), [row | whose for row in rows])
    file.batch_id = batch.id
    tell_imported(batch, newcomers=0)
    return {line: entry.id for line, entry in entries.items()}


def _trainee(line: TimeLine) -> int:
    assert line.member is not None  # noqa: S101 - whatever comes in is somebody's
    return line.member.trainee_id or 0


def _sheet(line: TimeLine) -> str:
    return f"{_SHEET}, column {line.column}" if line.column else _SHEET


def _rows(account: TimeAccount, entries: Mapping[int, TakenEntry]) -> list[dict[str, Any]]:
    ordinals: dict[str, int] = defaultdict(int)
    rows = [
        {"sheet": _SHEET, "row": row, "outcome": Outcome.SKIPPED.value, "column": "", "value": "", "fingerprint": None,
         "reason": "The headings." if row == account.above else "Above the headings.", "entry_id": None}
        for row in range(1, account.above + 1)
    ]  # fmt: skip
    for line in account.lines:
        entry = entries.get(id(line))
        rows.append(
            {
                "sheet": _sheet(line),
                "row": line.row,
                "outcome": line.outcome.value,
                "column": line.heading[: _LONGEST["column"]],
                "value": line.value[: _LONGEST["value"]],
                "reason": line.reason[: _LONGEST["reason"]],
                "fingerprint": None if entry is None else _fingerprint(line, ordinals),
                "entry_id": None if entry is None else entry.id,
            }
        )
    return rows


def _fingerprint(line: TimeLine, ordinals: dict[str, int]) -> str:
    """Return by what the command tells the row again, should the same record come that way."""
    assert line.member is not None  # noqa: S101 - asked by the caller
    assert line.content is not None  # noqa: S101 - the same
    content = line.content
    entry = ReadEntry(
        member=line.member,
        worked_on=content.worked_on,
        activity=content.activity,
        minutes=content.minutes,
        with_whom=content.details.with_whom,
        note="",
    )
    first = fingerprint(_trainee(line), entry)
    ordinals[first] += 1
    return fingerprint(_trainee(line), replace(entry, ordinal=ordinals[first]))


def _carried(cohort_id: int, lines: Sequence[TimeLine], entries: Mapping[int, TakenEntry]) -> list[CarriedEntry]:
    names = queries.public_names(cohort_id)
    return [
        CarriedEntry(
            _sheet(line),
            line.row,
            names[_trainee(line)],
            line.content.worked_on,
            line.content.activity,
            line.content.minutes,
            entries[id(line)].public_id,
            entries[id(line)].content_hash,
        )
        for line in lines
        if line.content is not None
    ]


def _batch(
    public_id: str,
    file: TimeFile,
    account: TimeAccount,
    carried: Sequence[CarriedEntry],
    rows: Sequence[Mapping[str, Any]],
    *,
    actor: Actor,
    at: datetime,
) -> ImportBatch:
    canonical = canonical_text(
        document=document_name(public_id),
        programme=file.cohort.programme.key,
        cohort=file.cohort.public_id,
        file=BroughtFile(file.file_name, file.file_sha256),
        at=at,
        entries=carried,
        rows=[(row["sheet"], row["row"], row_hash(**{name: row[name] for name in _ACCOUNT})) for row in rows],
    )
    counts: Counter[Outcome] = account.counts()
    return ImportBatch(
        public_id=public_id,
        programme_id=file.programme_id,
        cohort_id=file.cohort_id,
        file_name=file.file_name,
        file_sha256=file.file_sha256,
        taken=len(carried),
        refused=counts[Outcome.REFUSED],
        skipped=counts[Outcome.SKIPPED] + account.above,
        doubles=counts[Outcome.DOUBLE],
        canonical=canonical,
        content_hash=hashlib.sha256(canonical.encode()).hexdigest(),
        imported_at=at,
        imported_by=actor.person_id,
    )
