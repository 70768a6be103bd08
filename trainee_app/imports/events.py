"""What the room of the imports tells."""

from __future__ import annotations

from dataclasses import dataclass

from trainee_app.events import Event


@dataclass(frozen=True, kw_only=True)
class _BatchEvent(Event):
    """Something happened to one file that was brought in; `batch` is its public name."""

    batch: str

    @property
    def subject(self) -> str:
        """The batch."""
        return f"import:{self.batch}"


@dataclass(frozen=True, kw_only=True)
class WorkbookImported(_BatchEvent):
    """An office's file was brought into a cohort; the counts are rows, `trainees` whoever joined by it."""

    cohort_id: int
    file_sha256: str
    content_hash: str
    entries: int
    trainees: int
    refused: int
    skipped: int
    doubles: int


@dataclass(frozen=True, kw_only=True)
class ImportAttested(_BatchEvent):
    """One of two people attested what was brought in; `is_complete` when it was the second."""

    slot: str
    signature_id: int
    content_hash: str
    is_complete: bool


@dataclass(frozen=True, kw_only=True)
class TimeBroughtIn(Event):
    """A file of time was brought in on a page; `trainee_id` None where it names its trainees itself.

    What it brought is told by the log, entry by entry, or with the office's batch.
    """

    file: str
    trainee_id: int | None
    file_sha256: str
    entries: int
    recorded_minutes: int
    refused: int
    handed_in: bool

    @property
    def subject(self) -> str:
        """The file."""
        return f"time:{self.file}"
