"""Whatever anybody does to a log in whatever order, it stands as the plain model says, its sums agree and the trail verifies."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.logbook.walks.ground import Ground
from tests.logbook.walks.machine import Walk
from tests.volumes import volume
from trainee_app.history.queries import flaws

WALKS = volume(ci=10, full=1_000)
STEPS = 50
# A walk that went wrong can be read as it is: its last step is the one that differs. Shortening it takes minutes.
SETTINGS = settings(max_examples=WALKS, stateful_step_count=STEPS, phases=[Phase.generate])


def walks(ground_anew: Callable[[], Ground], ended: Callable[[Ground], None]) -> tuple[type[Walk], list[int]]:
    """Return the walk on this ground, and where its steps are counted."""
    steps = [0]

    def took_step() -> None:
        steps[0] += 1

    told = {"ground_anew": staticmethod(ground_anew), "ended": staticmethod(ended), "took_step": staticmethod(took_step)}
    return type("Walk", (Walk,), told), steps


def test_a_log_stands_as_a_plain_model_says_whatever_is_done_to_it(ground_anew) -> None:
    def ended(_ground: Ground) -> None:
        assert [str(flaw) for flaw in flaws()] == []

    walk, steps = walks(ground_anew, ended)
    run_state_machine_as_test(walk, settings=SETTINGS)
    assert steps[0] >= WALKS * STEPS * 0.9, "walks were cut short"
