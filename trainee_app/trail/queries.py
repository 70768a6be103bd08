"""Reading the trail."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from flask import current_app
from sqlalchemy import bindparam, func, select

from trainee_app.db import db
from trainee_app.trail.models import TrailHead, TrailLine
from trainee_app.trail.rules import START, Checkpoint, Flaw, Line, RowFlaw, chain_flaws, read_checkpoints

PAGE = 50
_PORTION = 1000


def heads() -> dict[int, Checkpoint]:
    """Return the head of every chain by its chain."""
    rows = db.session.execute(select(TrailHead.chain, TrailHead.seq, TrailHead.hash)).all()
    return {chain: Checkpoint(chain, seq, hash_) for chain, seq, hash_ in rows}


_HEAD_HASH = select(TrailHead.__table__.c.hash).where(TrailHead.__table__.c.chain == bindparam("of_chain"))


def head_hash(chain: int) -> str:
    """Return the hash of the chain's last line, as a signature keeps it."""
    found: str | None = db.session.scalar(_HEAD_HASH, {"of_chain": chain})
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


def lines_about(
    *subjects: str,
    unless_told_by: Collection[str] = (),
    chains: Collection[int] | None = None,
    before: int | None = None,
    limit: int = PAGE,
) -> list[TrailLine]:
    """Return what was told about these things ("entry:PUBLIC_ID"), newest first, beginning below the id `before`.

    `unless_told_by` names events that are left out, `chains` narrows it to what some programmes were told.
    """
    statement = (
        select(TrailLine)
        .where(TrailLine.subject.in_(subjects), TrailLine.event.not_in(unless_told_by))
        .order_by(TrailLine.id.desc())
        .limit(limit)
    )
    if before is not None:
        statement = statement.where(TrailLine.id < before)
    if chains is not None:
        statement = statement.where(TrailLine.chain.in_(chains))
    return list(db.session.scalars(statement))


def told_about(subjects: Collection[str]) -> dict[str, list[Line]]:
    """Return what was told about each of these things, in the order in which it was told."""
    told: dict[str, list[Line]] = {subject: [] for subject in subjects}
    statement = select(TrailLine).where(TrailLine.subject.in_(told)).order_by(TrailLine.chain, TrailLine.seq)
    for row in db.session.scalars(statement):
        told[row.subject].append(line_of(row))
    return told


def lines_telling(*names: str) -> Iterator[Line]:
    """Yield the lines of these events, whatever they are about, in the order in which they were stored."""
    statement = select(TrailLine).where(TrailLine.event.in_(names)).order_by(TrailLine.id)
    for row in db.session.scalars(statement.execution_options(yield_per=_PORTION)):
        yield line_of(row)


def last_line_with(chain: int, hash_: str, below: int) -> int | None:
    """Return the number of the line that has this hash, among the chain's lines below a number."""
    statement = (
        select(TrailLine.seq)
        .where(TrailLine.chain == chain, TrailLine.seq < below, TrailLine.hash == hash_)
        .order_by(TrailLine.seq.desc())
        .limit(1)
    )
    found: int | None = db.session.scalar(statement)
    return found


def count_lines() -> int:
    """Return how many lines there are in all chains."""
    return db.session.scalar(select(func.count()).select_from(TrailLine)) or 0


def checkpoints() -> list[Checkpoint]:
    """Return the heads that were noted outside the database, oldest first; an unreadable line is an error.

    Raises ValueError naming the line, since a checkpoint file that cannot be read protects nothing.
    """
    found, unreadable = read_checkpoints(_checkpoint_text())
    if unreadable:
        raise ValueError(f"the checkpoint file's line {unreadable[0]} cannot be read")
    return found


def _checkpoint_text() -> str:
    path: Path = current_app.config["CHECKPOINT_PATH"]
    return path.read_text(errors="replace") if path.exists() else ""


def flaws() -> Iterator[Flaw | RowFlaw]:
    """Yield everything that is wrong with the chains, by themselves and against the checkpoint file."""
    seen, unreadable = read_checkpoints(_checkpoint_text())
    yield from (RowFlaw("checkpoints", f"line {number}", "the line cannot be read") for number in unreadable)
    key = current_app.config["TRAIL_KEY"].encode()
    noted: dict[int, list[Checkpoint]] = {}
    for point in seen:
        noted.setdefault(point.chain, []).append(point)
    known = heads()
    for chain in sorted({*chains(), *noted}):
        yield from chain_flaws(lines(chain), known.get(chain), noted.get(chain, ()), key)
