"""A batch with its rows is made in one way, whether a workbook came by command or a file of time on a page."""

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
from trainee_app.imports.models import ImportBatch, ImportRow
from trainee_app.imports.rules import BroughtFile, CarriedEntry, Outcome, canonical_text, document_name, row_hash

LONGEST: Final = {"file_name": 200, "sheet": 60, "column": 60, "value": 200, "reason": 300}
_ACCOUNT: Final = ("outcome", "column", "value", "reason", "fingerprint", "entry_id")


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
