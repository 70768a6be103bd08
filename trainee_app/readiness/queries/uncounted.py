"""What rules take away from a record, as it stands: the spans that are void, and the minutes beyond a limit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from trainee_app.cohorts.queries import sites_of
from trainee_app.logbook.queries import days_with_work
from trainee_app.logbook.rules import NOTHING_UNCOUNTED, LostToward, Uncounted, VoidSpan
from trainee_app.programmes.rules import Definition, Finding, PeriodFinding
from trainee_app.programmes.rules.dates import Period
from trainee_app.programmes.rules.findings import Code
from trainee_app.programmes.rules.requirements import Cadence, Cap, Floor, Over, Requirement, Shortfall
from trainee_app.programmes.rules.selections import Selection
from trainee_app.readiness.queries.keeping import kept_findings
from trainee_app.readiness.rules import finding_of
from trainee_app.web.formats import long_date, month_and_year

_DAY = timedelta(days=1)
_LONGEST_MONTH = 31


@dataclass(frozen=True, slots=True)
class _Record:
    trainee_id: int
    sites: Mapping[int, str]

    def placements(self, selection: Selection, period: PeriodFinding | None) -> frozenset[int | None] | None:
        """The placements that a selection and a period of one site mean; None: all of them, and work at none."""
        if not selection.sites and period is None:
            return None
        alike: set[int | None] = {None, *self.sites}
        if period is not None:
            name = self.sites.get(period.placement_id or 0)
            alike = {period.placement_id, *(each for each, site in self.sites.items() if site == name)}
        return frozenset(
            each for each in alike if not selection.sites or self.sites.get(each or 0, "") in selection.sites
        )


def uncounted_of(trainee_id: int, definition: Definition) -> Uncounted:
    """Return what rules take away from the trainee's record. No question is asked where no rule can."""
    rules = [each for each in definition.requirements if _takes_away(each)]
    if not rules:
        return NOTHING_UNCOUNTED
    found = {key: finding_of(row) for key, row in kept_findings([trainee_id]).get(trainee_id, {}).items()}
    asks_for_sites = any(isinstance(each, Floor | Cadence) for each in rules)
    record = _Record(trainee_id, sites_of([trainee_id]).get(trainee_id, {}) if asks_for_sites else {})
    titles = {each.key: each.title for each in definition.requirements}
    lost = [
        LostToward(each.minutes, titles[key], titles.get(each.rule, each.rule))
        for key, finding in found.items()
        if key in titles
        for each in finding.lost
        if each.minutes
    ]
    beyond = {each.rule for finding in found.values() for each in finding.lost if each.minutes}
    return Uncounted(
        spans=[span for each in rules if each.key in found for span in _spans(each, found[each.key], record)],
        lost=lost,
        limited=[(each.of.activities, each.title) for each in rules if isinstance(each, Cap) and each.key in beyond],
    )


def _takes_away(requirement: Requirement) -> bool:
    if isinstance(requirement, Floor | Cadence):
        return requirement.on_shortfall is Shortfall.VOID
    return isinstance(requirement, Cap)


def _spans(requirement: Requirement, finding: Finding, record: _Record) -> Iterator[VoidSpan]:
    short = [each for each in finding.periods if each.code is Code.PERIOD_SHORT]
    if isinstance(requirement, Floor):
        for period in short:
            yield _of_floor(requirement, period, record)
    elif isinstance(requirement, Cadence) and short:
        yield from _of_cadence(requirement, short, record)


def _of_floor(requirement: Floor, period: PeriodFinding, record: _Record) -> VoidSpan:
    """Of a rolling period only its last day is void, since the others have periods of their own."""
    void = requirement.voids or requirement.beside
    first_on = period.ends_on if requirement.period is Period.ROLLING_DAYS else period.starts_on
    return VoidSpan(
        activities=void.activities,
        first_on=first_on,
        last_on=period.ends_on,
        words=f"{requirement.title}: {_spoken(period)} stayed short, so this does not count.",
        placement_ids=record.placements(void, period if requirement.over is Over.EACH_SITE else None),
        case_id=period.case_id,
    )


def _spoken(period: PeriodFinding) -> str:
    is_month = period.starts_on.day == 1 and (period.ends_on + _DAY).day == 1
    if is_month and (period.ends_on - period.starts_on).days < _LONGEST_MONTH:
        return month_and_year(period.starts_on)
    return f"the time from {long_date(period.starts_on)} to {long_date(period.ends_on)}"


def _of_cadence(requirement: Cadence, gaps: Sequence[PeriodFinding], record: _Record) -> Iterator[VoidSpan]:
    """What lies beyond the last day of a gap does not count, up to the next session."""
    days = days_with_work(record.trainee_id, requirement.of.activities)
    for gap in gaps:
        following = [day for day in days if day > gap.starts_on]
        until: date | None = following[0] - _DAY if following else None
        yield VoidSpan(
            activities=requirement.beside.activities,
            first_on=gap.ends_on + _DAY,
            last_on=until,
            words=f"{requirement.title}: the gap was too long, so this does not count.",
            placement_ids=record.placements(requirement.beside, None),
        )
