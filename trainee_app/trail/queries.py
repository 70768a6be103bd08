"""Reading the trail."""

from __future__ import annotations

from collections.abc import Iterator

from flask import current_app
from sqlalchemy import select

from trainee_app.db import db
from trainee_app.trail.models import TrailHead, TrailLine
from trainee_app.trail.rules import START, Checkpoint, Line

_PORTION = 1000


def heads() -> dict[int, Checkpoint]:
    """Return the head of every chain by its chain."""
    rows = db.session.execute(select(TrailHead.chain, TrailHead.seq, TrailHead.hash)).all()
    return {chain: Checkpoint(chain, seq, hash_) for chain, seq, hash_ in rows}


def head_hash(chain: int) -> str:
    """Return the hash of the chain's last line, as a signature keeps it."""
    found = db.session.scalar(select(TrailHead.hash).where(TrailHead.chain == chain))
    return found or START


def chains() -> list[int]:
    """Return every chain that has a head or a line, in order."""
    found = set(db.session.scalars(select(TrailHead.chain))) | set(
        db.session.scalars(select(TrailLine.chain).distinct())
    )
    return sorted(found)


def lines(chain: int) -> Iterator[Line]:
    """Yield the chain's lines in order of their number."""
    statement = select(TrailLine).where(TrailLine.chain == chain).order_by(TrailLine.seq, TrailLine.id)
    for row in db.session.scalars(statement.execution_options(yield_per=_PORTION)):
        yield line_of(row)


def line_of(row: TrailLine) -> Line:
    """Return the stored row as the line that was sealed."""
    return Line(
        row.chain,
        row.seq,
        row.event,
        row.version,
        row.actor_id,
        row.at,
        row.payload,
        row.previous,
        row.hash,
        row.subject,
    )


def lines_about(subject: str) -> list[TrailLine]:
    """Return everything that was told about one thing ("entry:PUBLIC_ID"), oldest first."""
    statement = select(TrailLine).where(TrailLine.subject == subject).order_by(TrailLine.id)
    return list(db.session.scalars(statement))


def checkpoints() -> list[Checkpoint]:
    """Return the heads that were noted outside the database, oldest first; an unreadable line is an error.

    Raises ValueError naming the line, since a checkpoint file that cannot be read protects nothing.
    """
    path = current_app.config["CHECKPOINT_PATH"]
    if not path.exists():
        return []
    found = []
    for number, text in enumerate(path.read_text().splitlines(), start=1):
        parts = text.split()
        if len(parts) != 3 or not (parts[0].isdigit() and parts[1].isdigit()):  # noqa: PLR2004 - chain, seq, hash
            raise ValueError(f"the checkpoint file's line {number} cannot be read")
        found.append(Checkpoint(int(parts[0]), int(parts[1]), parts[2]))
    return found
