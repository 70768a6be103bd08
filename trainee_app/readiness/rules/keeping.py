"""A standing as it is kept: findings to rows and back, the state that asks most, the fingerprint of the facts. Pure."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from trainee_app.programmes.rules import (
    Definition,
    Facts,
    Finding,
    Headline,
    PeriodFinding,
    Requirement,
    State,
    evaluate,
    headline,
)
from trainee_app.programmes.rules.findings import Code, HeadlineCode, Lost

# From the one that asks most of somebody to the one that asks nothing.
_URGENCY = (
    State.NOT_POSSIBLE,
    State.BEHIND,
    State.NEEDS_DECISION,
    State.ON_TRACK,
    State.TOO_EARLY,
    State.NOT_YET_DUE,
    State.WAIVED,
    State.MET,
)
_LOST, _IS_PART = "*lost", "*is_part"
_PERIOD_FIELDS = tuple(field.name for field in dataclasses.fields(PeriodFinding))
_PERIOD_DATES = ("starts_on", "ends_on", "closes_on")


@dataclass(frozen=True)
class Evaluated:
    """One trainee's standing, fresh from the rule: a finding per requirement and the line above them."""

    findings: tuple[Finding, ...]
    headline: Headline


def evaluated(definition: Definition, facts: Facts, on: date) -> Evaluated:
    """Let the rule judge the facts as of the day `on`: every requirement, and the line above them."""
    findings = evaluate(definition.requirements, facts, on, definition.counting)
    return Evaluated(findings, headline(findings, facts, on))


def evaluated_again(
    definition: Definition,
    asked: Sequence[Requirement],
    facts: Facts,
    on: date,
    kept: Mapping[str, Mapping[str, Any]],
) -> Evaluated:
    """Let the rule judge only these requirements anew; the rest is as its rows (`kept`, by requirement) say.

    `asked` must hold all that decides what counts for them: see `touched_requirements`.
    """
    fresh = {finding.key: finding for finding in evaluate(asked, facts, on, definition.counting)}
    keys = (each.key for each in definition.requirements)
    findings = tuple(fresh[key] if key in fresh else finding_of(kept[key]) for key in keys)
    return Evaluated(findings, headline(findings, facts, on))


def most_urgent(findings: Sequence[Finding]) -> State:
    """Return the state that asks most of somebody; met where there is nothing left to ask. Parts are said in their whole."""
    states = {finding.state for finding in findings if not finding.is_part}
    return next((state for state in _URGENCY if state in states), State.MET)


def fingerprint(facts: Facts, definition: Definition) -> str:
    """Return the SHA-256 of the facts and the version that judged them, so that a flag can be shown to rest on them."""
    told = {"programme": definition.key, "version": definition.version, "facts": dataclasses.asdict(facts)}
    return hashlib.sha256(_json(told).encode()).hexdigest()


def finding_values(finding: Finding) -> dict[str, Any]:
    """Return the finding as the columns of its row; params and periods are canonical JSON."""
    return {
        "requirement": finding.key,
        "state": finding.state.value,
        "code": finding.code.value,
        "params": _json({**finding.params, **_marks(finding)}),
        "figure": finding.figure,
        "target": finding.target,
        "recorded": finding.recorded,
        "awaiting": finding.awaiting,
        "unit": finding.unit,
        "last_on": finding.last_on,
        "projected_on": finding.projected_on,
        "periods": _json([{name: getattr(period, name) for name in _PERIOD_FIELDS} for period in finding.periods]),
    }


def finding_of(row: Mapping[str, Any]) -> Finding:
    """Return the finding that a row keeps; the inverse of `finding_values`."""
    params = json.loads(row["params"])
    lost, is_part = params.pop(_LOST, []), params.pop(_IS_PART, False)
    return Finding(
        key=row["requirement"],
        state=State(row["state"]),
        code=Code(row["code"]),
        params=params,
        figure=row["figure"],
        target=row["target"],
        unit=row["unit"],
        recorded=row["recorded"],
        awaiting=row["awaiting"],
        last_on=row["last_on"],
        projected_on=row["projected_on"],
        periods=tuple(_period_of(period) for period in json.loads(row["periods"])),
        lost=tuple(Lost(rule, minutes) for rule, minutes in lost),
        is_part=is_part,
    )


def _marks(finding: Finding) -> dict[str, Any]:
    """What else is kept with the parameters, under names that no sentence uses."""
    marks: dict[str, Any] = {_LOST: [[each.rule, each.minutes] for each in finding.lost]} if finding.lost else {}
    return {**marks, _IS_PART: True} if finding.is_part else marks


def headline_values(evaluated: Evaluated, facts_hash: str) -> dict[str, Any]:
    """Return the headline as the columns of its row."""
    headline = evaluated.headline
    return {
        "state": most_urgent(evaluated.findings).value,
        "code": headline.code.value,
        "deciding": headline.deciding,
        "params": _json(headline.params),
        "projected_on": headline.projected_on,
        "ready": headline.is_ready,
        "facts_hash": facts_hash,
    }


def headline_of(row: Mapping[str, Any]) -> Headline:
    """Return the headline that a row keeps."""
    return Headline(HeadlineCode(row["code"]), row["deciding"], row["projected_on"], json.loads(row["params"]))


def _period_of(kept: dict[str, Any]) -> PeriodFinding:
    dates = {name: date.fromisoformat(kept[name]) for name in _PERIOD_DATES}
    return PeriodFinding(**{**kept, **dates, "state": State(kept["state"]), "code": Code(kept["code"])})


def _json(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_primitive)


def _primitive(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    raise TypeError(f"a standing keeps no {type(value).__name__}")
