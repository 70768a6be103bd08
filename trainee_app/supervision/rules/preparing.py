"""What is told before a session: how the month stands, what to bring, what was agreed to. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from trainee_app.cases.rules import ConsentKind
from trainee_app.programmes.rules import Definition, EntryFact, Facts, Floor, PeriodFinding, evaluate
from trainee_app.programmes.rules.dates import spoken_date


@dataclass(frozen=True, slots=True)
class MonthStanding:
    """How the month of a session stands for one trainee under one of the programme's monthly rules."""

    floor: Floor
    period: PeriodFinding


def floor_activities(definition: Definition) -> Collection[str]:
    """Return the activities that the rules by period look at."""
    found: set[str] = set()
    for each in definition.requirements:
        if isinstance(each, Floor):
            found |= each.contact | each.activities
    return found


def periods_of_day(
    definition: Definition, entries: Sequence[EntryFact], on: date, *, starts_on: date, ends_on: date, as_of: date
) -> list[MonthStanding]:
    """Return how each period that holds the day `on` stands; none where there is no client contact in it.

    The same rule judges it as in the standing (domain, section 4, rule 6): by the day of the work, with grace.
    """
    floors = [each for each in definition.requirements if isinstance(each, Floor)]
    facts = Facts(starts_on=starts_on, ends_on=ends_on, entries=tuple(entries))
    findings = evaluate(floors, facts, as_of)
    return [
        MonthStanding(floor, period)
        for floor, finding in zip(floors, findings, strict=True)
        for period in finding.periods
        if period.starts_on <= on <= period.ends_on
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseBefore:
    """A case as it stands before a supervision: what happened since the last one, what is due, what was agreed to.

    `held` and `missed` count sessions since then. `sessions_left` None: no number is agreed. `ending`: the prompt that
    is due, or "". `consents`: what is in force: seen, discussed, video; `withdrawn`: since
    when what they had agreed to holds no longer. `ended_on`: its last day, if the ending is recorded; nothing is left
    of its sessions then, and `phase` is what is still to be signed off.
    """

    public_id: str
    words: str
    held: int
    missed: int
    sessions_left: int | None
    phase: str | None
    review_on: date | None
    ending: str
    last_presented_on: date | None
    consents: frozenset[str]
    withdrawn: Mapping[str, date] = field(default_factory=dict)
    ended_on: date | None = None


_REVIEW_WITHIN: Final = timedelta(days=28)
_LONG_UNHEARD: Final = timedelta(days=42)


def to_bring(cases: Sequence[CaseBefore], on: date) -> list[str]:
    """Return what to bring, in sentences, the most pressing first: endings, reviews, cases not heard for long, consents."""
    said = [f"{each.words}: {each.ending}" for each in cases if each.ending]
    for each in cases:
        if each.review_on is not None and each.review_on <= on + _REVIEW_WITHIN:
            tense = "was due" if each.review_on < on else "is due"
            said.append(f"{each.words}: the review {tense} on {spoken_date(each.review_on)}.")
    for each in cases:
        if each.last_presented_on is None:
            said.append(f"{each.words}: not presented yet.")
        elif each.last_presented_on < on - _LONG_UNHEARD:
            said.append(f"{each.words}: last presented on {spoken_date(each.last_presented_on)}.")
    return [*said, *(_unagreed(each) for each in cases if ConsentKind.DISCUSSED not in each.consents)]


def _unagreed(case: CaseBefore) -> str:
    since = case.withdrawn.get(ConsentKind.DISCUSSED)
    if since is None:
        return f"{case.words}: no agreement to be discussed in supervision is recorded."
    return (
        f"{case.words}: the agreement to be discussed in supervision was withdrawn on {spoken_date(since)}, "
        "so it is not presented."
    )
