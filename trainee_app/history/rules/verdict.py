"""What a verification says at its end. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from trainee_app.web import formats


@dataclass(frozen=True, slots=True)
class Counts:
    """How much was looked at."""

    lines: int
    signatures: int
    entries: int
    imports: int


def verdict_lines(flaws: int, counts: Counts) -> Iterator[str]:
    """Yield the last line: that all agrees, or how much does not."""
    looked_at = (
        f"{formats.count(counts.lines, 'line')}, {formats.count(counts.signatures, 'signature')}, "
        f"{formats.count(counts.entries, 'entry', 'entries')}, {formats.count(counts.imports, 'import')}"
    )
    if not flaws:
        yield f"All of {looked_at} agree."
        return
    yield f"{formats.count(flaws, 'flaw')} in {looked_at}."
    yield "Change nothing. Keep this list, the database and the checkpoint file, and tell the data protection officer."
