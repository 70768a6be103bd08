"""What stands behind a figure: the very entries, and the cases with what each of them still lacks. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from trainee_app.programmes.rules import CaseFact, EntryFact, Facts, Finding, PeriodFinding, Requirement
from trainee_app.programmes.rules.cases import Lack, is_beyond_mending, what_a_case_lacks
from trainee_app.programmes.rules.evidence import requirement_entries_filter, selections_of
from trainee_app.programmes.rules.requirements import Cases
from trainee_app.readiness.rules.showing import period_key

_LACKS = {
    Lack.DECIDED: "the course decided that it does not count",
    Lack.KIND: "it is of another kind",
    Lack.AGE_BAND: "the child is of another age",
    Lack.SESSIONS: "more held sessions",
    Lack.LENGTH: "more months between the first and the last session",
    Lack.SUPERVISION: "more supervision",
    Lack.SUPERVISORS: "more supervisors on it",
    Lack.VIDEO: "more reviews of video",
    Lack.PHASES: "phases to be signed off",
    Lack.ENDING: "an ending as asked for",
}


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case beside a requirement about cases: whether it counts, and in words what it lacks; times in minutes."""

    number: int
    held_sessions: int
    first_held_on: date | None
    last_held_on: date | None
    supervised_minutes: int
    counts: bool
    may_still_count: bool
    lacks: str


def case_rows(requirement: Requirement, cases: Sequence[CaseFact]) -> list[CaseRow]:
    """Return each case as the requirement looks at it, in their order; empty where it looks at none."""
    if not isinstance(requirement, Cases):
        return []
    return [
        CaseRow(
            number=number,
            held_sessions=case.held_sessions,
            first_held_on=case.first_held_on,
            last_held_on=case.last_held_on,
            supervised_minutes=case.supervised_minutes,
            counts=not what_a_case_lacks(requirement, case),
            may_still_count=not is_beyond_mending(requirement, case),
            lacks=", ".join(_LACKS[each] for each in what_a_case_lacks(requirement, case)),
        )
        for number, case in enumerate(cases, start=1)
    ]


@dataclass(frozen=True, slots=True)
class Narrowed:
    """To which of a requirement's entries a page is narrowed; None, empty: not."""

    activity: str = ""
    state: str = ""
    period: PeriodFinding | None = None


def narrowed_to(finding: Finding, activity: str, state: str, starting: str) -> Narrowed:
    """Read what an address narrows to; what is none of the finding's narrows nothing."""
    period = next((each for each in finding.periods if period_key(each) == starting), None)
    return Narrowed(activity, state if state in ("signed", "submitted") else "", period)


def is_behind(requirement: Requirement, entry: EntryFact, facts: Facts, narrowed: Narrowed) -> bool:
    """Whether the entry is one of those that the figure is made of, within what is narrowed to."""
    chosen = requirement_entries_filter(requirement)
    # What was missed or cancelled is no time, so that no figure is made of it.
    if chosen is None or not entry.held or (chosen.is_video_reviewed_only and not entry.video_reviewed):
        return False
    site = facts.site_of(entry.placement_id)
    is_chosen = any(each.chooses(entry.activity, site) for each in selections_of(requirement))
    return is_chosen and entry.activity in chosen.activities and _is_within(entry, narrowed)


def _is_within(entry: EntryFact, narrowed: Narrowed) -> bool:
    if narrowed.activity and entry.activity != narrowed.activity:
        return False
    if narrowed.state and entry.state != narrowed.state:
        return False
    period = narrowed.period
    if period is None:
        return True
    is_there = period.placement_id is None or entry.placement_id == period.placement_id
    is_of_it = period.case_id is None or entry.case_id == period.case_id
    return is_there and is_of_it and period.starts_on <= entry.on <= period.ends_on


@dataclass(frozen=True, slots=True)
class Sums:
    """What rows come to, in minutes: recorded, credited of what is signed, and credited of what waits."""

    entries: int
    recorded: int
    credited: int
    awaiting: int


def sums_of(entries: Iterable[EntryFact]) -> Sums:
    """Add the rows that are shown: printed totals equal the sum of the printed rows."""
    rows = list(entries)
    return Sums(
        entries=len(rows),
        recorded=sum(each.recorded for each in rows),
        credited=sum(each.credited for each in rows if each.state == "signed"),
        awaiting=sum(each.credited for each in rows if each.state != "signed"),
    )
