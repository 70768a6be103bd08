"""How a row is known again when the file, or a mended copy of it, is brought in a second time. Pure."""

from __future__ import annotations

import hashlib
import json

from trainee_app.imports.rules.outcomes import ReadEntry


def fingerprint(trainee_id: int, entry: ReadEntry) -> str:
    """Return the SHA-256 of what a row says, however it spells it.

    The note is left out, so that a hash of it does not outlive its blanking; rows that differ in nothing
    else are told apart by their ordinal.
    """
    said = [
        trainee_id,
        entry.worked_on.isoformat(),
        entry.activity,
        entry.minutes,
        entry.with_whom.casefold(),
        entry.ordinal,
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
