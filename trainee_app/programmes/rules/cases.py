"""Training cases that count, and why one does not or not yet (domain, sections 1 and 2)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum

from trainee_app.programmes.rules.dates import days_after, months_after
from trainee_app.programmes.rules.due import not_kept
from trainee_app.programmes.rules.facts import CaseFact, Facts
from trainee_app.programmes.rules.findings import Code, Finding, State
from trainee_app.programmes.rules.requirements import Cases, Shortfall
from trainee_app.programmes.rules.selections import plain


def judge_cases(requirement: Cases, facts: Facts, as_of: date) -> Finding:
    """A number of training cases that count and are as described.

    Judged for good at the end of the programme, or as soon as nothing that could still be begun or go on reaches it:
    nobody finds out too late.
    """
    begin_by = _begin_by(requirement, facts)
    if facts.cases is None:
        unknown = not_kept(requirement, facts, as_of)
        return replace(unknown, last_on=min(begin_by, unknown.last_on)) if unknown.last_on else unknown
    counting = [case for case in facts.cases if not what_a_case_lacks(requirement, case)]
    figure = len(counting)
    still = sum(_may_still_count(requirement, case, facts, as_of) for case in facts.cases)
    is_enough = figure >= requirement.at_least
    is_alike = is_enough and not _differ(requirement, counting)
    state, code = State.NOT_YET_DUE, Code.CASES_ALIKE if is_alike else Code.CASES_SO_FAR
    if is_enough and not is_alike:
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


def _differ(requirement: Cases, counting: Sequence[CaseFact]) -> bool:
    """Whether the cases that count are as different from each other as is asked for."""
    age_bands = {plain(case.age_band) for case in counting if case.age_band}
    supervisors = frozenset[int]().union(*(case.supervisors for case in counting))
    return len(age_bands) >= requirement.distinct_age_bands and len(supervisors) >= requirement.distinct_supervisors


def _begin_by(requirement: Cases, facts: Facts) -> date:
    """The last day on which a case can begin that is long enough by the end: by its months, and a session a week."""
    by_months = months_after(facts.ends_on, -requirement.lasting_months)
    return min(by_months, days_after(facts.ends_on, -7 * max(requirement.held_sessions - 1, 0)))


def _may_still_count(requirement: Cases, case: CaseFact, facts: Facts, as_of: date) -> bool:
    """Whether a case that does not count yet can still come to it by the end of the programme."""
    if not what_a_case_lacks(requirement, case) or is_beyond_mending(requirement, case):
        return False
    began_on = min((on for on in (case.first_held_on, case.first_awaiting_on) if on), default=as_of)
    return case.ending is not None or months_after(began_on, requirement.lasting_months) <= facts.ends_on


class Lack(StrEnum):
    """Why a case does not count toward a requirement, or not yet."""

    DECIDED = "decided"
    KIND = "kind"
    AGE_BAND = "age band"
    SESSIONS = "sessions"
    LENGTH = "length"
    SUPERVISION = "supervision"
    SUPERVISORS = "supervisors"
    VIDEO = "video"
    PHASES = "phases"
    ENDING = "ending"


# What can still be recorded or signed once a case has ended.
_MAY_ARRIVE = frozenset({Lack.SUPERVISION, Lack.SUPERVISORS, Lack.VIDEO, Lack.PHASES})


def what_a_case_lacks(requirement: Cases, case: CaseFact) -> tuple[Lack, ...]:
    """Return what keeps a case from counting toward the requirement; empty: it counts.

    Without a held session there was no case, whatever else is asked for.
    """
    asked_bands = requirement.age_bands
    lacks = {
        Lack.DECIDED: not case.counts,
        Lack.KIND: bool(requirement.kinds) and case.kind not in requirement.kinds,
        Lack.AGE_BAND: bool(asked_bands) and case.age_band not in asked_bands,
        Lack.SESSIONS: case.held_sessions < max(requirement.held_sessions, 1),
        Lack.LENGTH: not _lasted(case, requirement.lasting_months),
        Lack.SUPERVISION: case.supervised_minutes < requirement.supervised_minutes,
        Lack.SUPERVISORS: len(case.supervisors) < requirement.supervisors,
        Lack.VIDEO: case.video_reviews < requirement.video_reviews,
        Lack.PHASES: not requirement.phases <= case.phases,
        Lack.ENDING: bool(requirement.endings) and case.ending not in requirement.endings,
    }
    return tuple(lack for lack, holds in lacks.items() if holds)


def is_beyond_mending(requirement: Cases, case: CaseFact) -> bool:
    """Whether what a case lacks can no longer come: it was decided, is of another kind, or has ended without it.

    A signature for a session that waits, or a record of supervision, may still arrive after the ending.
    """
    lacks = set(what_a_case_lacks(requirement, case))
    if {Lack.DECIDED, Lack.KIND, Lack.AGE_BAND} & lacks:
        return True
    hopeful = what_a_case_lacks(requirement, _as_if_all_were_signed(case))
    return case.ending is not None and bool(set(hopeful) - _MAY_ARRIVE)


def _as_if_all_were_signed(case: CaseFact) -> CaseFact:
    firsts = [on for on in (case.first_held_on, case.first_awaiting_on) if on]
    lasts = [on for on in (case.last_held_on, case.last_awaiting_on) if on]
    return replace(
        case,
        held_sessions=case.held_sessions + case.awaiting_sessions,
        first_held_on=min(firsts, default=None),
        last_held_on=max(lasts, default=None),
    )


def _lasted(case: CaseFact, months: int) -> bool:
    """A case's length runs from its first to its last held session (domain: shipped arithmetic)."""
    if not months:
        return True
    if case.first_held_on is None or case.last_held_on is None:
        return False
    return months_after(case.first_held_on, months) <= case.last_held_on
