"""The periods that run now, with what each still needs and by when. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from trainee_app.programmes.rules import Definition, Finding, PeriodFinding
from trainee_app.programmes.rules.requirements import Floor
from trainee_app.programmes.rules.wording import SIGNER, period_sentence
from trainee_app.web.charts import meter_percent


@dataclass(frozen=True, slots=True)
class RunningPeriod:
    """One period that is not closed yet, in minutes; `sentence` says how it stands and what follows."""

    requirement: str
    key: str
    starts_on: date
    ends_on: date
    closes_on: date
    contact: int
    supervision: int
    awaiting: int
    needed: int
    missing: int
    state: str
    percent: float
    sentence: str


def running_periods(
    definition: Definition, findings: Sequence[Finding], as_of: date, names: Mapping[str, str]
) -> list[RunningPeriod]:
    """Return the open periods of the programme's rules by periods, what closes first first."""
    found = [
        _running(requirement, period, names.get("signer", SIGNER))
        for requirement, finding in zip(definition.requirements, findings, strict=True)
        if isinstance(requirement, Floor)
        for period in finding.periods
        if period.closes_on >= as_of and period.needed
    ]
    return sorted(found, key=lambda each: (each.closes_on, each.requirement))


def _running(requirement: Floor, period: PeriodFinding, signer: str) -> RunningPeriod:
    return RunningPeriod(
        requirement=requirement.short,
        key=requirement.key,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        closes_on=period.closes_on,
        contact=period.contact,
        supervision=period.supervision,
        awaiting=period.awaiting,
        needed=period.needed,
        missing=max(period.needed - period.supervision - period.awaiting, 0),
        state=period.state.value,
        percent=meter_percent(period.supervision, period.needed),
        sentence=period_sentence(requirement, period, signer=signer),
    )
