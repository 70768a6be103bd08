"""The names of placements, for rules that look at where work was done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import select

from trainee_app.cohorts.models import Placement
from trainee_app.db import db
from trainee_app.programmes.rules import plain


def sites_of(trainee_ids: Collection[int]) -> dict[int, dict[int, str]]:
    """Return the names of each trainee's placements by their ids, as rules compare them."""
    found: dict[int, dict[int, str]] = defaultdict(dict)
    statement = select(Placement.trainee_id, Placement.id, Placement.name).where(Placement.trainee_id.in_(trainee_ids))
    for trainee_id, placement_id, name in db.session.execute(statement):
        found[trainee_id][placement_id] = plain(name)
    return dict(found)
