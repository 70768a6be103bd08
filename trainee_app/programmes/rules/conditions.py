"""Requirements that are there or not on a day: time itself, registrations, things brought along, cases.

Where a part of the record is not kept here yet, the answer says so and is never "met".
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from enum import StrEnum

from trainee_app.programmes.rules.dates import days_after, months_after
from trainee_app.programmes.rules.definition import (
    Cases,
    Length,
    Prerequisite,
    Registration,
    RequirementBase,
    Shortfall,
    Stage,
)
from trainee_app.programmes.rules.facts import CaseFact, Facts, PrerequisiteFact, ValidPeriod
from trainee_app.programmes.rules.findings import Code, Finding, State


def judge_length(requirement: Length, facts: Facts, as_of: date) -> Finding:
    """Over on the end date; months are counted in proportion, so that a moved end date is whole again."""
    total = max((facts.ends_on - facts.starts_on).days, 1)
    elapsed = min(max((as_of - facts.starts_on).days, 0), total)
    months = requirement.months * elapsed // total
    state, code = State.ON_TRACK, Code.LENGTH_RUNNING
    if as_of >= facts.ends_on:
        state, code, months = State.MET, Code.LENGTH_OVER, requirement.months
    elif as_of < facts.starts_on:
        state, code = State.NOT_YET_DUE, Code.NOT_STARTED
    return Finding(
        key=requirement.key,
        state=state,
        code=code,
        params={
            "figure": months,
            "target": requirement.months,
            "starts_on": facts.starts_on.isoformat(),
            "ends_on": facts.ends_on.isoformat(),
        },
        figure=months,
        target=requirement.months,
        unit="months",
        projected_on=facts.ends_on if state is State.ON_TRACK else None,
    )


def judge_registration(requirement: Registration, facts: Facts, as_of: date) -> Finding:
    """Valid on the day, both days of a registration included; renewals that follow on are one stretch."""
    if facts.registrations is None:
        return _not_kept(requirement, facts, as_of)
    valid = [each for each in facts.registrations if _is_valid(each, as_of)]
    if not valid:
        ended = [each.until_on for each in facts.registrations if each.until_on and each.until_on < as_of]
        if not ended:
            return Finding(key=requirement.key, state=State.NEEDS_DECISION, code=Code.REGISTRATION_MISSING)
        params = {"until_on": max(ended).isoformat()}
        return Finding(key=requirement.key, state=State.NEEDS_DECISION, code=Code.REGISTRATION_LAPSED, params=params)
    body, until_on = max((_stretch(each, facts.registrations) for each in valid), key=lambda each: each[1])
    if until_on == date.max:
        code = Code.REGISTRATION_OPEN_ENDED
    else:
        code = Code.REGISTRATION_ENDS_EARLY if until_on < facts.ends_on else Code.REGISTRATION_VALID
    return Finding(
        key=requirement.key,
        state=State.MET,
        code=code,
        params={"body": body, "until_on": until_on.isoformat(), "ends_on": facts.ends_on.isoformat()},
        last_on=None if until_on == date.max else until_on,
    )


def _is_valid(registration: ValidPeriod, on: date) -> bool:
    return registration.from_on <= on <= (registration.until_on or date.max)


def _stretch(registration: ValidPeriod, others: Iterable[ValidPeriod]) -> tuple[str, date]:
    """How long a registration lasts together with the renewals of the same body that follow on."""
    until_on = registration.until_on or date.max
    for other in sorted(others, key=lambda each: each.from_on):
        if other.body == registration.body and other.from_on <= days_after(until_on, 1):
            until_on = max(until_on, other.until_on or date.max)
    return registration.body, until_on


def judge_prerequisite(requirement: Prerequisite, facts: Facts, as_of: date) -> Finding:
    """Accepted by the course and long enough; falling short is for people to decide, never an automatic no."""
    if facts.prerequisites is None:
        return _not_kept(requirement, facts, as_of)
    fact = next((each for each in facts.prerequisites if each.record == requirement.record), None)
    state, code = _prerequisite_standing(requirement, fact, facts, as_of)
    params: dict[str, int | str] = {"due_on": _due_on(requirement, facts).isoformat()}
    if fact is not None and fact.accepted_on is not None:
        params["accepted_on"] = fact.accepted_on.isoformat()
    if requirement.at_least_months:
        params |= {"months": (fact.months or 0) if fact else 0, "target": requirement.at_least_months}
    return Finding(
        key=requirement.key,
        state=state,
        code=code,
        params=params,
        figure=fact.months if fact else None,
        target=requirement.at_least_months or None,
        unit="months" if requirement.at_least_months else "none",
        last_on=_due_on(requirement, facts) if state is State.NOT_YET_DUE else None,
    )


def _prerequisite_standing(
    requirement: Prerequisite, fact: PrerequisiteFact | None, facts: Facts, as_of: date
) -> tuple[State, Code]:
    is_enough = fact is not None and (fact.months or 0) >= requirement.at_least_months
    if fact is not None and fact.accepted_on is not None and fact.accepted_on <= as_of:
        if is_enough:
            return State.MET, Code.PREREQUISITE_MET
        if fact.is_accepted_short:
            return State.MET, Code.PREREQUISITE_ACCEPTED_SHORT
    if as_of < _due_on(requirement, facts):
        return State.NOT_YET_DUE, Code.PREREQUISITE_TO_COME
    if fact is None:
        return State.NEEDS_DECISION, Code.PREREQUISITE_MISSING
    return State.NEEDS_DECISION, Code.PREREQUISITE_TO_ACCEPT if is_enough else Code.PREREQUISITE_SHORT


def judge_cases(requirement: Cases, facts: Facts, as_of: date) -> Finding:
    """A number of training cases that count and are as described.

    Judged for good at the end of the programme, or as soon as nothing that could still be begun or go on reaches it:
    nobody finds out too late.
    """
    begin_by = _begin_by(requirement, facts)
    if facts.cases is None:
        not_kept = _not_kept(requirement, facts, as_of)
        return replace(not_kept, last_on=min(begin_by, not_kept.last_on)) if not_kept.last_on else not_kept
    figure = sum(not what_a_case_lacks(requirement, case) for case in facts.cases)
    still = sum(_may_still_count(requirement, case, facts, as_of) for case in facts.cases)
    state, code = State.NOT_YET_DUE, Code.CASES_SO_FAR
    if figure >= requirement.at_least:
        state, code = State.MET, Code.CASES_MET
    elif as_of >= facts.ends_on or (as_of > begin_by and figure + still < requirement.at_least):
        is_referred = requirement.on_shortfall is Shortfall.REFER
        state = State.NEEDS_DECISION if is_referred else State.NOT_POSSIBLE
        code = Code.CASES_REFERRED if is_referred else Code.CASES_SHORT
    is_open = state is State.NOT_YET_DUE and figure + still < requirement.at_least
    params: dict[str, int | str] = {
        "figure": figure,
        "target": requirement.at_least,
        "ends_on": facts.ends_on.isoformat(),
    }
    if is_open:
        params["begin_by_on"] = begin_by.isoformat()
        code = Code.CASES_TO_BEGIN
    return Finding(
        key=requirement.key,
        state=state,
        code=code,
        params=params,
        figure=figure,
        target=requirement.at_least,
        unit="cases",
        last_on=begin_by if is_open else None,
    )


def _begin_by(requirement: Cases, facts: Facts) -> date:
    """The last day on which a case can begin that is long enough by the end: by its months, and a session a week."""
    by_months = months_after(facts.ends_on, -requirement.lasting_months)
    return min(by_months, days_after(facts.ends_on, -7 * max(requirement.held_sessions - 1, 0)))


def _may_still_count(requirement: Cases, case: CaseFact, facts: Facts, as_of: date) -> bool:
    """Whether a case that does not count yet can still come to it by the end of the programme."""
    if not what_a_case_lacks(requirement, case) or is_beyond_mending(requirement, case):
        return False
    began_on = case.first_held_on or as_of
    return months_after(began_on, requirement.lasting_months) <= facts.ends_on


class Lack(StrEnum):
    """Why a case does not count toward a requirement, or not yet."""

    DECIDED = "decided"
    KIND = "kind"
    SESSIONS = "sessions"
    LENGTH = "length"
    SUPERVISION = "supervision"
    ENDING = "ending"


def what_a_case_lacks(requirement: Cases, case: CaseFact) -> tuple[Lack, ...]:
    """Return what keeps a case from counting toward the requirement; empty: it counts."""
    lacks = {
        Lack.DECIDED: not case.counts,
        Lack.KIND: bool(requirement.kinds) and case.kind not in requirement.kinds,
        Lack.SESSIONS: case.held_sessions < requirement.held_sessions,
        Lack.LENGTH: not _lasted(case, requirement.lasting_months),
        Lack.SUPERVISION: case.supervised_minutes < requirement.supervised_minutes,
        Lack.ENDING: bool(requirement.endings) and case.ending not in requirement.endings,
    }
    return tuple(lack for lack, holds in lacks.items() if holds)


def is_beyond_mending(requirement: Cases, case: CaseFact) -> bool:
    """Whether what a case lacks can no longer come: it was decided, is of another kind, or has ended without it.

    A signature or a supervision record may still arrive for what was held, so that these alone are never beyond it.
    """
    lacks = what_a_case_lacks(requirement, case)
    return bool({Lack.DECIDED, Lack.KIND} & set(lacks)) or (case.ending is not None and bool(lacks))


def _lasted(case: CaseFact, months: int) -> bool:
    """A case's length runs from its first to its last held session (domain: shipped arithmetic)."""
    if not months:
        return True
    if case.first_held_on is None or case.last_held_on is None:
        return False
    return months_after(case.first_held_on, months) <= case.last_held_on


def _due_on(requirement: RequirementBase, facts: Facts) -> date:
    return facts.ends_on if requirement.due_by is Stage.QUALIFICATION else facts.starts_on


def _not_kept(requirement: RequirementBase, facts: Facts, as_of: date) -> Finding:
    due_on = _due_on(requirement, facts)
    is_due = as_of >= due_on
    return Finding(
        key=requirement.key,
        state=State.NEEDS_DECISION if is_due else State.NOT_YET_DUE,
        code=Code.NOT_KEPT_DUE if is_due else Code.NOT_KEPT,
        params={"due_on": due_on.isoformat()},
        last_on=None if is_due else due_on,
    )
