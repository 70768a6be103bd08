"""Figures of a run: medians, spread, ratios, and what they are held against. Pure."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

# A request that differs from itself by more than this says that something else was at work on the machine.
MOST_FROM_ITSELF = 1.10


@dataclass(frozen=True)
class Spread:
    """What repeated measuring of one thing gave: the middle, and between what half of it lies."""

    median: float
    lower: float
    upper: float
    count: int


@dataclass(frozen=True)
class Verdict:
    """One measured figure beside its bar; `bar` None: shown for information."""

    what: str
    figure: float
    bar: float | None
    unit: str
    detail: str = ""

    @property
    def holds(self) -> bool:
        """Whether the figure keeps to its bar; exactly on it does."""
        return self.bar is None or self.figure <= self.bar


def spread(values: Sequence[float]) -> Spread:
    """Return the median and the quartiles; raises ValueError for fewer than two values, which have no spread."""
    if len(values) < 2:
        raise ValueError("two values at least have a spread")
    lower, _, upper = quantiles(values, n=4, method="inclusive")
    return Spread(median(values), lower, upper, len(values))


def apart(one: float, other: float) -> float:
    """Return how many times the larger is the smaller: 1.0 for the same; raises ValueError unless both are above zero."""
    if one <= 0 or other <= 0:
        raise ValueError("only durations above zero can be compared")
    return max(one, other) / min(one, other)


def is_steady(one: Sequence[float], other: Sequence[float]) -> bool:
    """Say whether the same thing measured under two names is the same, so that the run may be believed."""
    return apart(median(one), median(other)) <= MOST_FROM_ITSELF


def shuffled_rounds(names: Sequence[str], rounds: int, seed: int) -> Iterator[list[str]]:
    """Yield the names `rounds` times, each time in another order; the same seed gives the same orders.

    A fixed order put one request 1.34 times apart from itself.
    """
    dice = random.Random(seed)
    for _ in range(rounds):
        order = list(names)
        dice.shuffle(order)
        yield order


def ratios(measured: Mapping[str, Sequence[float]], to: str) -> dict[str, float]:
    """Return every median as a multiple of the median of `to`."""
    unit = median(measured[to])
    return {name: median(values) / unit for name, values in measured.items()}


def missing(acknowledged: Mapping[str, str], found: Mapping[str, str]) -> list[str]:
    """Return what was acknowledged and is not there as acknowledged: "entry: signed, found submitted"."""
    return [
        f"{entry}: {state}, found {found.get(entry, 'nothing')}"
        for entry, state in sorted(acknowledged.items())
        if found.get(entry) != state
    ]
