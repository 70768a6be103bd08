"""What two people attest when a file was brought in: the file, and every entry made of it. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import date, datetime
from typing import Final

from trainee_app.trail.rules import canonical_json

CANONICAL_VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class CarriedEntry:
    """One entry as the document names it: the row it came from, whose it is, and the hash of what it says."""

    sheet: str
    row: int
    trainee: str
    worked_on: date
    activity: str
    minutes: int
    entry: str
    content_hash: str


@dataclass(frozen=True, slots=True)
class BroughtFile:
    """A file that is brought in: its name, and the SHA-256 of its bytes."""

    name: str
    sha256: str


def document_name(public_id: str) -> str:
    """Return the name under which a batch is signed."""
    return f"import:{public_id}"


def row_hash(
    *, outcome: str, column: str, value: str, reason: str, fingerprint: str | None, entry_id: int | None
) -> str:
    """Return the hash of what became of one row of the file, so that no row's account can be changed unseen."""
    said = json.dumps([outcome, column, value, reason, fingerprint, entry_id], ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()


def canonical_text(
    *,
    document: str,
    programme: str,
    cohort: str,
    file: BroughtFile,
    at: datetime,
    entries: Sequence[CarriedEntry],
    rows: Sequence[tuple[str, int, str]],
) -> str:
    """Return the one spelling of a batch that is hashed and attested: JSON, sorted, without spaces.

    `rows` are sheet, row and `row_hash` of every row of the file, whatever became of it.
    """
    said = {
        "canonical_version": CANONICAL_VERSION,
        "document": document,
        "programme": programme,
        "cohort": cohort,
        "file": {"name": file.name, "sha256": file.sha256},
        "imported_at": at.isoformat(),
        "entries": [_plain(each) for each in entries],
        "rows": [list(each) for each in rows],
    }
    return canonical_json(said)


def entry_hashes(canonical: str) -> set[tuple[str, str]]:
    """Return the public name and content hash of every entry that the document names."""
    return {(entry[-2], entry[-1]) for entry in json.loads(canonical)["entries"]}


def _plain(entry: CarriedEntry) -> list[str | int]:
    return [each.isoformat() if isinstance(each, date) else each for each in astuple(entry)]
