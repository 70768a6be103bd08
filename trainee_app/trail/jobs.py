"""Keeping the checkpoint file complete."""

from __future__ import annotations

from trainee_app.db.edge import unit_of_work
from trainee_app.trail import queries, services


def note_missing_heads() -> None:
    """Note the heads of the chains that the checkpoint file does not hold yet.

    Every commit notes its own heads; this makes up for one that could not be written (a full disk, a process
    that died just after its commit).
    """
    with unit_of_work():
        heads = queries.heads()
        noted = {(point.chain, point.seq, point.hash) for point in queries.checkpoints()}
    services.note_checkpoints(
        [head for chain, head in sorted(heads.items()) if (chain, head.seq, head.hash) not in noted]
    )
