"""The turn of the day: every standing is judged as of the new date."""

from __future__ import annotations

from datetime import date

from trainee_app import clock
from trainee_app.db.edge import unit_of_work
from trainee_app.readiness import queries
from trainee_app.readiness.services import rewrite_standings

_PORTION = 200


def rewrite_all_standings(on: date) -> int:
    """Judge everybody as of the day `on`, in portions of their own transaction each; return how many."""
    with unit_of_work():
        ids = queries.all_trainee_ids()
    for start in range(0, len(ids), _PORTION):
        with unit_of_work():
            rewrite_standings(trainee_ids=ids[start : start + _PORTION], on=on, at=clock.now())
    return len(ids)
