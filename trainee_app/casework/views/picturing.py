"""What a case's page draws and says: the timeline, and whether the case counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from trainee_app.cases.models import TrainingCase
from trainee_app.casework.models import CasePhase, CasePresented
from trainee_app.casework.rules import SessionLine
from trainee_app.programmes.rules import CaseFact, Definition
from trainee_app.programmes.rules.cases import Lack, is_beyond_mending, what_a_case_lacks
from trainee_app.programmes.rules.requirements import Cases
from trainee_app.web.formats import count, duration, short_date

_WIDTH, _LEFT, _RIGHT = 640, 8, 632


@dataclass(frozen=True, slots=True)
class Dot:
    """One mark of the timeline at `x`; `words` say what it is."""

    x: float
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """A case from its first day to today or its last: sessions, supervision and phases on one line."""

    width: int
    dots: tuple[Dot, ...]
    begins: str
    ends: str
    words: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the case counts toward one requirement: "met", "not_yet_due" or "void", with why."""

    title: str
    state: str
    answer: str
    because: str


def timeline(
    case: TrainingCase,
    sessions: Sequence[SessionLine],
    presented: Sequence[CasePresented],
    phases: Sequence[CasePhase],
    today: date,
) -> Timeline:
    """Return the timeline of a case, its days spread evenly over the width."""
    days = [case.opened_on, *(each.on for each in sessions), *(each.held_on for each in presented)]
    first, last = min(days), max(case.closed_on or today, *days)
    span = max((last - first).days, 1)

    def x(day: date) -> float:
        return round(_LEFT + (_RIGHT - _LEFT) * (day - first).days / span, 1)

    dots = [
        *(Dot(x(each.on), each.outcome, f"{short_date(each.on)}: session {each.outcome}") for each in sessions),
        *(Dot(x(each.held_on), "supervision", f"{short_date(each.held_on)}: supervision") for each in presented),
        *(Dot(x(day), "phase", f"{short_date(day)}: {phase} phase") for day, phase in _within(phases, first, last)),
    ]
    words = f"From {short_date(first)} to {short_date(last)}: {_summed(sessions, presented, phases)}"
    return Timeline(_WIDTH, tuple(dots), short_date(first), short_date(last), words)


def _within(phases: Sequence[CasePhase], first: date, last: date) -> list[tuple[date, str]]:
    return [(min(max(each.completed_on, first), last), each.phase) for each in phases]


def _summed(sessions: Sequence[SessionLine], presented: Sequence[CasePresented], phases: Sequence[CasePhase]) -> str:
    held = sum(each.outcome == "held" for each in sessions)
    return (
        f"{count(held, 'session')} held, {len(sessions) - held} missed or cancelled, "
        f"{count(len(presented), 'supervision')}, {count(len(phases), 'phase')} signed off."
    )


def verdicts(definition: Definition, fact: CaseFact) -> list[Verdict]:
    """Return for every requirement about cases whether this one counts: yes, not yet, or no, and why."""
    found = []
    for requirement in definition.requirements:
        if not isinstance(requirement, Cases):
            continue
        lacks = what_a_case_lacks(requirement, fact)
        if not lacks:
            found.append(Verdict(requirement.title, "met", "Yes", ""))
            continue
        because = "; ".join(_because(lack, requirement, fact) for lack in lacks)
        if is_beyond_mending(requirement, fact):
            found.append(Verdict(requirement.title, "void", "No", because))
        else:
            found.append(Verdict(requirement.title, "not_yet_due", "Not yet", because))
    return found


def _because(lack: Lack, requirement: Cases, fact: CaseFact) -> str:
    signed, asked = duration(fact.supervised_minutes), duration(requirement.supervised_minutes)
    words: dict[Lack, str] = {
        Lack.DECIDED: "the course has decided that it does not",
        Lack.KIND: "another kind of work is asked for",
        Lack.AGE_BAND: "another age band is asked for",
        Lack.SESSIONS: f"{fact.held_sessions} of {max(requirement.held_sessions, 1)} sessions held and signed",
        Lack.LENGTH: f"{count(requirement.lasting_months, 'month')} from the first to the last held session are asked for",
        Lack.SUPERVISION: f"{signed} of {asked} of supervision",
        Lack.SUPERVISORS: f"{len(fact.supervisors)} of {count(requirement.supervisors, 'supervisor')}",
        Lack.VIDEO: f"{fact.video_reviews} of {count(requirement.video_reviews, 'session')} with a video review",
        Lack.PHASES: f"{len(requirement.phases & fact.phases)} of {count(len(requirement.phases), 'phase')} signed off",
        Lack.ENDING: "it has not ended yet" if fact.ending is None else "it did not end as planned",
    }
    return words[lack]
