"""How a line of the trail is sealed, and what is wrong with a chain. Pure."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

START = "0" * 64
# A gap may be as wide as a number can be; beyond this many lines only its end is named.
_MOST_NAMED = 1000


@dataclass(frozen=True)
class Line:
    """One line of the trail, as it is sealed."""

    chain: int
    seq: int
    event: str
    version: int
    actor_id: int | None
    at: datetime
    payload: str
    previous: str
    hash: str = ""
    subject: str = ""

    @cached_property
    def said(self) -> dict[str, Any]:
        """What it tells, by name."""
        return read_canonical(self.payload)


@dataclass(frozen=True)
class Checkpoint:
    """A head as it was once seen outside the database."""

    chain: int
    seq: int
    hash: str


@dataclass(frozen=True)
class Flaw:
    """Something in the trail that cannot have come about by the application's own work."""

    chain: int
    seq: int
    message: str
    table: str = "trail_line"

    @property
    def row(self) -> str:
        """Which line: of which chain, and its number there."""
        return f"{self.chain}/{self.seq}"

    def __str__(self) -> str:
        """Say it in a line."""
        return f"{self.table} {self.row}: {self.message}"


@dataclass(frozen=True)
class RowFlaw:
    """A row that is not what the trail, or the rows beside it, say it was. `row` is the name by which it is found."""

    table: str
    row: str
    message: str

    def __str__(self) -> str:
        """Say it in a line."""
        return f"{self.table} {self.row or '(without a name)'}: {self.message}"


def fact_flaws(table: str, row: str, facts: Iterable[tuple[str, Any, Any]]) -> Iterator[RowFlaw]:
    """Yield each fact (its name, what is stored, what was told) that is not what was told."""
    for name, stored, told in facts:
        if stored != told:
            yield RowFlaw(table, row, f"{name} is {stored}, the trail says {told}")


def canonical_json(payload: Mapping[str, Any]) -> str:
    """Return the one spelling of `payload` that is stored and sealed."""
    return json.dumps(payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def read_canonical(text: str) -> dict[str, Any]:
    """Return what a stored canonical text says; nothing where a raw hand has made it unreadable."""
    try:
        said = json.loads(text)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def seal(line: Line, key: bytes) -> str:
    """Return the line's HMAC-SHA256 over all its fields and the hash before it."""
    parts = (
        str(line.chain),
        str(line.seq),
        line.event,
        str(line.version),
        "" if line.actor_id is None else str(line.actor_id),
        line.at.astimezone(UTC).isoformat(timespec="microseconds"),
        line.payload,
        line.previous,
        line.subject,
    )
    # Each part carries its length, so that no two different lines spell the same message.
    message = "".join(f"{len(part)}:{part}" for part in parts)
    return hmac.new(key, message.encode(), hashlib.sha256).hexdigest()


def chain_flaws(lines: Iterable[Line], head: Checkpoint | None, seen: Sequence[Checkpoint], key: bytes) -> list[Flaw]:
    """Compare one chain, in order of `seq`, with its head and with the checkpoints kept outside.

    Returns every flaw, the first bad line first: altered, missing, out of order, cut off.
    """
    flaws: list[Flaw] = []
    chain = head.chain if head is not None else seen[0].chain if seen else 0
    expected, previous = 1, START
    unseen: dict[int, set[str]] = {}
    for checkpoint in seen:
        unseen.setdefault(checkpoint.seq, set()).add(checkpoint.hash)
    for line in lines:
        chain = line.chain
        flaws.extend(_line_flaws(line, expected, previous, key))
        if unseen.pop(line.seq, {line.hash}) != {line.hash}:
            flaws.append(
                Flaw(chain, line.seq, "the line differs from what a checkpoint saw: the trail has been rewritten")
            )
        expected, previous = line.seq + 1, line.hash
    flaws.extend(_end_flaws(chain, expected - 1, previous, head))
    flaws.extend(_cut_flaws(chain, expected, sorted(unseen)))
    return flaws


def _cut_flaws(chain: int, expected: int, unseen: Sequence[int]) -> list[Flaw]:
    """Name every line that a checkpoint, or one after it, has seen and that is gone: the first one cut off first."""
    within = [seq for seq in unseen if seq < expected]
    beyond = range(expected, max(unseen, default=0) + 1)
    if len(beyond) > _MOST_NAMED:
        beyond = range(beyond[0], beyond[0] + _MOST_NAMED)
        within.append(max(unseen))
    message = "a line that a checkpoint has seen, or that stood before one, is gone: the trail has been cut"
    return [Flaw(chain, seq, message) for seq in (*within, *beyond)]


def _end_flaws(chain: int, last: int, previous: str, head: Checkpoint | None) -> list[Flaw]:
    if head is None:
        return [Flaw(chain, last, "the head of this chain is gone", "trail_head")] if last else []
    if (head.seq, head.hash) == (last, previous):
        return []
    message = f"the head says line {head.seq}, the last line kept is {last}"
    if head.seq == last:
        message = "the head does not hold the hash of the last line"
    return [Flaw(chain, head.seq, message, "trail_head")]


def _line_flaws(line: Line, expected: int, previous: str, key: bytes) -> list[Flaw]:
    flaws: list[Flaw] = []
    if line.seq > expected:
        flaws.extend(_gap_flaws(line, range(expected, line.seq)))
    elif line.seq < expected:
        flaws.append(Flaw(line.chain, line.seq, "the line stands twice, or out of its order"))
    elif line.previous != previous:
        flaws.append(Flaw(line.chain, line.seq, "the line does not follow the one before it"))
    if not hmac.compare_digest(seal(line, key).encode(), line.hash.encode()):
        flaws.append(Flaw(line.chain, line.seq, "the line has been altered"))
    return flaws


def _gap_flaws(line: Line, missing: range) -> list[Flaw]:
    named = [Flaw(line.chain, seq, f"the line is missing, line {line.seq} follows") for seq in missing[:_MOST_NAMED]]
    if len(missing) > _MOST_NAMED:
        named.append(Flaw(line.chain, missing[-1], f"the line is missing, like {len(missing) - 1} before it"))
    return named


def read_checkpoints(text: str) -> tuple[list[Checkpoint], list[int]]:
    """Return the heads noted in a checkpoint file, oldest first, and the numbers of the lines that cannot be read."""
    found, unreadable = [], []
    for number, words in enumerate(text.splitlines(), start=1):
        match words.split():
            case [chain, seq, hash_] if chain.isdigit() and seq.isdigit():
                found.append(Checkpoint(int(chain), int(seq), hash_))
            case _:
                unreadable.append(number)
    return found, unreadable
