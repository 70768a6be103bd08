"""Sheets that were printed and what came back of them, held against the trail and against what was signed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import and_, exists, select

from trainee_app.away.models import PaperRecord, PaperRow, PaperSheet
from trainee_app.away.queries.paper import is_as_printed, is_as_recorded
from trainee_app.away.queries.verification import are_there, decision_flaws, signature_flaws, told_by, told_of
from trainee_app.db import db
from trainee_app.logbook.models import EntryVersion
from trainee_app.trail.rules import Line, RowFlaw, fact_flaws

PAPER_RECORD = "paper:"
_PRINTED, _RECORDED = "PaperSheetPrinted", "PaperSheetRecorded"
_DECIDED = {"signed": "PaperSheetSigned", "declined": "PaperSheetDeclined"}
_UNREADABLE = (ValueError, TypeError, LookupError, AttributeError)


def paper_flaws() -> Iterator[RowFlaw]:
    """Yield every sheet and every record of one that is not what was told and signed, or is gone; none when all is well."""
    yield from _sheet_flaws()
    yield from _record_flaws()


def _sheet_flaws() -> Iterator[RowFlaw]:
    told = told_by("paper", _PRINTED)
    for sheet in db.session.scalars(
        select(PaperSheet).order_by(PaperSheet.id).execution_options(populate_existing=True)
    ):
        yield from _flaws_of_sheet(sheet, told.pop(sheet.public_id, None))
    no_sheet = ~exists().where(PaperSheet.id == PaperRow.sheet_id)
    for sheet_id, number in db.session.execute(select(PaperRow.sheet_id, PaperRow.number).where(no_sheet)):
        yield RowFlaw("paper_row", f"{sheet_id}/{number}", "its sheet is not there")
    for name in told:
        yield RowFlaw("paper_sheet", name, "the trail tells of it, and it is gone")


def _flaws_of_sheet(sheet: PaperSheet, told: Line | None) -> Iterator[RowFlaw]:
    if told is None:
        yield RowFlaw("paper_sheet", sheet.public_id, "the trail does not tell of it")
        return
    yield from fact_flaws("paper_sheet", sheet.public_id, _facts_of_sheet(sheet, told))
    yield from _row_flaws(sheet, int(told.said.get("entries", 0)))


def _row_flaws(sheet: PaperSheet, told: int) -> Iterator[RowFlaw]:
    """Hold each row against the version that it names, and all of them against the hash of the sheet."""
    whole = _is_whole(sheet)
    if not whole:
        yield RowFlaw("paper_sheet", sheet.public_id, "its rows are not those that its hash was made of")
    version = and_(EntryVersion.entry_id == PaperRow.entry_id, EntryVersion.number == PaperRow.version)
    statement = select(PaperRow.number, PaperRow.programme_id, PaperRow.content_hash, EntryVersion.content_hash)
    rows = db.session.execute(statement.outerjoin(EntryVersion, version).where(PaperRow.sheet_id == sheet.id)).all()
    numbers = {number for number, *_ in rows}
    wrong = {number for number, *facts, said in rows if facts != [sheet.programme_id, said] or number > told}
    gone = set(range(1, told + 1)) - numbers
    for number in sorted(gone):
        yield RowFlaw("paper_row", f"{sheet.public_id}/{number}", "is gone")
    # Where each by itself is right and all together are not, any of them may have changed places.
    for number in sorted(wrong or (set() if whole or gone else numbers)):
        yield RowFlaw("paper_row", f"{sheet.public_id}/{number}", "it is not the row that was printed")


def _is_whole(sheet: PaperSheet) -> bool:
    try:
        return is_as_printed(sheet)
    except _UNREADABLE:
        return False


def _facts_of_sheet(sheet: PaperSheet, told: Line) -> tuple[tuple[str, Any, Any], ...]:
    return (
        ("programme_id", sheet.programme_id, told.chain),
        ("trainee_id", sheet.trainee_id, told.said.get("trainee_id")),
        ("signer_id", sheet.signer_id, told.said.get("person_id")),
        ("code", sheet.code, told.said.get("code")),
        ("content_hash", sheet.content_hash, told.said.get("content_hash")),
        ("rows", len(sheet.rows), told.said.get("entries")),
        ("printed_by", sheet.printed_by, told.actor_id),
        ("printed_at", sheet.printed_at, told.at),
    )


def _record_flaws() -> Iterator[RowFlaw]:
    told = told_by("record", _RECORDED)
    decided = {word: told_by("record", event) for word, event in _DECIDED.items()}
    statement = select(PaperRecord).order_by(PaperRecord.id).execution_options(populate_existing=True)
    for record in db.session.scalars(statement):
        lines = {word: of_word.get(record.public_id) for word, of_word in decided.items()}
        yield from _flaws_of_record(record, told.pop(record.public_id, None), lines)
    for name in told:
        yield RowFlaw("paper_record", name, "the trail tells of it, and it is gone")


def flaws_of_record(record: PaperRecord) -> Iterator[RowFlaw]:
    """Yield what is wrong with one record and with the sheet that it is of; nothing when all is well."""
    trainee = record.sheet.trainee if are_there(record.sheet) else None
    told = told_of(trainee, "record", record.public_id)
    decided = {word: told.get(event) for word, event in _DECIDED.items()}
    yield from _flaws_of_record(record, told.get(_RECORDED), decided)
    if trainee is not None:
        printed = told_of(trainee, "paper", record.sheet.public_id).get(_PRINTED)
        yield from _flaws_of_sheet(record.sheet, printed)


def _flaws_of_record(record: PaperRecord, told: Line | None, decided: Mapping[str, Line | None]) -> Iterator[RowFlaw]:
    if told is None:
        yield RowFlaw("paper_record", record.public_id, "the trail does not tell of it")
        return
    if not are_there(record.sheet, record.file):
        yield RowFlaw("paper_record", record.public_id, "its sheet, or its scan, is not there")
        return
    yield from fact_flaws("paper_record", record.public_id, _facts_of_record(record, told))
    yield from decision_flaws("paper_record", record, decided)
    yield from _signed_flaws(record)


def _facts_of_record(record: PaperRecord, told: Line) -> tuple[tuple[str, Any, Any], ...]:
    return (
        ("programme_id", record.programme_id, told.chain),
        ("sheet_id", record.sheet.public_id, told.said.get("paper")),
        ("content_hash", record.content_hash, told.said.get("content_hash")),
        ("file_id", record.file.sha256, told.said.get("scan")),
        ("inked_on", record.inked_on.isoformat(), told.said.get("inked_on")),
        ("recorded_by", record.recorded_by, told.actor_id),
        ("recorded_at", record.recorded_at, told.at),
    )


def _signed_flaws(record: PaperRecord) -> Iterator[RowFlaw]:
    if not _stands(record):
        yield RowFlaw("paper_record", record.public_id, "what it says is not what its hash was made of")
    second = record.decided_by if record.decision == "signed" else None
    yield from signature_flaws("paper_record", record, PAPER_RECORD, record.recorded_by, second)


def _stands(record: PaperRecord) -> bool:
    try:
        return is_as_recorded(record)
    except _UNREADABLE:
        return False
