"""Files that were brought in, held against the trail, against what two people attested, and against the log."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping

from sqlalchemy import and_, exists, select

from trainee_app.db import db
from trainee_app.imports.models import ImportBatch, ImportRow
from trainee_app.imports.rules import document_name, row_hash
from trainee_app.logbook.models import EntryVersion, LogEntry
from trainee_app.logbook.rules import Answer, Held
from trainee_app.signatures.models import Signature
from trainee_app.trail.queries import lines_telling, told_about
from trainee_app.trail.rules import Line, RowFlaw, fact_flaws, read_canonical

_TOLD_BY = "WorkbookImported"
_PORTION = 500


def brought_by(entry_ids: Collection[int]) -> dict[int, str]:
    """Return which document brought each of these entries, for those that came with a file."""
    statement = (
        select(ImportRow.entry_id, ImportBatch.public_id)
        .join(ImportBatch, ImportBatch.id == ImportRow.batch_id)
        .where(ImportRow.entry_id.in_(entry_ids))
    )
    return {row.entry_id: document_name(row.public_id) for row in db.session.execute(statement)}


def import_flaws() -> Iterator[RowFlaw]:
    """Yield every row of the imports that is not what was told and attested; none when all is well."""
    for batch_id in list(db.session.scalars(select(ImportBatch.id).order_by(ImportBatch.id))):
        batch = db.session.get_one(ImportBatch, batch_id, populate_existing=True)
        yield from _flaws_of(batch)
    yield from _gone()


def batch_stands(signature: Signature) -> Answer:
    """Return how what was brought in stands that was attested."""
    statement = select(ImportBatch).where(ImportBatch.public_id == signature.document.partition(":")[2])
    batch = db.session.scalar(statement)
    if batch is None or batch.canonical.encode() != signature.canonical or any(_flaws_of(batch)):
        return Answer(Held.ALTERED)
    return Answer(Held.AGREES)


def _flaws_of(batch: ImportBatch) -> Iterator[RowFlaw]:
    document = document_name(batch.public_id)
    told = next((line for line in told_about([document])[document] if line.event == _TOLD_BY), None)
    if told is None:
        yield RowFlaw("import_batch", batch.public_id, "the trail does not tell of it")
        return
    yield from _told_flaws(batch, told)
    said = read_canonical(batch.canonical)
    if hashlib.sha256(batch.canonical.encode()).hexdigest() != batch.content_hash or not said:
        yield RowFlaw("import_batch", batch.public_id, "its hash is not that of the text it holds")
        return
    if said["file"]["name"] != batch.file_name:
        yield RowFlaw("import_batch", batch.public_id, "file_name is not the one in the text that was attested")
    yield from _row_flaws(batch, {(sheet, row): hash_ for sheet, row, hash_ in said["rows"]})
    yield from _entry_flaws(document, {entry[-2]: entry[-1] for entry in said["entries"]})
    attested = select(Signature).where(Signature.document == document)
    for signature in db.session.scalars(attested):
        if signature.canonical != batch.canonical.encode():
            yield RowFlaw(
                "signature", signature.public_id, f"it is over other bytes than import_batch {batch.public_id}"
            )


def _told_flaws(batch: ImportBatch, told: Line) -> Iterator[RowFlaw]:
    facts = (
        ("programme_id", batch.programme_id, told.chain),
        ("imported_by", batch.imported_by, told.actor_id),
        ("imported_at", batch.imported_at, told.at),
        ("cohort_id", batch.cohort_id, told.said.get("cohort_id")),
        ("file_sha256", batch.file_sha256, told.said.get("file_sha256")),
        ("content_hash", batch.content_hash, told.said.get("content_hash")),
        ("taken", batch.taken, told.said.get("entries")),
        ("refused", batch.refused, told.said.get("refused")),
        ("skipped", batch.skipped, told.said.get("skipped")),
        ("doubles", batch.doubles, told.said.get("doubles")),
    )
    yield from fact_flaws("import_batch", batch.public_id, facts)


def _row_flaws(batch: ImportBatch, attested: Mapping[tuple[str, int], str]) -> Iterator[RowFlaw]:
    missing = dict(attested)
    statement = select(ImportRow).where(ImportRow.batch_id == batch.id).order_by(ImportRow.id)
    for row in db.session.scalars(statement.execution_options(yield_per=_PORTION, populate_existing=True)):
        name = f"{batch.public_id}/{row.sheet}/{row.row}"
        known = missing.pop((row.sheet, row.row), None)
        if known is None:
            yield RowFlaw("import_row", name, "the import that was told did not have it")
        elif known != _hash_of(row) or row.programme_id != batch.programme_id:
            yield RowFlaw("import_row", name, "it is not what became of that row")
    for sheet, number in missing:
        yield RowFlaw("import_row", f"{batch.public_id}/{sheet}/{number}", "is gone")


def _hash_of(row: ImportRow) -> str:
    return row_hash(
        outcome=row.outcome,
        column=row.column,
        value=row.value,
        reason=row.reason,
        fingerprint=row.fingerprint,
        entry_id=row.entry_id,
    )


def _entry_flaws(document: str, attested: Mapping[str, str]) -> Iterator[RowFlaw]:
    """Hold the entries that came against what was attested: each as it came, and no other beside them."""
    names = sorted(attested)
    for start in range(0, len(names), _PORTION):
        portion = names[start : start + _PORTION]
        statement = (
            select(LogEntry.public_id, EntryVersion.content_hash)
            .outerjoin(EntryVersion, and_(EntryVersion.entry_id == LogEntry.id, EntryVersion.number == 1))
            .where(LogEntry.public_id.in_(portion))
        )
        stored = {row.public_id: row.content_hash for row in db.session.execute(statement)}
        for name in portion:
            if name not in stored:
                yield RowFlaw("log_entry", name, f"{document} brought it, and it is gone")
            elif stored[name] != attested[name]:
                yield RowFlaw("entry_version", f"{name}/1", f"it is not what came with {document}")
    carried = select(LogEntry.public_id).where(LogEntry.carried_by == document)
    for name in db.session.scalars(carried):
        if name not in attested:
            yield RowFlaw("log_entry", name, f"{document} did not bring it")


def _gone() -> Iterator[RowFlaw]:
    for line in lines_telling(_TOLD_BY):
        name = str(line.said.get("batch"))
        if db.session.scalar(select(ImportBatch.id).where(ImportBatch.public_id == name)) is None:
            yield RowFlaw("import_batch", name, "the trail tells of it, and it is gone")
    no_batch = ~exists().where(ImportBatch.id == ImportRow.batch_id)
    for row in db.session.execute(select(ImportRow.batch_id, ImportRow.sheet, ImportRow.row).where(no_batch)):
        yield RowFlaw("import_row", f"{row.batch_id}/{row.sheet}/{row.row}", "its import is not there")
