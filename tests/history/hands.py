"""What somebody with a database console might do: every column of every sealed table changed, rows removed and swapped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Column, Connection, String, Table, and_, delete, select, update

from tests.history.worlds import LATER, Record
from trainee_app.away.models import Absence, PaperRecord, PaperRow, PaperSheet
from trainee_app.casework.models import CasePhase
from trainee_app.cohorts.models import Trainee
from trainee_app.db import Base, UtcDateTime
from trainee_app.imports.models import ImportBatch, ImportRow
from trainee_app.logbook.models import EntryStep, EntryText, EntryVersion, LogEntry, TermDocument
from trainee_app.programmes.models import Programme
from trainee_app.signatures.models import Signature
from trainee_app.supervision.models import SupervisionPresent, SupervisionSession
from trainee_app.teaching.models import RegisterMark, TeachingRegister
from trainee_app.trail.models import TrailHead, TrailLine

SEALED: tuple[type[Base], ...] = (
    LogEntry, EntryVersion, EntryText, EntryStep, Signature, ImportBatch, ImportRow, TrailLine, TrailHead,
    SupervisionSession, SupervisionPresent, TeachingRegister, RegisterMark, CasePhase, Absence,
    PaperSheet, PaperRow, PaperRecord, TermDocument,
)  # fmt: skip
# The numbers by which the database joins rows say nothing by themselves: see the tests of rows swapped.
NO_CONTENT = frozenset(
    {
        LogEntry, EntryVersion, EntryStep, Signature, ImportBatch, ImportRow, TrailLine,
        SupervisionSession, SupervisionPresent, TeachingRegister, RegisterMark, CasePhase, Absence,
        PaperSheet, PaperRecord, TermDocument,
    }
)  # fmt: skip


def table_of(model: type[Base]) -> Table:
    table = model.__table__
    assert isinstance(table, Table)
    return table


CELLS = [
    (model, column.name)
    for model in SEALED
    for column in table_of(model).columns
    if not (column.name == "id" and model in NO_CONTENT)
]

# What rows that change places change with one another.
SWAPS: dict[type[Base], str] = {
    LogEntry: "id",
    EntryVersion: "entry_id",
    EntryText: "version_id",
    EntryStep: "id",
    Signature: "document",
    ImportBatch: "public_id",
    ImportRow: "row",
    TrailLine: "seq",
    TrailHead: "chain",
    SupervisionSession: "public_id",
    SupervisionPresent: "entry_id",
    TeachingRegister: "public_id",
    CasePhase: "public_id",
    Absence: "public_id",
    PaperSheet: "public_id",
    PaperRow: "content_hash",
    PaperRecord: "public_id",
    TermDocument: "public_id",
    RegisterMark: "entry_id",
}


def row_of(
    connection: Connection, model: type[Base], record: Record, which: int = 0, *, column: str = ""
) -> Mapping[str, Any]:
    """Return a row of the table that the tests lay hands on; `which` 1 is another one like it.

    Where it is for a `column`, one in which that column may change alone: what is corrected stays signed.
    """
    if model is LogEntry and column == "state":
        which = 1
    table = table_of(model)
    statement = select(table).where(_WHICH[model](record, which))
    found = connection.execute(statement.order_by(*table.primary_key.columns)).mappings().first()
    assert found is not None
    return dict(found)


def last_row(connection: Connection, model: type[Base]) -> Mapping[str, Any]:
    """Return the row that was written last."""
    table = table_of(model)
    key = next(iter(table.primary_key.columns))
    return dict(connection.execute(select(table).order_by(key.desc())).mappings().first() or {})


def _entry_id(name: str) -> Any:
    return select(LogEntry.id).where(LogEntry.public_id == name).scalar_subquery()


def _version_id(name: str) -> Any:
    return (
        select(EntryVersion.id)
        .where(EntryVersion.entry_id == _entry_id(name), EntryVersion.number == 1)
        .scalar_subquery()
    )


def _id_of(model: Any, name: str) -> Any:
    return select(model.id).where(model.public_id == name).scalar_subquery()


def _batch_id(name: str) -> Any:
    return select(ImportBatch.id).where(ImportBatch.public_id == name).scalar_subquery()


_WHICH: dict[type[Base], Callable[[Record, int], Any]] = {
    LogEntry: lambda record, which: LogEntry.public_id == (record.corrected, record.plain)[which],
    EntryVersion: lambda record, which: and_(
        EntryVersion.entry_id == _entry_id((record.corrected, record.plain)[which]), EntryVersion.number == 1
    ),
    EntryText: lambda record, which: EntryText.version_id == _version_id((record.corrected, record.returned)[which]),
    EntryStep: lambda record, which: and_(
        EntryStep.entry_id == _entry_id(record.returned), EntryStep.state_after == ("returned", "submitted")[which]
    ),
    Signature: lambda record, which: Signature.document == f"entry:{(record.corrected, record.plain)[which]}",
    ImportBatch: lambda record, which: ImportBatch.public_id == record.batches[which],
    ImportRow: lambda record, which: and_(
        ImportRow.batch_id == _batch_id(record.batches[0]),
        ImportRow.sheet == "Hours",
        ImportRow.outcome == ("taken", "refused")[which],
    ),
    TrailLine: lambda record, which: and_(
        TrailLine.subject == f"entry:{record.plain}", TrailLine.event == ("EntrySigned", "EntrySubmitted")[which]
    ),
    SupervisionSession: lambda record, which: SupervisionSession.public_id == record.sessions[which],
    SupervisionPresent: lambda record, which: (
        SupervisionPresent.session_id == _id_of(SupervisionSession, record.sessions[which])
    ),
    TeachingRegister: lambda record, which: TeachingRegister.public_id == record.registers[which],
    RegisterMark: lambda record, which: RegisterMark.register_id == _id_of(TeachingRegister, record.registers[which]),
    CasePhase: lambda record, which: CasePhase.public_id == record.phases[which],
    PaperSheet: lambda record, which: PaperSheet.public_id == record.papers[which][0],
    PaperRow: lambda record, which: and_(
        PaperRow.sheet_id == _id_of(PaperSheet, record.papers[1][0]), PaperRow.number == (1, 2)[which]
    ),
    PaperRecord: lambda record, which: PaperRecord.public_id == record.papers[1 - which][1],
    TermDocument: lambda record, which: TermDocument.public_id == record.terms[which],
    Absence: lambda record, which: Absence.public_id == record.absences[which],
    TrailHead: lambda record, which: TrailHead.chain == select(_nth_programme(which)).scalar_subquery(),
}


def _nth_programme(which: int) -> Any:
    return select(Programme.id).order_by(Programme.id).offset(which).limit(1).subquery().c.id


# Who stands in a record, by the record and the trainee.
_OF_RECORDS: dict[type[Base], tuple[type[Base], str]] = {
    SupervisionPresent: (SupervisionSession, "session_id"),
    RegisterMark: (TeachingRegister, "register_id"),
}


def name_of(connection: Connection, model: type[Base], row: Mapping[str, Any]) -> str:
    """Return the name by which verification calls the row."""

    def public(table: type[Base], id_: int) -> str:
        owner: Any = table
        return str(connection.scalar(select(owner.public_id).where(owner.id == id_)))

    if model is EntryVersion:
        return f"{public(LogEntry, row['entry_id'])}/{row['number']}"
    if model is EntryText:
        version = (
            connection.execute(select(table_of(EntryVersion)).where(EntryVersion.id == row["version_id"]))
            .mappings()
            .one_or_none()
        )
        return name_of(connection, EntryVersion, dict(version)) if version else str(row["version_id"])
    if model in {EntryStep, ImportRow}:
        if_step = f"{public(LogEntry, row['entry_id'])}/" if model is EntryStep else ""
        return if_step or f"{public(ImportBatch, row['batch_id'])}/{row['sheet']}/{row['row']}"
    if model in _OF_RECORDS:
        owner, column = _OF_RECORDS[model]
        return f"{public(owner, row[column])}/{public(Trainee, row['trainee_id'])}"
    if model is PaperRow:
        return f"{public(PaperSheet, row['sheet_id'])}/{row['number']}"
    if model in {TrailHead, TrailLine}:
        return f"{row['chain']}/{row['seq'] if model is TrailLine else ''}"
    return str(row["public_id"])


def identity(model: type[Base], row: Mapping[str, Any]) -> Any:
    """Return the condition that finds the row again by its primary key."""
    return and_(*(column == row[column.name] for column in table_of(model).primary_key.columns))


def change(connection: Connection, model: type[Base], row: Mapping[str, Any], column: str, value: Any) -> None:
    connection.execute(update(table_of(model)).where(identity(model, row)).values({column: value}))


def remove(connection: Connection, model: type[Base], row: Mapping[str, Any]) -> None:
    connection.execute(delete(table_of(model)).where(identity(model, row)))


def swap(
    connection: Connection, model: type[Base], column: str, one: Mapping[str, Any], two: Mapping[str, Any]
) -> None:
    """Put what stands in one row's column into the other's."""
    by = table_of(model).c[column]
    aside = "aside" if isinstance(one[column], str) else 900_001
    for value, instead in ((one[column], aside), (two[column], one[column]), (aside, two[column])):
        connection.execute(
            update(table_of(model)).where(by == value, _same(model, column, one, two)).values({column: instead})
        )


def _same(model: type[Base], column: str, one: Mapping[str, Any], two: Mapping[str, Any]) -> Any:
    """Keep hands off other rows that happen to hold the same value."""
    keys = [key for key in table_of(model).primary_key.columns if key.name != column]
    return and_(True, *(key.in_((one[key.name], two[key.name])) for key in keys))


_CHOSEN: dict[str, Any] = {
    "log_entry.state": "void",
    "log_entry.pending_state": "withdrawn",
    "outcome": "missed",
    "import_row.outcome": "skipped",
    "source": "import",
    "slot": "first_attester",
    "details": '{"video_reviewed":true}',
    # Beside what is there already, since the keys are unique.
    "entry_version.entry_id": 900_001,
    "entry_version.number": 9,
    "import_row.batch_id": 900_001,
    "import_row.row": 900_001,
    "supervision_present.session_id": 900_001,
    "register_mark.register_id": 900_001,
    "mark": "left_early",
    "case_phase.case_id": 900_001,
    "case_phase.phase": "final",
    "format": "group",
    "decision": "declined",
    "term_document.decision": "returned",
    "paper_row.sheet_id": 900_001,
    "paper_row.entry_id": 900_001,
    "paper_record.sheet_id": 900_001,
    "paper_record.file_id": 900_001,
    "absence.agreement_id": 900_001,
    "paper_row.number": 900_001,
    "paper_row.version": 900_001,
    "decided_by": 900_001,
    "trail_line.seq": 900_001,
    "trail_head.chain": 900_001,
}


def another_value(connection: Connection, model: type[Base], column: Column[Any], row: Mapping[str, Any]) -> Any:
    """Return a value that the column may hold, and that is not the one it holds."""
    cell, old = f"{table_of(model).name}.{column.name}", row[column.name]
    chosen = _CHOSEN.get(cell, _CHOSEN.get(column.name))
    if chosen is None:
        chosen = _referred(connection, cell, column.name, old)
    return chosen if chosen is not None else _next_to(old, column)


def _referred(connection: Connection, cell: str, name: str, old: Any) -> Any:
    tables: dict[str, Any] = {
        "programme_id": Programme, "trainee_id": Trainee, "signature_id": Signature, "entry_id": LogEntry,
    }  # fmt: skip
    if cell == "entry_text.version_id":
        without = select(EntryVersion.id).where(EntryVersion.id.not_in(select(EntryText.version_id)))
        return connection.scalar(without.limit(1))
    if cell == "trail_line.chain":
        return connection.scalar(select(TrailHead.chain).where(TrailHead.chain != old))
    if name not in tables:
        return None
    other = tables[name]
    return connection.scalar(select(other.id).where(other.id != old).order_by(other.id.desc()).limit(1))


def _next_to(old: Any, column: Column[Any]) -> Any:
    if old is None:
        return LATER if isinstance(column.type, UtcDateTime) else "import:x" if isinstance(column.type, String) else 7
    if isinstance(old, bool):
        return not old
    if isinstance(old, int):
        return old + 1
    if isinstance(old, datetime):
        return old + timedelta(minutes=1)
    if isinstance(old, date):
        return old + timedelta(days=1)
    if isinstance(old, bytes):
        return bytes([old[0] ^ 1]) + old[1:]
    text = str(old)
    return ("y" if text.startswith("x") else "x") + text[1:]
