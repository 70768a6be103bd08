"""Whatever anybody does to a log in whatever order, it stands as the plain model says, its sums agree and the trail verifies."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import DatabaseError

from tests.logbook.walks.faults import FAULTS, SOON_SEEN, Plant
from tests.logbook.walks.ground import Ground
from tests.logbook.walks.walking import Walk
from tests.volumes import volume
from trainee_app.history.queries import flaws
from trainee_app.logbook.queries import awaiting, differences
from trainee_app.logbook.services import TotalsAdrift
from trainee_app.readiness.queries import drifts

# On each engine 300 steps, or 100,000: parts that several workers can take up at once.
STEPS = 50
PARTS = volume(ci=1, full=40)
WALKS = volume(ci=6, full=50)
MOST_WALKS = 80


@pytest.mark.parametrize("part", range(PARTS))
def test_a_log_stands_as_a_plain_model_says_whatever_is_done_to_it(
    ground_anew: Callable[[], Ground], part: int
) -> None:
    walked: set[int] = set()

    # A seed says all; a smaller one is no simpler walk.
    @settings(max_examples=WALKS, phases=[Phase.generate])
    @given(seed=st.integers(part * 10**9, (part + 1) * 10**9 - 1))
    def walk(seed: int) -> None:
        ground = ground_anew()
        Walk(ground, seed).walk(STEPS)
        assert [str(each) for each in (*flaws(), *differences())] == []
        assert drifts([ground.people.trainee_id]) == []
        walked.add(seed)

    walk()
    assert len(walked) >= WALKS * 0.9, "too few walks"


def first_seen(ground_anew: Callable[[], Ground]) -> int | None:
    """Return the first of some walks, always the same ones, in which something is seen to be wrong."""
    for seed in range(MOST_WALKS):
        try:
            walk_and_look(ground_anew, seed)
        except (AssertionError, DatabaseError, TotalsAdrift):
            return seed
    return None


def walk_and_look(ground_anew: Callable[[], Ground], seed: int) -> None:
    Walk(ground_anew(), seed).walk(STEPS)
    assert [str(each) for each in (*flaws(), *differences())] == []


@pytest.mark.one_engine  # the faults are of what is written in Python
@pytest.mark.parametrize(
    "plant",
    [pytest.param(each, marks=() if each in SOON_SEEN else pytest.mark.planted, id=each.__name__) for each in FAULTS],
)
def test_a_planted_fault_is_seen(ground_anew, monkeypatch, plant: Plant) -> None:
    # Put together once for everybody, they would hold what was there before.
    for kept in ("_awaiting", "_to_sign"):
        monkeypatch.setattr(awaiting, kept, getattr(awaiting, kept).__wrapped__)
    with monkeypatch.context() as planted:
        plant(planted)
        seed = first_seen(ground_anew)
    assert seed is not None
    # It was the fault that was seen: without it the same walk is clean.
    walk_and_look(ground_anew, seed)
