"""The facts of all rooms merged for the one rule."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from trainee_app.casework.queries import facts_cases
from trainee_app.cohorts.queries import Terms, terms_of
from trainee_app.credentials.queries import facts_prerequisites, facts_registrations
from trainee_app.logbook.queries import facts_entries, facts_totals
from trainee_app.programmes.queries import definition_of
from trainee_app.programmes.rules import (
    Cases,
    Definition,
    Facts,
    Prerequisite,
    Registration,
    Requirement,
    Stage,
    judged_by_entry,
)
from trainee_app.readiness.queries.asked import with_what_is_asked
from trainee_app.readiness.queries.keeping import kept_standings
from trainee_app.readiness.queries.waivers import facts_waivers
from trainee_app.readiness.rules import Evaluated, evaluated, finding_of, headline_of


@dataclass(frozen=True)
class Judged:
    """One trainee with the version, the facts and what the rule says of them."""

    terms: Terms
    definition: Definition
    facts: Facts
    evaluated: Evaluated


def judge(trainee_ids: Sequence[int], on: date) -> list[Judged]:
    """Merge what every room knows about these trainees, and let the rule judge each as of the day `on`."""
    terms = terms_of(trainee_ids)
    definitions = {trainee_id: definition_of(each.version) for trainee_id, each in terms.items()}
    facts = facts_of(terms, requirements_of(definitions.values()), on)
    return [judged_under(each, definitions[trainee_id], facts[trainee_id], on) for trainee_id, each in terms.items()]


def judged_under(terms: Terms, definition: Definition, facts: Facts, on: date) -> Judged:
    """Let the rule judge one trainee under these rules."""
    return Judged(terms, definition, facts, evaluated(definition, facts, on))


def facts_of(
    terms: Mapping[int, Terms],
    requirements: Collection[Requirement],
    on: date,
    *,
    activities: Collection[str] | None = None,
) -> dict[int, Facts]:
    """Merge what every room knows about these trainees, as far as any of the requirements looks at it.

    Totals are those of all work, so that a fingerprint rests on all of it, unless it is said of which `activities`.
    """
    trainee_ids = list(terms)
    totals = facts_totals(trainee_ids, activities)
    by_entry = judged_by_entry(requirements)
    entries = facts_entries(trainee_ids, by_entry) if by_entry else {}
    waivers = facts_waivers(trainee_ids, on)
    found = {
        trainee_id: Facts(
            starts_on=each.starts_on,
            ends_on=each.ends_on,
            totals=totals.get(trainee_id, ()),
            entries=entries.get(trainee_id, ()),
            waivers=waivers.get(trainee_id, ()),
        )
        for trainee_id, each in terms.items()
    }
    if any(isinstance(each, Cases) or each.due_by is Stage.FIRST_CASE for each in requirements):
        cases = facts_cases(trainee_ids)
        found = {trainee_id: replace(each, cases=cases.get(trainee_id, ())) for trainee_id, each in found.items()}
    found = _with_what_is_brought(found, terms, requirements, on)
    return with_what_is_asked(found, terms, requirements, on)


def _with_what_is_brought(
    facts: Mapping[int, Facts], terms: Mapping[int, Terms], requirements: Iterable[Requirement], on: date
) -> dict[int, Facts]:
    """Return the facts with registrations and prerequisites, where a requirement asks for them."""
    kinds = {type(each) for each in requirements}
    keys = {trainee_id: (each.person_id, each.programme_id) for trainee_id, each in terms.items()}
    found = dict(facts)
    if Registration in kinds:
        valid = facts_registrations([each.person_id for each in terms.values()])
        found = {key: replace(each, registrations=valid.get(keys[key], ())) for key, each in found.items()}
    if Prerequisite in kinds:
        brought = facts_prerequisites({keys[trainee_id]: each.starts_on for trainee_id, each in terms.items()}, on)
        found = {key: replace(each, prerequisites=brought.get(keys[key], ())) for key, each in found.items()}
    return found


def requirements_of(definitions: Iterable[Definition]) -> list[Requirement]:
    """Return the requirements of all these rules."""
    different = {id(each): each for each in definitions}.values()
    return [requirement for definition in different for requirement in definition.requirements]


def judge_one(trainee_id: int, on: date) -> Judged:
    """Judge one trainee, as their own page shows it."""
    return judge([trainee_id], on)[0]


def standing_today(trainee_id: int, on: date) -> Judged:
    """Return how a trainee stands on the day `on`, as their front page shows it: as kept, if it was judged that day.

    It is rewritten with every change and at the turn of the day; where that has not run yet, the rule judges anew.
    The facts then hold dates and totals alone.
    """
    kept = kept_standings([trainee_id])[trainee_id]
    terms, headline = kept.terms, kept.headline
    definition = definition_of(terms.version)
    rows = [kept.findings.get(each.key) for each in definition.requirements]
    if headline is None or headline["as_of"] != on or None in rows:
        return judge_one(trainee_id, on)
    found = Evaluated(tuple(finding_of(row) for row in rows if row is not None), headline_of(headline))
    facts = Facts(terms.starts_on, terms.ends_on, facts_totals([trainee_id]).get(trainee_id, ()))
    return Judged(terms, definition, facts, found)


def with_another_end(judged: Judged, ends_on: date, on: date, away_days: int = 0) -> Evaluated:
    """Judge the same facts as if a break had moved the expected end to another day; nothing is stored.

    `away_days`: so many days of that break have passed.
    """
    moved = (ends_on - judged.facts.ends_on).days
    facts = replace(
        judged.facts,
        ends_on=ends_on,
        moved_days=judged.facts.moved_days + moved,
        away_days=judged.facts.away_days + away_days,
    )
    return evaluated(judged.definition, facts, on)
