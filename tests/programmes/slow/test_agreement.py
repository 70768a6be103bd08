"""The fast rule says what the slow one says, on random programmes and records."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from tests.programmes.slow.comparing import Example, differences, example, told, told_smallest
from tests.programmes.slow.judging import judge as judge_slowly
from tests.programmes.slow.storing import keepable, store
from tests.volumes import volume
from trainee_app.db import db
from trainee_app.readiness.queries import judge_one
from trainee_app.readiness.queries.past import PastDay, judge_past
from trainee_app.readiness.rules import day_ends_at

_IN_A_PORTION = 50
_STORED = 500
_STORED_IN_FULL = 10_000


def test_both_agree_on_facts_gathered_by_hand() -> None:
    """Many and cheap, without a database; a difference is shrunk to the smallest programme and record that show it."""
    for seed in range(volume(ci=500, full=10_000)):
        if differences(*example(seed)):
            pytest.fail(told_smallest(seed))


def test_both_agree_on_facts_gathered_by_the_application(session) -> None:
    _compare_stored(range(_STORED))


@pytest.mark.volume
@pytest.mark.parametrize("part", range(10))
def test_both_agree_in_full_volume(session, part) -> None:
    """Ten thousand in ten parts, so that they can run beside each other."""
    size = volume(ci=10, full=_STORED_IN_FULL // 10)
    _compare_stored(range(part * size, (part + 1) * size))


def test_both_agree_on_days_that_have_passed(session) -> None:
    """A past day in both readings: as recorded by then, from versions and steps; and as known today."""
    seeds = range(volume(ci=50, full=3_000))
    for start in range(0, len(seeds), _IN_A_PORTION):
        portion = seeds[start : start + _IN_A_PORTION]
        found = past_differences([_as_it_can_have_been(keepable(example(seed))) for seed in portion], portion)
        db.session.rollback()
        assert found == []


def _as_it_can_have_been(example: Example) -> Example:
    """A presentation is known by the entry of its session, which these records do not have; and a case is open before
    its first session, as the rules of the record insist: looked at from before it was opened it would not be there."""
    document, record, as_of = example
    first_on = min((row.on for row in record.rows), default=as_of)
    cases = tuple(replace(each, presented=(), opened_on=min(each.opened_on, first_on)) for each in record.cases)
    return document, replace(record, cases=cases), as_of


def past_differences(examples: Sequence[Example], seeds: Sequence[int]) -> list[str]:
    found = []
    for seed, trainee_id, (document, record, last) in zip(seeds, store(examples), examples, strict=True):
        as_of = last - timedelta(days=Random(seed).choice([0, 1, 7, 14, 30]))
        ends_at = day_ends_at(as_of, "Europe/London")
        for known_by in (ends_at, None):
            (judged,) = judge_past([trainee_id], PastDay(as_of, ends_at, known_by))
            slow = judge_slowly(document, record, as_of, is_known_today=known_by is None)
            lines = told(judged.evaluated.findings, slow)
            found += [f"seed {seed}, {as_of}, known by {known_by}: {line}" for line in lines]
    return found


def _compare_stored(seeds: range) -> None:
    for start in range(seeds.start, seeds.stop, _IN_A_PORTION):
        portion = range(start, min(start + _IN_A_PORTION, seeds.stop))
        found = stored_differences([keepable(example(seed)) for seed in portion])
        db.session.rollback()
        wrong = {seed: lines for seed, lines in zip(portion, found, strict=True) if lines}
        assert wrong == {}


def stored_differences(examples: list[Example]) -> list[list[str]]:
    """Store the records, let the application judge each on its day, and return what differs."""
    found = []
    for trainee_id, (document, record, as_of) in zip(store(examples), examples, strict=True):
        judged = judge_one(trainee_id, as_of)
        found.append(told(judged.evaluated.findings, judge_slowly(document, record, as_of)))
    return found
