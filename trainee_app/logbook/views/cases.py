"""Which case an entry belongs to, in words for whoever looks."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from trainee_app.access import actor, scope
from trainee_app.cases.models import TrainingCase
from trainee_app.cases.queries import cases_by_id, cases_of
from trainee_app.cases.rules import numbered, shown_as
from trainee_app.cohorts.models import Trainee
from trainee_app.db import db
from trainee_app.logbook.rules import Content
from trainee_app.programmes.rules import Activity

NOT_KNOWN = "Not known"
NO_CASE = "No case: none was open"


def choices_of(trainee: Trainee) -> dict[str, TrainingCase]:
    """Return the trainee's cases by the words they are offered in: open ones first, then those that ended last."""
    cases = sorted(cases_of(trainee.id), key=lambda each: (each.closed_on is not None, -_ended(each), each.number))
    return {shown_as(trainee.person.name, each.number, each.code): each for each in cases}


def _ended(case: TrainingCase) -> int:
    return case.closed_on.toordinal() if case.closed_on else 0


def spoken_cases(case_ids: Collection[int | None], *, is_own: bool) -> dict[int, str]:
    """Return what the actor reads of these cases: the code too where they may read the case, else its number alone."""
    ids = {case_id for case_id in case_ids if case_id is not None}
    if not ids:
        return {}
    cases = cases_by_id(ids)
    readable = ids if is_own else set(db.session.scalars(_readable(ids)))
    return {
        each.id: shown_as(each.trainee.person.name, each.number, each.code)
        if each.id in readable
        else numbered(each.trainee.person.name, each.number)
        for each in cases.values()
    }


def _readable(case_ids: Collection[int]) -> Any:
    return scope("case.read", actor()).where(TrainingCase.id.in_(case_ids)).with_only_columns(TrainingCase.id)


def case_words(content: Content, activity: Activity | None, cases: Mapping[int, str]) -> str:
    """Return which case a version belongs to; nothing where its activity has none."""
    if activity is None or not activity.needs_case:
        return ""
    if content.case_id is not None:
        return cases.get(content.case_id, NOT_KNOWN)
    return NOT_KNOWN if content.details.case_not_known else NO_CASE
