"""What the trail is told of a file once it is in."""

from __future__ import annotations

from trainee_app.events import publish
from trainee_app.imports.events import WorkbookImported
from trainee_app.imports.models import ImportBatch


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
