"""Facts that only some programmes ask for: read where a rule looks at them, and not otherwise."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from trainee_app.casework.queries.details import case_details
from trainee_app.cohorts.queries import Terms, sites_of
from trainee_app.cohorts.queries.past import days_away
from trainee_app.credentials.queries import facts_spans
from trainee_app.programmes.rules import Attendance, Cases, Continuing, Facts, Length, Requirement, asks_for_sites
from trainee_app.teaching.queries import facts_attendance


def with_what_is_asked(
    facts: Mapping[int, Facts],
    terms: Mapping[int, Terms],
    requirements: Iterable[Requirement],
    on: date,
    known_by: datetime | None = None,
    signed: Collection[str] = (),
) -> dict[int, Facts]:
    """Return the facts of these trainees with everything that one of the requirements looks at.

    `known_by` leaves out what was recorded later; `signed` are the documents that stood signed then. Facts about papers, fees and attestations are not kept here yet, and
    stay unknown.
    """
    listed = list(requirements)
    found = {trainee_id: replace(each, moved_days=terms[trainee_id].moved_days) for trainee_id, each in facts.items()}
    moved = [trainee_id for trainee_id, each in terms.items() if each.moved_days]
    if moved and _asks(listed, Length):
        away = days_away(moved, on, known_by)
        found |= {trainee_id: replace(found[trainee_id], away_days=days) for trainee_id, days in away.items()}
    if asks_for_sites(listed):
        sites = sites_of(list(terms))
        found = {trainee_id: replace(each, sites=sites.get(trainee_id, {})) for trainee_id, each in found.items()}
    if _asks(listed, Attendance):
        dates = facts_attendance({key: each.cohort_id for key, each in terms.items()}, on, known_by)
        found = {trainee_id: replace(each, attendance=dates[trainee_id]) for trainee_id, each in found.items()}
    if _asks(listed, Continuing):
        keys = {trainee_id: (each.person_id, each.programme_id) for trainee_id, each in terms.items()}
        spans = facts_spans(set(keys.values()), known_by)
        found = {trainee_id: replace(each, spans=spans.get(keys[trainee_id], ())) for trainee_id, each in found.items()}
    if any(isinstance(each, Cases) and each.asks_for_details for each in listed):
        found = _with_case_details(found, on, known_by, signed)
    return found


def _asks(requirements: Iterable[Requirement], kind: type[Any]) -> bool:
    return any(isinstance(each, kind) for each in requirements)


def _with_case_details(
    facts: Mapping[int, Facts], on: date, known_by: datetime | None, signed: Collection[str]
) -> dict[int, Facts]:
    case_ids = [case.case_id for each in facts.values() for case in each.cases or ()]
    details = case_details(case_ids, on, known_by, signed)
    return {
        trainee_id: replace(each, cases=tuple(replace(case, **details[case.case_id]) for case in each.cases or ()))
        for trainee_id, each in facts.items()
    }
