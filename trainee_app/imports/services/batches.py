"""A batch with its rows is made and told in one way, whether a workbook came by command or a file of time on a page."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import insert

from trainee_app.access import Actor
from trainee_app.cohorts.models import Cohort
from trainee_app.db import db
from trainee_app.events import publish
from trainee_app.imports.events import WorkbookImported
from trainee_app.imports.models import ImportBatch, ImportRow
from trainee_app.imports.rules import (
    BroughtFile,
    CarriedEntry,
    Outcome,
    canonical_text,
    document_name,
    is_telling,
    one_line,
    row_hash,
)
from trainee_app.refusals import Refusal

LONGEST: Final = {"file_name": 200, "sheet": 60, "column": 60, "value": 200, "reason": 300}
_ACCOUNT: Final = ("outcome", "column", "value", "reason", "fingerprint", "entry_id")


class FileTellsTooMuch(Refusal):
    """The file's name holds what could tell who somebody is, and would be kept."""


def name_of_file(name: str) -> str:
    """Return a file's name as it is kept: in one line, no longer than its column. Raises FileTellsTooMuch."""
    name = one_line(name)
    if is_telling(name):
        raise FileTellsTooMuch(
            "The file’s name holds what could tell who somebody is. Rename it, and bring it in again."
        )
    return name[: LONGEST["file_name"]]


def make_batch(
    *,
    public_id: str,
    cohort: Cohort,
    file: BroughtFile,
    counts: Counter[Outcome],
    carried: Sequence[CarriedEntry],
    rows: Sequence[dict[str, Any]],
    actor: Actor,
    at: datetime,
) -> ImportBatch:
    """Store what two people will attest: the entries that came in, and what became of every row of the file."""
    canonical = canonical_text(
        document=document_name(public_id),
        programme=cohort.programme.key,
        cohort=cohort.public_id,
        file=file,
        at=at,
        entries=carried,
        rows=[(row["sheet"], row["row"], row_hash(**{name: row[name] for name in _ACCOUNT})) for row in rows],
    )
    batch = ImportBatch(
        public_id=public_id,
        programme_id=cohort.programme_id,
        cohort_id=cohort.id,
        file_name=file.name,
        file_sha256=file.sha256,
        taken=len(carried),
        refused=counts[Outcome.REFUSED],
        skipped=counts[Outcome.SKIPPED],
        doubles=counts[Outcome.DOUBLE],
        canonical=canonical,
        content_hash=hashlib.sha256(canonical.encode()).hexdigest(),
        imported_at=at,
        imported_by=actor.person_id or None,
    )
    db.session.add(batch)
    db.session.flush()
    _add_rows(batch, rows)
    return batch


def _add_rows(batch: ImportBatch, rows: Sequence[dict[str, Any]]) -> None:
    whose = {"programme_id": batch.programme_id, "batch_id": batch.id}
    db.session.execute(insert(ImportRow), [row | whose for row in rows])


def tell_imported(batch: ImportBatch, *, newcomers: int) -> None:
    """Tell the trail of a batch; `newcomers` is how many trainees came with it."""
    publish(
        WorkbookImported(
            programme_id=batch.programme_id,
            actor_id=batch.imported_by,
            at=batch.imported_at,
            batch=batch.public_id,
            cohort_id=batch.cohort_id,
            file_sha256=batch.file_sha256,
            content_hash=batch.content_hash,
            entries=batch.taken,
            trainees=newcomers,
            refused=batch.refused,
            skipped=batch.skipped,
            doubles=batch.doubles,
        )
    )
