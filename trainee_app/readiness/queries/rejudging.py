"""Judging again what a change of entries can have touched, and taking the rest as it is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from trainee_app.programmes.queries import definition_of
from trainee_app.programmes.rules import Definition, Facts, Requirement, Touched, looked_at, touched_requirements
from trainee_app.readiness.queries.judging import Judged, facts_of, judge, judged_under
from trainee_app.readiness.queries.keeping import Kept
from trainee_app.readiness.rules import evaluated_again


def judge_touched(
    kept: Mapping[int, Kept], on: date, touched: Mapping[int, Touched]
) -> list[tuple[Judged, frozenset[str]]]:
    """Judge these trainees as of the day `on`, each only on what the changed entries can have touched.

    Beside each stands which requirements were judged; the others are as they are kept, and the facts hold no more than
    was looked at. Everything is judged where nothing of that day and version is kept, where it is not known what was
    touched, and where somebody is or becomes ready: the flag rests on all facts.
    """
    terms = {trainee_id: each.terms for trainee_id, each in kept.items()}
    definitions = {trainee_id: definition_of(each.version) for trainee_id, each in terms.items()}
    asked = {
        trainee_id: _asked(definitions[trainee_id], each, touched.get(trainee_id), on)
        for trainee_id, each in kept.items()
    }
    every = {id(each): each for requirements in asked.values() for each in requirements}
    is_whole = any(len(asked[trainee_id]) == len(definitions[trainee_id].requirements) for trainee_id in kept)
    activities = None if is_whole else looked_at(every.values())
    facts = facts_of(terms, list(every.values()), on, activities=activities)
    return [
        _judged(each, definitions[trainee_id], asked[trainee_id], facts[trainee_id], on)
        for trainee_id, each in kept.items()
    ]


def _asked(definition: Definition, kept: Kept, touched: Touched | None, on: date) -> Sequence[Requirement]:
    """Return what has to be judged."""
    if touched is None or not _rests_on_today(kept, definition, on):
        return definition.requirements
    return touched_requirements(definition.requirements, definition.counting, touched)


def _rests_on_today(kept: Kept, definition: Definition, on: date) -> bool:
    """Whether what is kept was judged for this day under this version, whole; the headline is written with every judging."""
    headline = kept.headline
    if headline is None or headline["ready"] or headline["as_of"] != on:
        return False
    is_of_version = headline["programme_version_id"] == kept.terms.programme_version_id
    return is_of_version and kept.findings.keys() == {each.key for each in definition.requirements}


def _judged(
    kept: Kept, definition: Definition, asked: Sequence[Requirement], facts: Facts, on: date
) -> tuple[Judged, frozenset[str]]:
    every = frozenset(each.key for each in definition.requirements)
    if len(asked) == len(every):
        return judged_under(kept.terms, definition, facts, on), every
    found = evaluated_again(definition, asked, facts, on, kept.findings)
    if found.headline.is_ready:
        return judge([kept.terms.trainee_id], on)[0], every
    return Judged(kept.terms, definition, facts, found), frozenset(each.key for each in asked)
