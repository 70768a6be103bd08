"""How people would stand under another version of the programme. Computed when asked, and never stored."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date

from trainee_app.cohorts.queries import terms_of
from trainee_app.logbook.queries import totals_from
from trainee_app.logbook.queries.crediting import facts_credited
from trainee_app.programmes.queries import definition_of
from trainee_app.programmes.rules import Definition, EntryFact, Facts
from trainee_app.programmes.rules.recrediting import credited_otherwise
from trainee_app.readiness.queries.judging import Judged, facts_of, judged_under, requirements_of

_PORTION = 200


def judge_with(trainee_ids: Sequence[int], definition: Definition, on: date) -> list[tuple[Judged, Judged]]:
    """Judge each of these trainees as of the day `on` under their cohort's version, and as if it were `definition`.

    What the two versions credit differently is credited anew from the entries.
    """
    terms = terms_of(trainee_ids)
    own = {trainee_id: definition_of(each.version) for trainee_id, each in terms.items()}
    facts = facts_of(terms, requirements_of([definition, *own.values()]), on)
    otherwise = frozenset[str]().union(*(credited_otherwise(before, definition) for before in own.values()))
    anew = facts_credited(trainee_ids, otherwise, definition) if otherwise else {}
    return [
        (
            judged_under(each, own[trainee_id], facts[trainee_id], on),
            judged_under(each, definition, _credited_anew(facts[trainee_id], otherwise, anew.get(trainee_id, ())), on),
        )
        for trainee_id, each in terms.items()
    ]


def judge_cohort_with(trainee_ids: Sequence[int], definition: Definition, on: date) -> Iterator[tuple[Judged, Judged]]:
    """The same for many, in portions, so that never all facts of a large cohort are held at once."""
    for start in range(0, len(trainee_ids), _PORTION):
        yield from judge_with(trainee_ids[start : start + _PORTION], definition, on)


def _credited_anew(facts: Facts, otherwise: Collection[str], entries: Sequence[EntryFact]) -> Facts:
    if not otherwise:
        return facts
    looked_at = {each.activity for each in facts.entries} & set(otherwise)
    return replace(
        facts,
        totals=(*(each for each in facts.totals if each.activity not in otherwise), *totals_from(entries)),
        entries=(
            *(each for each in facts.entries if each.activity not in otherwise),
            *(each for each in entries if each.activity in looked_at),
        ),
    )
