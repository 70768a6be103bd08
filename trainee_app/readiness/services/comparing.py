"""Comparing what is kept with what the record says, before everybody is judged anew."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from trainee_app.cohorts.queries import hold_records
from trainee_app.events import publish
from trainee_app.readiness import queries
from trainee_app.readiness.events import StandingsDrifted
from trainee_app.readiness.queries import Drift

_log = logging.getLogger(__name__)


def report_drift(*, trainee_ids: Sequence[int], at: datetime) -> int:
    """Report whose kept standings are not what the record says, to the log and to the trail; return how many.

    Nothing is put right here: who judges them anew does that. The log names trainees by their public names alone.
    """
    hold_records(trainee_ids)
    found = queries.drifts(trainee_ids)
    for each in found:
        said = ", ".join(each.requirements) or "the headline"
        _log.warning("the standing of trainee %s, kept for %s, had drifted: %s", each.trainee, each.as_of, said)
    by_programme: dict[tuple[int, date], list[Drift]] = defaultdict(list)
    for each in found:
        by_programme[each.programme_id, each.as_of].append(each)
    names = queries.public_ids_of_programmes({programme_id for programme_id, _ in by_programme})
    for (programme_id, as_of), drifted in sorted(by_programme.items()):
        publish(
            StandingsDrifted(
                programme_id=programme_id,
                actor_id=None,
                at=at,
                programme=names[programme_id],
                as_of=as_of,
                number=len(drifted),
                trainees=tuple(each.trainee for each in drifted),
                requirements=tuple(sorted({key for each in drifted for key in each.requirements})),
            )
        )
    return len(found)
