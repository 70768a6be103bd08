"""Shuffled rounds of requests against a running server: every request once in each round, each time in another order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from benchmarks.bars import PLAIN, PLAIN_AGAIN
from benchmarks.figures import is_steady, shuffled_rounds

# One request, timed by itself; it raises if the answer is not the right one.
Request = Callable[[], float]
MOST_RUNS = 3
_WARMING_ROUNDS = 5


@dataclass(frozen=True)
class Run:
    """What the rounds gave, in seconds by request. A run that is not steady must not be believed."""

    seconds: Mapping[str, list[float]]
    dropped: int
    is_steady: bool


def run_rounds(requests: Mapping[str, Request], *, rounds: int, seed: int, before: Callable[[], None]) -> Run:
    """Run until one run is steady, three times at most; `before` each round prepares what the requests use up."""
    seconds: Mapping[str, list[float]] = {}
    for attempt in range(MOST_RUNS):
        _rounds(requests, _WARMING_ROUNDS, seed, before)
        seconds = _rounds(requests, rounds, seed + attempt, before)
        if is_steady(seconds[PLAIN], seconds[PLAIN_AGAIN]):
            return Run(seconds, attempt, is_steady=True)
    return Run(seconds, MOST_RUNS, is_steady=False)


def _rounds(
    requests: Mapping[str, Request], rounds: int, seed: int, before: Callable[[], None]
) -> dict[str, list[float]]:
    seconds: defaultdict[str, list[float]] = defaultdict(list)
    for order in shuffled_rounds(list(requests), rounds, seed):
        before()
        for name in order:
            seconds[name].append(requests[name]())
    return dict(seconds)
