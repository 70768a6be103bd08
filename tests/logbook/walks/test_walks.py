"""Whatever anybody does to a log in whatever order, it stands as the plain model says, its sums agree and the trail verifies."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.logbook.walks.ground import Ground
from tests.logbook.walks.walking import Walk
from tests.volumes import volume
from trainee_app.history.queries import flaws
from trainee_app.logbook.queries import differences
from trainee_app.readiness.queries import drifts

# On each engine 500 steps, or 100,000: parts that several workers can take up at once.
STEPS = 50
PARTS = volume(ci=1, full=20)
WALKS = volume(ci=10, full=100)


@pytest.mark.parametrize("part", range(PARTS))
def test_a_log_stands_as_a_plain_model_says_whatever_is_done_to_it(ground_anew: Callable[[], Ground], part: int) -> None:
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
