"""How a case is told to whoever looks: by its code where they may read the case, else by its number alone."""

from __future__ import annotations

from collections.abc import Collection

from trainee_app.access import Actor, scope
from trainee_app.cases.models import TrainingCase
from trainee_app.cases.queries import cases_by_id
from trainee_app.cases.rules import numbered, shown_as
from trainee_app.db import db


def told_as(actor: Actor, case_ids: Collection[int]) -> dict[int, str]:
    """Return the words for each of these cases, by its id."""
    if not case_ids:
        return {}
    rows = scope("case.read", actor).where(TrainingCase.id.in_(case_ids)).with_only_columns(TrainingCase.id)
    readable = set(db.session.scalars(rows))
    return {
        each.id: shown_as(each.trainee.person.name, each.number, each.code)
        if each.id in readable
        else numbered(each.trainee.person.name, each.number)
        for each in cases_by_id(case_ids).values()
    }
