"""Taking away what no row knows."""

from __future__ import annotations

from trainee_app import clock
from trainee_app.db.edge import unit_of_work
from trainee_app.files.services import sweep_orphans


def sweep() -> None:
    """Sweep files that were written for an act that was then undone."""
    with unit_of_work():
        sweep_orphans(at=clock.now())
