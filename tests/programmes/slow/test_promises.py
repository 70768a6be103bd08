"""What holds for every programme and every record, tried on random ones with every kind of requirement."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.programmes.slow.comparing import as_said, example
from tests.programmes.slow.gathering import facts_of
from tests.programmes.slow.programmes import Table, text_of
from tests.programmes.slow.raw import Row, Said
from trainee_app.programmes.rules import Definition, Facts, Finding, State, evaluate, parse_definition

SEEDS = st.integers(0, 2**32)
BETTER = {
    State.NOT_POSSIBLE: 0,
    State.TOO_EARLY: 1,
    State.NOT_YET_DUE: 1,
    State.BEHIND: 2,
    State.ON_TRACK: 3,
    State.MET: 4,
}
GARDENING = {
    "key": "gardening", "title": "Gardening", "category": "elsewhere", "signed_by": "supervisor", "format": "outdoors",
}  # fmt: skip


def judged(definition: Definition, facts: Facts, as_of: date) -> tuple[Finding, ...]:
    return evaluate(definition.requirements, facts, as_of, definition.counting)


def without(document: Table, kinds: set[str]) -> Table:
    left = [each for each in document["requirement"] if each["kind"] not in kinds]
    return {**document, "requirement": left, "counting": []}


def plain_sums(document: Table) -> Table:
    """Only the sums of a programme, each asking for at least so much and nothing else."""
    sums = [each for each in document["requirement"] if each["kind"] == "sum"]
    plain = [{name: value for name, value in each.items() if name != "at_most"} for each in sums]
    return {**document, "requirement": plain, "counting": []}


@given(SEEDS, st.integers(1, 600), st.integers(0, 100))
def test_more_signed_time_never_makes_a_plain_sum_worse(seed, minutes, back) -> None:
    document, record, as_of = example(seed)
    document, record = plain_sums(document), replace(record, excused=())
    definition = parse_definition(text_of({**document, "activity": _without_bands(document)}))
    on = as_of - timedelta(days=back)
    activity = Random(seed).choice([each["key"] for each in document["activity"]])
    more = replace(record, rows=(*record.rows, Row(on, activity, minutes, submitted_on=on, signed_on=on)))
    before = judged(definition, facts_of(definition, record, as_of), as_of)
    for was, now in zip(before, judged(definition, facts_of(definition, more, as_of), as_of), strict=True):
        assert BETTER[now.state] >= BETTER[was.state]
        assert (now.figure or 0) >= (was.figure or 0)
        assert (now.recorded or 0) >= (was.recorded or 0)


def _without_bands(document: Table) -> list[Table]:
    """A band may credit a session with nothing; then more time is none."""
    return [{name: value for name, value in each.items() if name != "credit"} for each in document["activity"]]


@given(SEEDS)
def test_the_order_of_what_was_written_down_never_matters(seed) -> None:
    document, record, as_of = example(seed)
    definition = parse_definition(text_of(document))
    dice = Random(seed)
    facts = facts_of(definition, record, as_of)
    shuffled = replace(
        facts,
        totals=tuple(dice.sample(facts.totals, len(facts.totals))),
        entries=tuple(dice.sample(facts.entries, len(facts.entries))),
        waivers=tuple(dice.sample(facts.waivers, len(facts.waivers))),
        registrations=_shuffled(dice, facts.registrations),
        records=_shuffled(dice, facts.records),
        spans=_shuffled(dice, facts.spans),
        attendance=_shuffled(dice, facts.attendance),
    )
    assert judged(definition, facts, as_of) == judged(definition, shuffled, as_of)


def _shuffled(dice: Random, facts: Any) -> Any:
    return facts if facts is None else tuple(dice.sample(facts, len(facts)))


@given(SEEDS, st.integers(1, 600))
def test_work_that_no_rule_speaks_of_changes_nothing(seed, minutes) -> None:
    document, record, as_of = example(seed)
    document["category"].append({"key": "elsewhere", "title": "Elsewhere"})
    document["activity"].append(GARDENING)
    definition = parse_definition(text_of(document))
    site = 0 if record.sites else None
    other = Row(as_of, "gardening", minutes, site=site, submitted_on=as_of, signed_on=as_of, video=True)
    more = replace(record, rows=(*record.rows, other))
    before = judged(definition, facts_of(definition, record, as_of), as_of)
    assert before == judged(definition, facts_of(definition, more, as_of), as_of)


@given(SEEDS)
def test_what_does_not_count_is_never_more_than_was_credited(seed) -> None:
    """Each sum beside what it would be without any other rule: what was lost lies between nothing and all of it."""
    document, record, as_of = example(seed)
    definition = parse_definition(text_of(document))
    alone = parse_definition(text_of(plain_sums(document)))
    found = {each.key: as_said(each) for each in judged(definition, facts_of(definition, record, as_of), as_of)}
    for finding in judged(alone, facts_of(alone, record, as_of), as_of):
        plain, counted = as_said(finding), found[finding.key]
        assert 0 <= _figure(counted) <= _figure(plain)
        assert counted.recorded == plain.recorded
        # Of a sum of recorded minutes it is not told which rule took what: a rule takes credit.
        if not _is_of_recorded(document, finding.key):
            assert sum(counted.lost.values()) == _figure(plain) - _figure(counted)


def _is_of_recorded(document: Table, key: str) -> bool:
    return any(each["key"] == key and each.get("counts") == "recorded" for each in document["requirement"])


def _figure(said: Said) -> int:
    assert said.figure is not None
    return said.figure


@given(SEEDS, st.dates(), st.dates(), st.dates())
def test_everything_is_judged_on_every_day_and_twice_the_same(seed, as_of, starts_on, ends_on) -> None:
    """Whatever the dates: the first and the last day that can be written, an end before the beginning."""
    document, record, _ = example(seed)
    definition = parse_definition(text_of(document))
    strange = replace(facts_of(definition, record, date.max), starts_on=starts_on, ends_on=ends_on)
    findings = judged(definition, strange, as_of)
    assert [each.key for each in findings] == [each["key"] for each in document["requirement"]]
    assert findings == judged(parse_definition(text_of(document)), strange, as_of)
