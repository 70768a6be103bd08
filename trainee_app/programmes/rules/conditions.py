"""Requirements that are there or not on a day: time itself, registrations, things brought along.

Where a part of the record is not kept here yet, the answer says so and is never "met".
"""

from collections.abc import Iterable
from datetime import date

from trainee_app.programmes.rules.dates import days_after
from trainee_app.programmes.rules.due import due_on, due_params, is_due, not_kept
from trainee_app.programmes.rules.facts import Facts, PrerequisiteFact, ValidPeriod
from trainee_app.programmes.rules.findings import Code, Finding, State
from trainee_app.programmes.rules.requirements import Length, Prerequisite, Registration


def judge_length(requirement: Length, facts: Facts, as_of: date) -> Finding:
    """Over on the end date; until then the months that have passed are those without the breaks there were.

    They are counted in proportion to the planned length: a break that is still to come takes nothing from them.
    """
    planned = max((facts.ends_on - facts.starts_on).days - facts.moved_days, 1)
    passed = max((as_of - facts.starts_on).days - facts.away_days, 0)
    months = min(requirement.months * passed // planned, requirement.months)
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
        return not_kept(requirement, facts, as_of)
    valid = [each for each in facts.registrations if _is_valid(each, as_of)]
    if not valid:
        ended = [each.until_on for each in facts.registrations if each.until_on and each.until_on < as_of]
        if not ended:
            return Finding(key=requirement.key, state=State.NEEDS_DECISION, code=Code.REGISTRATION_MISSING)
        params = {"until_on": max(ended).isoformat()}
        return Finding(key=requirement.key, state=State.NEEDS_DECISION, code=Code.REGISTRATION_LAPSED, params=params)
    body, until_on = max((_stretch(each, facts.registrations) for each in valid), key=lambda each: (each[1], each[0]))
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
        return not_kept(requirement, facts, as_of)
    found = [each for each in facts.prerequisites if each.record == requirement.record]
    fact = max(found, key=lambda each: _worth(each, as_of), default=None)
    state, code = _prerequisite_standing(requirement, fact, facts, as_of)
    params = due_params(requirement, facts)
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
        last_on=due_on(requirement, facts) if state is State.NOT_YET_DUE else None,
    )


def _worth(fact: PrerequisiteFact, as_of: date) -> tuple[bool, int, date, bool]:
    """Of several, the accepted one speaks, then the longest; in whatever order they come."""
    is_accepted = fact.accepted_on is not None and fact.accepted_on <= as_of
    months = -1 if fact.months is None else fact.months
    return is_accepted, months, fact.accepted_on or date.min, fact.is_accepted_short


def _prerequisite_standing(
    requirement: Prerequisite, fact: PrerequisiteFact | None, facts: Facts, as_of: date
) -> tuple[State, Code]:
    is_enough = fact is not None and (fact.months or 0) >= requirement.at_least_months
    if fact is not None and fact.accepted_on is not None and fact.accepted_on <= as_of:
        if is_enough:
            return State.MET, Code.PREREQUISITE_MET
        if fact.is_accepted_short:
            return State.MET, Code.PREREQUISITE_ACCEPTED_SHORT
    if not is_due(requirement, facts, as_of):
        return State.NOT_YET_DUE, Code.PREREQUISITE_TO_COME
    if fact is None:
        return State.NEEDS_DECISION, Code.PREREQUISITE_MISSING
    return State.NEEDS_DECISION, Code.PREREQUISITE_TO_ACCEPT if is_enough else Code.PREREQUISITE_SHORT
