"""An office's file of time becomes a batch that two people attest, exactly as one that came by command."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from trainee_app.access import Actor
from trainee_app.imports import queries
from trainee_app.imports.models import TimeFile
from trainee_app.imports.rules import (
    BroughtFile,
    CarriedEntry,
    Outcome,
    ReadEntry,
    document_name,
    fingerprint,
)
from trainee_app.imports.rules.weighing import TimeAccount, TimeLine
from trainee_app.imports.services.batches import LONGEST, make_batch, tell_imported
from trainee_app.logbook.services import ImportedEntry, TakenEntry, add_imported

_SHEET: Final = "Time"


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
    batch = make_batch(
        public_id=public_id,
        cohort=file.cohort,
        file=BroughtFile(file.file_name, file.file_sha256),
        counts=account.counts() + Counter({Outcome.SKIPPED: account.above}),
        carried=_carried(file.cohort_id, lines, entries),
        rows=rows,
        actor=actor,
        at=at,
    )
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
                "column": line.heading[: LONGEST["column"]],
                "value": line.value[: LONGEST["value"]],
                "reason": line.reason[: LONGEST["reason"]],
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
