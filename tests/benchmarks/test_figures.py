"""The bench's arithmetic, by tables. Nothing here is timed."""

from __future__ import annotations

import pytest

from benchmarks.bars import PLAIN, PLAIN_AGAIN, TIMES_F
from benchmarks.figures import Spread, Verdict, apart, is_steady, missing, ratios, shuffled_rounds, spread
from benchmarks.recompute import Recomputed
from benchmarks.recompute import verdicts as recomputed
from benchmarks.report import BEGIN, END, Section, lines, markdown, put_into, timed
from benchmarks.sizes import exponent


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1.0, 3.0], Spread(2.0, 1.5, 2.5, 2)),
        ([5.0, 1.0, 3.0], Spread(3.0, 2.0, 4.0, 3)),
        ([1.0, 2.0, 3.0, 4.0, 100.0], Spread(3.0, 2.0, 4.0, 5)),
    ],
)
def test_the_middle_and_the_middle_half_are_told(values, expected) -> None:
    assert spread(values) == expected


def test_one_value_has_no_spread() -> None:
    with pytest.raises(ValueError, match="two values"):
        spread([1.0])


@pytest.mark.parametrize(("one", "other", "times"), [(2.0, 2.0, 1.0), (2.0, 3.0, 1.5), (3.0, 2.0, 1.5)])
def test_two_durations_are_as_far_apart_in_either_order(one, other, times) -> None:
    assert apart(one, other) == times


def test_nothing_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match="above zero"):
        apart(0.0, 1.0)


@pytest.mark.parametrize(
    ("one", "other", "steady"),
    [
        ([1.0, 1.0, 9.0], [1.0, 1.05, 1.0], True),
        ([1.0, 1.0, 1.0], [1.1, 1.1, 1.1], True),
        ([1.0, 1.0, 1.0], [1.11, 1.11, 1.11], False),
        ([1.34, 1.34], [1.0, 1.0], False),
    ],
)
def test_a_run_is_steady_only_if_the_same_request_equals_itself(one, other, steady) -> None:
    assert is_steady(one, other) is steady


def test_every_round_asks_everything_once_and_orders_differ() -> None:
    names = ["a", "b", "c", "d", "e"]
    orders = list(shuffled_rounds(names, 20, seed=1))
    assert [sorted(order) for order in orders] == [names] * 20
    assert len({tuple(order) for order in orders}) > 10


def test_the_same_seed_gives_the_same_orders() -> None:
    names = ["a", "b", "c", "d"]
    assert list(shuffled_rounds(names, 5, seed=7)) == list(shuffled_rounds(names, 5, seed=7))
    assert list(shuffled_rounds(names, 5, seed=7)) != list(shuffled_rounds(names, 5, seed=8))


def test_medians_become_multiples_of_the_plain_page() -> None:
    assert ratios({"F": [2.0, 4.0, 2.0], "log": [8.0, 6.0, 100.0]}, "F") == {"F": 1.0, "log": 4.0}


@pytest.mark.parametrize(("figure", "bar", "holds"), [(4.0, 4.0, True), (4.01, 4.0, False), (99.0, None, True)])
def test_exactly_on_the_bar_holds_and_above_does_not(figure, bar, holds) -> None:
    assert Verdict("log", figure, bar, "F").holds is holds


@pytest.mark.parametrize(
    ("found", "lost"),
    [
        ({"a": "signed", "b": "void"}, []),
        ({"a": "signed", "b": "void", "c": "draft"}, []),
        ({"a": "submitted", "b": "void"}, ["a: signed, found submitted"]),
        ({"a": "signed"}, ["b: void, found nothing"]),
    ],
)
def test_an_acknowledged_write_that_is_not_there_is_named(found, lost) -> None:
    assert missing({"a": "signed", "b": "void"}, found) == lost


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_every_bar_is_shown_beside_its_figure(engine) -> None:
    seconds = {name: [0.002, 0.002] for name in (PLAIN, PLAIN_AGAIN)}
    seconds |= {name: [bar * 0.002, bar * 0.002] for name, bar in TIMES_F[engine].items()}
    found = {each.what: each for each in timed(TIMES_F[engine], seconds)}
    assert {name: found[name].bar for name in TIMES_F[engine]} == TIMES_F[engine]
    assert all(found[name].figure == pytest.approx(bar) for name, bar in TIMES_F[engine].items())
    assert found[PLAIN].bar is None


def test_a_missed_bar_is_said_and_not_hidden() -> None:
    section = Section("sqlite", "On a machine.", [Verdict("log", 4.5, 4, "F"), Verdict("front", 5, 5, "F")])
    told = lines([section])
    assert "NO" in next(line for line in told if "log" in line)
    assert "yes" in next(line for line in told if "front" in line)
    assert "| log | 4.50 F | 4 F | NO |" in markdown([section], "Measured today.")


def test_results_replace_the_old_ones_and_nothing_else() -> None:
    document = f"# Speed\n\n{BEGIN}\nold\n{END}\nThe end.\n"
    assert put_into(document, f"{BEGIN}\nnew\n{END}") == f"# Speed\n\n{BEGIN}\nnew\n{END}\nThe end.\n"


def test_a_document_without_a_place_for_results_is_not_overwritten() -> None:
    with pytest.raises(ValueError, match="no place"):
        put_into("# Speed\n", "new")


@pytest.mark.parametrize(("times", "power"), [(1.0, 0.0), (10.0, 1.0), (100.0, 2.0)])
def test_the_exponent_says_how_time_grows_with_size(times, power) -> None:
    assert exponent(times) == pytest.approx(power)


def test_one_trainee_is_told_as_a_share_of_a_full_run_of_a_thousand() -> None:
    small = Recomputed(
        trainees=100, entries=100_000, from_totals=1.0, from_sums=1.5, from_rows=2.0, one=0.03, differing=0
    )
    found = [each.figure for each in recomputed(small)]
    assert found == pytest.approx([0.5, 2 / 3, 0.003, 0])
    assert all(each.holds for each in recomputed(small))
