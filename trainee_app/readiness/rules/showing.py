"""A standing as it is shown: which part of the page, which figure in words, which picture. Pure.

Sentences are not made here: `programmes.rules.wording` is the one place where codes become English.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from trainee_app.programmes.rules import (
    Activity,
    Definition,
    Facts,
    Finding,
    PeriodFinding,
    Requirement,
    State,
)
from trainee_app.programmes.rules.dates import month_end, spoken_month_part
from trainee_app.programmes.rules.evidence import EntriesFilter, expected_by
from trainee_app.programmes.rules.facts import Total
from trainee_app.programmes.rules.requirements import Cadence, Cap, Cases, Floor, Recency, Sessions, SomeOf, Sum
from trainee_app.programmes.rules.wording import sentence
from trainee_app.web.charts import BurnUpPicture, Course, Projection, Reading, burn_up_picture, meter_percent
from trainee_app.web.formats import count, hours, short_date
from trainee_app.web.parts import MonthMark

_UNNAMED: Mapping[str, str] = {}
_SUPERVISION_GROUP = "supervision"
_PROJECTION_DOUBT = 0.08
_LEAST_DOUBT_DAYS = 5
_UNIT_WORDS = {
    "months": "month",
    "weeks": "week",
    "periods": "period",
    "sessions": "session",
    "cases": "case",
    "records": "record",
    "parts": "part",
}


class Section(StrEnum):
    """The parts of the standing page, in their order."""

    HOURS = "Hours"
    SUPERVISION = "Supervision"
    CASES = "Training cases"
    QUALIFYING = "Before you qualify"


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """What one activity adds to a sum, in minutes; `recorded` beside what is `credited`."""

    activity: Activity
    recorded: int
    credited: int
    awaiting: int
    number: int


@dataclass(frozen=True, slots=True)
class BehindRow:
    """With what somebody is behind: the reason, the last day on which something still works, and who it is."""

    title: str
    reason: str
    state: str
    last_on: date | None
    name: str
    url: str
    cohort: str
    cohort_public_id: str


@dataclass(frozen=True, slots=True)
class LostRow:
    """What does not count in a figure, in minutes, and by which rule."""

    rule: str
    title: str
    minutes: int


def lost_rows(finding: Finding, definition: Definition) -> list[LostRow]:
    """Return by which rules of the programme how much of what was signed does not count here."""
    titles = {each.key: each.title for each in definition.requirements}
    return [LostRow(each.rule, titles.get(each.rule, each.rule), each.minutes) for each in finding.lost if each.minutes]


def wholes_of(definition: Definition) -> dict[str, str]:
    """Return of which requirement, by its title, another one is a part."""
    return {part.key: each.title for each in definition.requirements if isinstance(each, SomeOf) for part in each.parts}


def section_of(requirement: Requirement, definition: Definition) -> Section:
    """Return the part of the page to which a requirement belongs."""
    match requirement:
        case Floor() | Sessions() | Cadence():
            return Section.SUPERVISION
        case Cap() | Recency():
            return Section.HOURS
        case Sum():
            groups = [_SUPERVISION_GROUP in definition.activity(key).groups for key in requirement.activities]
            return Section.SUPERVISION if all(groups) else Section.HOURS
        case Cases():
            return Section.CASES
        case _:
            return Section.QUALIFYING


def sections_of(
    definition: Definition, findings: Sequence[Finding]
) -> dict[Section, list[tuple[Requirement, Finding]]]:
    """Return the findings by part of the page, in the programme's order; empty parts are left out."""
    by_section: dict[Section, list[tuple[Requirement, Finding]]] = {section: [] for section in Section}
    for requirement, finding in zip(definition.requirements, findings, strict=True):
        by_section[section_of(requirement, definition)].append((requirement, finding))
    return {section: rows for section, rows in by_section.items() if rows}


def figure_words(figure: int | None, target: int | None, unit: str, *, short: bool = False) -> str:
    """Return "498 h 20 of 688 h", "13 of 14 months", or "" where nothing is counted; `short` leaves the target of hours out."""
    if figure is None or unit == "none":
        return ""
    if unit == "minutes":
        return hours(figure) if short or target is None else f"{hours(figure)} of {hours(target)}"
    if unit == "percent":
        return f"{figure} %" if short or target is None else f"{figure} % of at least {target} %"
    if target is None:
        return count(figure, _UNIT_WORDS[unit])
    return f"{figure} of {target}" if short else f"{figure} of {count(target, _UNIT_WORDS[unit])}"


def percent(finding: Finding) -> float | None:
    """Return how far the meter is filled, None where there is no figure."""
    if finding.figure is None or not finding.target:
        return None
    return meter_percent(finding.figure, finding.target)


def activity_rows(chosen: EntriesFilter, definition: Definition, facts: Facts) -> list[ActivityRow]:
    """Return what each activity adds to a figure, from the very totals, or sessions, that the figure is made of."""
    recorded: dict[str, int] = defaultdict(int)
    credited: dict[str, int] = defaultdict(int)
    awaiting: dict[str, int] = defaultdict(int)
    number: dict[str, int] = defaultdict(int)
    for total in _sessions_on_video(facts) if chosen.is_video_reviewed_only else facts.totals:
        if total.state == "signed":
            recorded[total.activity] += total.recorded
            credited[total.activity] += total.credited
            number[total.activity] += total.entries
        else:
            awaiting[total.activity] += total.credited
    keys = [key for key in definition.activities if key in chosen.activities]
    return [
        ActivityRow(definition.activity(key), recorded[key], credited[key], awaiting[key], number[key]) for key in keys
    ]


def _sessions_on_video(facts: Facts) -> Iterator[Total]:
    """The held sessions with a video review, each as a total of its own: month totals do not know of them."""
    for each in facts.entries:
        if each.held and each.video_reviewed:
            yield Total(
                each.activity, each.on.replace(day=1), each.case_id, each.state, each.recorded, each.credited, 1
            )


def period_state(period: PeriodFinding) -> str:
    """Return the state of a period as the strip shows it: a closed shortfall is "short"."""
    return "short" if period.state is State.BEHIND else period.state.value


def month_marks(
    periods: Sequence[PeriodFinding], as_of: date, most: int, rows_url: str | None = None
) -> list[MonthMark]:
    """Return the latest `most` periods for the strip, oldest first. `rows_url` opens the rows of all of them."""
    return [
        MonthMark(
            month_on=period.starts_on,
            minutes=period.supervision,
            for_minutes=period.contact,
            state=period_state(period),
            is_open=as_of <= period.closes_on,
            name=None if _is_month(period) else short_date(period.starts_on),
            url=f"{rows_url}&starting={period_key(period)}" if rows_url else None,
        )
        for period in periods[-most:]
    ]


def _is_month(period: PeriodFinding) -> bool:
    return period.starts_on.day == 1 and period.ends_on == month_end(period.starts_on)


def period_key(period: PeriodFinding) -> str:
    """Return how an address names a period: its first day, and its site or case where it is judged by them."""
    named = (period.starts_on.isoformat(), period.placement_id, period.case_id)
    return ".".join(str(each) for each in named if each is not None)


def course_of(requirement: Sum, finding: Finding, facts: Facts, as_of: date) -> Course:
    """Return the burn-up of a sum: signed minutes by month, milestones, and the projection with its doubt."""
    return Course(
        starts_on=facts.starts_on,
        ends_on=facts.ends_on,
        as_of=as_of,
        target_minutes=requirement.at_least_minutes,
        signed=_readings(requirement, facts, as_of, finding.figure or 0),
        milestones=_milestones(requirement, facts),
        waiting_minutes=finding.awaiting,
        projection=_projection(finding, as_of),
    )


def signers_in_words(signers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return who is meant by "the supervisor" and "the tutor" in a trainee's sentences, from (capacity, name)."""
    names: dict[str, list[str]] = defaultdict(list)
    for capacity, name in signers:
        names["signer" if capacity == "supervisor" else "tutor"].append(name)
    return {role: " or ".join(dict.fromkeys(found)) for role, found in names.items()}


def burn_up_of(
    definition: Definition, findings: Sequence[Finding], facts: Facts, as_of: date, names: Mapping[str, str] = _UNNAMED
) -> BurnUpPicture | None:
    """Return the picture of the programme's first sum, which is its whole; None if it asks for no sum.

    `names` are those of `signers_in_words`.
    """
    for requirement, finding in zip(definition.requirements, findings, strict=True):
        if isinstance(requirement, Sum):
            return burn_up_picture(
                course_of(requirement, finding, facts, as_of), sentence(requirement, finding, **names)
            )
    return None


def _readings(requirement: Sum, facts: Facts, as_of: date, figure: int) -> tuple[Reading, ...]:
    """The running sum at each month's end; the last one is the figure itself, so that picture and words agree."""
    by_month: dict[date, int] = defaultdict(int)
    for total in facts.totals:
        if total.state == "signed" and total.activity in requirement.activities:
            by_month[total.month] += total.credited
    readings, running = [], 0
    for month in sorted(by_month):
        running += by_month[month]
        if month_end(month) < as_of:
            readings.append(Reading(month_end(month), running))
    return (*readings, Reading(as_of, figure))


def _milestones(requirement: Sum, facts: Facts) -> tuple[Reading, ...]:
    months, month = [], facts.starts_on
    while month < facts.ends_on:
        month = min(month_end(month) + timedelta(days=1), facts.ends_on)
        months.append(month)
    expected = [(on, expected_by(requirement, facts.starts_on, facts.ends_on, on)) for on in months]
    return tuple(Reading(on, minutes) for on, minutes in expected if minutes is not None)


def _projection(finding: Finding, as_of: date) -> Projection | None:
    """The day the target is reached at the pace of the last weeks, with a band that widens the further off it is."""
    if finding.projected_on is None or finding.projected_on <= as_of:
        return None
    doubt = timedelta(days=max(_LEAST_DOUBT_DAYS, int((finding.projected_on - as_of).days * _PROJECTION_DOUBT)))
    return Projection(
        on=finding.projected_on,
        earliest_on=max(finding.projected_on - doubt, as_of),
        latest_on=finding.projected_on + doubt,
        words=spoken_month_part(finding.projected_on),
        state=finding.state.value,
    )


def columns_of(definition: Definition) -> Mapping[str, str]:
    """Return the heads of a matrix by requirement, in the programme's order."""
    return {requirement.key: requirement.short for requirement in definition.requirements}


def headline_tag(state: str, projected_on: date | None) -> str | None:
    """Return the words of the tag beside a name: "late May 2027" where a projection says more than the state; else None."""
    if state == State.NOT_POSSIBLE:
        return "Dates to discuss"
    if state == State.BEHIND and projected_on is not None:
        return spoken_month_part(projected_on)
    return None
