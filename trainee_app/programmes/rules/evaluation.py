"""The one function that judges a record; the same for page, paper, reminder and what-if.

Pure, total and deterministic: the same facts on the same day give the same findings, in whatever order the
facts come, and no facts make it fail.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import assert_never

from trainee_app.programmes.rules.conditions import (
    judge_cases,
    judge_length,
    judge_prerequisite,
    judge_registration,
)
from trainee_app.programmes.rules.definition import (
    Cases,
    Floor,
    Length,
    Prerequisite,
    Registration,
    Requirement,
    Sum,
    VideoReviews,
)
from trainee_app.programmes.rules.facts import Facts
from trainee_app.programmes.rules.findings import Code, Finding, State
from trainee_app.programmes.rules.floors import FloorResult, judge_floor
from trainee_app.programmes.rules.pacing import Tally, judge_sum, judge_video_reviews


def evaluate(requirements: Sequence[Requirement], facts: Facts, as_of: date) -> tuple[Finding, ...]:
    """One finding for each requirement, in their order. Floors come first: they say which hours do not count."""
    floors = {each.key: judge_floor(each, facts, as_of) for each in requirements if isinstance(each, Floor)}
    tally = Tally(facts.totals)
    for at in frozenset[int]().union(*(result.void for result in floors.values())):
        tally.take_away(facts.entries[at])
    waived = {
        waiver.requirement: waiver.decided_on
        for waiver in facts.waivers
        if waiver.period_on is None and waiver.decided_on <= as_of
    }
    findings = []
    for requirement in requirements:
        finding = _judge(requirement, tally, floors, facts, as_of)
        findings.append(_waive(finding, waived.get(requirement.key)))
    return tuple(findings)


def _judge(
    requirement: Requirement, tally: Tally, floors: dict[str, FloorResult], facts: Facts, as_of: date
) -> Finding:
    match requirement:
        case Sum():
            return judge_sum(requirement, tally, facts, as_of)
        case VideoReviews():
            return judge_video_reviews(requirement, facts, as_of)
        case Floor():
            return floors[requirement.key].finding
        case Length():
            return judge_length(requirement, facts, as_of)
        case Registration():
            return judge_registration(requirement, facts, as_of)
        case Prerequisite():
            return judge_prerequisite(requirement, facts, as_of)
        case Cases():
            return judge_cases(requirement, facts, as_of)
        case _:
            assert_never(requirement)


def _waive(finding: Finding, decided_on: date | None) -> Finding:
    """What is met stays met; what is waived keeps its figures, so that people see what was waived."""
    if decided_on is None or finding.state is State.MET:
        return finding
    params = {"decided_on": decided_on.isoformat()}
    return replace(finding, state=State.WAIVED, code=Code.WAIVED, params=params, last_on=None, projected_on=None)
