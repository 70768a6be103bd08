"""How a line of the trail is sealed, and what is wrong with a chain. Pure."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

START = "0" * 64


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


def canonical_json(payload: Mapping[str, Any]) -> str:
    """Return the one spelling of `payload` that is stored and sealed."""
    return json.dumps(payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


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
    expected, previous = 1, START
    hashes: dict[int, str] = {}
    for line in lines:
        flaws.extend(_line_flaws(line, expected, previous, key))
        hashes[line.seq] = line.hash
        expected, previous = line.seq + 1, line.hash
    last = expected - 1
    if head is not None and (head.seq, head.hash) != (last, previous):
        flaws.append(Flaw(head.chain, head.seq, f"the head says line {head.seq}, the last line kept is {last}"))
    for checkpoint in seen:
        if checkpoint.seq not in hashes:
            flaws.append(
                Flaw(checkpoint.chain, checkpoint.seq, "a line seen by a checkpoint is gone: the trail has been cut")
            )
        elif hashes[checkpoint.seq] != checkpoint.hash:
            flaws.append(
                Flaw(
                    checkpoint.chain,
                    checkpoint.seq,
                    "the line differs from what a checkpoint saw: the trail has been rewritten",
                )
            )
    return flaws


def _line_flaws(line: Line, expected: int, previous: str, key: bytes) -> list[Flaw]:
    flaws = []
    if line.seq != expected:
        flaws.append(Flaw(line.chain, expected, f"line {expected} is missing, line {line.seq} follows"))
    elif line.previous != previous:
        flaws.append(Flaw(line.chain, line.seq, "the line does not follow the one before it"))
    if not hmac.compare_digest(seal(line, key), line.hash):
        flaws.append(Flaw(line.chain, line.seq, "the line has been altered"))
    return flaws
