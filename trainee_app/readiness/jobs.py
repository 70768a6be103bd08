"""The turn of the day: every standing is compared with the record, and judged as of the new date."""

from __future__ import annotations

from datetime import date

from trainee_app import clock
from trainee_app.db.edge import unit_of_work
from trainee_app.readiness import queries
from trainee_app.readiness.services import report_drift, rewrite_standings

_PORTION = 200


def rewrite_all_standings(on: date) -> int:
    """Judge everybody as of the day `on`, in portions of their own transaction each; return how many.

    What was kept is judged again for its own day first: a difference is reported, then put right.
    """
    with unit_of_work():
        ids = queries.all_trainee_ids()
    for start in range(0, len(ids), _PORTION):
        portion, at = ids[start : start + _PORTION], clock.now()
        with unit_of_work():
            report_drift(trainee_ids=portion, at=at)
            rewrite_standings(trainee_ids=portion, on=on, at=at)
    return len(ids)
