"""The one function that judges a record; the same for page, paper, reminder and what-if.

Pure, total and deterministic: the same facts on the same day give the same findings, in whatever order the
facts come, and no facts make it fail.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from trainee_app.programmes.rules.alternatives import judge_parts
from trainee_app.programmes.rules.cadences import judge_cadence, judge_recency
from trainee_app.programmes.rules.caps import judge_cap
from trainee_app.programmes.rules.cases import judge_cases
from trainee_app.programmes.rules.conditions import judge_length, judge_prerequisite, judge_registration
from trainee_app.programmes.rules.definition import Counting
from trainee_app.programmes.rules.due import facts_until_due
from trainee_app.programmes.rules.evidence import sited_activities
from trainee_app.programmes.rules.facts import Facts
from trainee_app.programmes.rules.findings import Code, Finding, State
from trainee_app.programmes.rules.floors import judge_floor
from trainee_app.programmes.rules.pacing import judge_sessions, judge_sum
from trainee_app.programmes.rules.records import judge_attendance, judge_continuing, judge_records
from trainee_app.programmes.rules.requirements import (
    Attendance,
    Cadence,
    Cap,
    Cases,
    Continuing,
    Floor,
    Length,
    Prerequisite,
    Recency,
    Records,
    Registration,
    Requirement,
    Sessions,
    SomeOf,
    Sum,
)
from trainee_app.programmes.rules.sharing import tallies_of
from trainee_app.programmes.rules.tallies import Tally


@dataclass(slots=True)
class _Judging:
    """One judging: the facts, and what is left of them after the rules that say what does not count."""

    facts: Facts
    as_of: date
    tally: Tally
    void: frozenset[int]
    shared: Mapping[str, Tally]


def evaluate(
    requirements: Sequence[Requirement], facts: Facts, as_of: date, counting: Sequence[Counting] = ()
) -> tuple[Finding, ...]:
    """One finding for each requirement, in their order.

    What does not count is found first: by floors and cadences whose shortfall voids, then by caps in their order; then
    sums share what is left, as `counting` says.
    """
    found: dict[str, Finding] = {}
    tally = Tally(facts, sited_activities(requirements))
    void: set[int] = set()
    for requirement in requirements:
        if isinstance(requirement, Floor | Cadence):
            judge: Any = judge_floor if isinstance(requirement, Floor) else judge_cadence
            result = judge(requirement, facts, as_of)
            found[requirement.key] = result.finding
            for at in sorted(result.void - void):
                tally.take_entry(facts.entries[at], requirement.key)
            void |= result.void
    for requirement in requirements:
        if isinstance(requirement, Cap):
            found[requirement.key] = judge_cap(requirement, tally)
    judging = _Judging(facts, as_of, tally, frozenset(void), tallies_of(requirements, counting, tally))
    for requirement in requirements:
        if requirement.key not in found and not isinstance(requirement, SomeOf):
            found[requirement.key] = _JUDGES[type(requirement)](requirement, judging)
    waived = _waived(facts, as_of)
    found = {key: _waive(finding, waived.get(key)) for key, finding in found.items()}
    wholes = [each for each in requirements if isinstance(each, SomeOf)]
    judge_parts(wholes, found, lambda finding: _waive(finding, waived.get(finding.key)))
    parts = {part.key for whole in wholes for part in whole.parts}
    return tuple(
        replace(found[each.key], is_part=True) if each.key in parts else found[each.key] for each in requirements
    )


def _sum(requirement: Sum, judging: _Judging) -> Finding:
    tally = judging.shared.get(requirement.key, judging.tally)
    return judge_sum(requirement, tally, facts_until_due(requirement, judging.facts), judging.as_of)


def _sessions(requirement: Sessions, judging: _Judging) -> Finding:
    return judge_sessions(requirement, facts_until_due(requirement, judging.facts), judging.as_of)


def _recency(requirement: Recency, judging: _Judging) -> Finding:
    return judge_recency(requirement, judging.facts, judging.as_of, judging.void)


def _cases(requirement: Cases, judging: _Judging) -> Finding:
    return judge_cases(requirement, facts_until_due(requirement, judging.facts), judging.as_of)


def _plainly(judge: Callable[[Any, Facts, date], Finding]) -> Callable[[Any, _Judging], Finding]:
    return lambda requirement, judging: judge(requirement, judging.facts, judging.as_of)


_JUDGES: Final[Mapping[type, Callable[[Any, _Judging], Finding]]] = {
    Sum: _sum,
    Sessions: _sessions,
    Recency: _recency,
    Cases: _cases,
    Length: _plainly(judge_length),
    Registration: _plainly(judge_registration),
    Prerequisite: _plainly(judge_prerequisite),
    Records: _plainly(judge_records),
    Continuing: _plainly(judge_continuing),
    Attendance: _plainly(judge_attendance),
}


def _waived(facts: Facts, as_of: date) -> dict[str, date]:
    return {
        waiver.requirement: waiver.decided_on
        for waiver in sorted(facts.waivers, key=lambda each: each.decided_on)
        if waiver.period_on is None and waiver.decided_on <= as_of
    }


def _waive(finding: Finding, decided_on: date | None) -> Finding:
    """What is met stays met; what is waived keeps its figures, so that people see what was waived."""
    if decided_on is None or finding.state is State.MET:
        return finding
    params = {"decided_on": decided_on.isoformat()}
    return replace(finding, state=State.WAIVED, code=Code.WAIVED, params=params, last_on=None, projected_on=None)
