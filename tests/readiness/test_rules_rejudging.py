"""Judged again only as far as a change can reach, everybody stands as if all had been judged."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.programmes.slow.comparing import Example, example
from tests.programmes.slow.gathering import facts_of
from tests.programmes.slow.programmes import text_of
from tests.volumes import volume
from trainee_app.programmes.rules import Touched, parse_definition, touched_requirements, touching
from trainee_app.readiness.rules import evaluated, evaluated_again, finding_values


def differing(example: Example, at: int) -> list[str]:
    """Take one entry away, keep that standing, put the entry back, and judge what it touches; name what is not as it is."""
    document, record, as_of = example
    definition = parse_definition(text_of(document))
    row = record.rows[at]
    without = replace(record, rows=(*record.rows[:at], *record.rows[at + 1 :]))
    stood = evaluated(definition, facts_of(definition, without, as_of), as_of)
    kept = {each.key: finding_values(each) for each in stood.findings}
    touched = Touched(frozenset([row.activity]), row.case is not None)
    asked = touched_requirements(definition.requirements, definition.counting, touched)
    facts = facts_of(definition, record, as_of)
    again, wholly = evaluated_again(definition, asked, facts, as_of, kept), evaluated(definition, facts, as_of)
    found = [] if again.headline == wholly.headline else ["headline"]
    pairs = zip(again.findings, wholly.findings, strict=True)
    return found + [one.key for one, other in pairs if finding_values(one) != finding_values(other)]


def any_entry(seed: int) -> list[str]:
    whole = example(seed)
    return differing(whole, Random(seed).randrange(len(whole[1].rows))) if whole[1].rows else []


@given(st.integers(0, 2**32))
def test_what_an_entry_touches_is_all_that_it_changes(seed) -> None:
    assert any_entry(seed) == []


def test_the_same_in_volume_and_not_for_nothing() -> None:
    """Over many programmes; and an entry of a programme with several requirements does not touch them all."""
    spared = 0
    for seed in range(volume(ci=300, full=10_000)):
        assert any_entry(seed) == [], seed
        document, record, _ = example(seed)
        definition = parse_definition(text_of(document))
        for row in record.rows[:1]:
            touched = Touched(frozenset([row.activity]), row.case is not None)
            asked = touched_requirements(definition.requirements, definition.counting, touched)
            spared += len(asked) < len(definition.requirements)
    assert spared


@pytest.mark.parametrize("tie", ["_takers", "_wholes"])
def test_a_tie_that_is_forgotten_shows(monkeypatch, tie) -> None:
    monkeypatch.setattr(touching, tie, lambda *_arguments: ())
    assert any(any_entry(seed) for seed in range(400))


def test_a_case_whose_sessions_are_forgotten_shows(monkeypatch) -> None:
    monkeypatch.setattr(touching, "_by_case", lambda *_arguments: False)
    assert any(any_entry(seed) for seed in range(400))


def test_shares_of_work_that_are_forgotten_show(monkeypatch) -> None:
    right = touching.touched_requirements
    monkeypatch.setattr(
        "tests.readiness.test_rules_rejudging.touched_requirements",
        lambda requirements, _counting, touched: right(requirements, (), touched),
    )
    assert any(any_entry(seed) for seed in range(400))
