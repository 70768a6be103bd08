"""Bringing an office's workbook in: all its good rows, or nothing at all."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from trainee_app.access import Actor
from trainee_app.cohorts.models import Cohort
from trainee_app.db.tables import new_public_id
from trainee_app.imports import queries
from trainee_app.imports.models import ImportBatch
from trainee_app.imports.rules import (
    Account,
    BroughtFile,
    CarriedEntry,
    Outcome,
    ReadEntry,
    RowOutcome,
    document_name,
    fingerprint,
    read_office_workbook,
)
from trainee_app.imports.rules.timesheets import TAKEN_FROM
from trainee_app.imports.services.batches import LONGEST, make_batch, name_of_file, tell_imported
from trainee_app.imports.services.joining import Joined, join_all
from trainee_app.logbook.rules import Content, Details
from trainee_app.logbook.services import ImportedEntry, TakenEntry, add_imported
from trainee_app.programmes.rules import Definition
from trainee_app.tables import Sheet


@dataclass(frozen=True, slots=True)
class OfficeFile:
    """A file as it was given: its name without folders, its bytes, and the sheets read from them."""

    name: str
    content: bytes = field(repr=False)
    sheets: tuple[Sheet, ...] = field(repr=False)

    def described(self) -> BroughtFile:
        """Return its name and hash. Raises FileTellsTooMuch."""
        return BroughtFile(name_of_file(self.name), hashlib.sha256(self.content).hexdigest())


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file; `batch` is None where nothing of it was new, and then nothing was stored."""

    account: Account
    batch: ImportBatch | None


def preview(*, cohort: Cohort, file: OfficeFile, on: date) -> Account:
    """Return what would become of every row if the file were brought in now; stores nothing.

    Raises SheetNotRecognised, FileTellsTooMuch.
    """
    file.described()
    return read_office_workbook(file.sheets, queries.setting_of(cohort, on))


def bring_in(*, cohort: Cohort, file: OfficeFile, actor: Actor, on: date, at: datetime) -> Imported:
    """Bring the file into the cohort: applicants end where it says, good rows become entries that wait for an attestation.

    Another import into the same cohort waits until this one is committed. Raises SheetNotRecognised,
    FileTellsTooMuch, and what the verbs of the other rooms raise; nothing is stored then.
    """
    described = file.described()
    queries.hold(cohort)
    setting = queries.setting_of(cohort, on)
    account = read_office_workbook(file.sheets, setting)
    if not account.adds_something:
        return Imported(account, None)
    joined = join_all(cohort=cohort, applicants=account.applicants, members=setting.members, actor=actor, on=on, at=at)
    public_id = new_public_id()
    entries = _add_entries(account, joined, setting.definition, described, document_name(public_id), actor, at)
    rows = _rows(account, joined, entries)
    batch = make_batch(
        public_id=public_id,
        cohort=cohort,
        file=described,
        counts=sum(account.counts().values(), Counter()),
        carried=_carried(account, joined, entries),
        rows=rows,
        actor=actor,
        at=at,
    )
    tell_imported(batch, newcomers=len(account.newcomers))
    return Imported(account, batch)


def _add_entries(
    account: Account,
    joined: Joined,
    definition: Definition,
    file: BroughtFile,
    document: str,
    actor: Actor,
    at: datetime,
) -> Sequence[TakenEntry]:
    rows = [ImportedEntry(joined[each.member.key].id, _content(each, definition)) for each in account.entries]
    return add_imported(rows=rows, document=document, batch_hash=file.sha256, actor=actor, at=at)


def _content(entry: ReadEntry, definition: Definition) -> Content:
    return Content(
        worked_on=entry.worked_on,
        activity=entry.activity,
        minutes=entry.minutes,
        details=Details(
            taken_from=TAKEN_FROM,
            with_whom=entry.with_whom,
            case_not_known=definition.activity(entry.activity).needs_case,
        ),
        note=entry.note,
    )


def _carried(account: Account, joined: Joined, entries: Sequence[TakenEntry]) -> list[CarriedEntry]:
    return [
        CarriedEntry(
            row.sheet,
            row.row,
            joined[row.entry.member.key].public_id,
            row.entry.worked_on,
            row.entry.activity,
            row.entry.minutes,
            taken.public_id,
            taken.content_hash,
        )
        for row, taken in zip(_rows_with_entries(account), entries, strict=True)
        if row.entry is not None
    ]


def _rows_with_entries(account: Account) -> list[RowOutcome]:
    return [row for row in account.having(Outcome.TAKEN) if row.entry is not None]


def _rows(account: Account, joined: Joined, entries: Sequence[TakenEntry]) -> list[dict[str, Any]]:
    """Return what became of every row of the file, as it is stored."""
    taken = {id(row): entry for row, entry in zip(_rows_with_entries(account), entries, strict=True)}
    rows: list[dict[str, Any]] = []
    for row in account.rows:
        entry = taken.get(id(row))
        told = {name: getattr(row, name)[: LONGEST[name]] for name in ("sheet", "column", "value", "reason")}
        known_by = (
            None if entry is None or row.entry is None else fingerprint(joined[row.entry.member.key].id, row.entry)
        )
        rows.append(
            told
            | {
                "row": row.row,
                "outcome": row.outcome.value,
                "fingerprint": known_by,
                "entry_id": None if entry is None else entry.id,
            }
        )
    return rows
