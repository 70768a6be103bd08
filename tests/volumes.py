"""How much a test does: enough to notice on every change, and the full volume before a release."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings
from hypothesis.configuration import set_hypothesis_home_dir

SCALES = ("ci", "full")


def scale() -> str:
    """Return the scale of this run, from SCALE; raises ValueError if it is none that exists."""
    chosen = os.environ.get("SCALE", "ci")
    if chosen not in SCALES:
        raise ValueError(f"SCALE is {chosen!r}: write one of {', '.join(SCALES)}")
    return chosen


def volume(*, ci: int, full: int) -> int:
    """Return the number that fits the scale of this run."""
    return {"ci": ci, "full": full}[scale()]


def load_hypothesis_profile() -> None:
    """Let Hypothesis try the same few examples in CI, and many new ones at full scale."""
    # A database is renewed for each test, not for each example: tests that store clean up themselves.
    usual = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
    settings.register_profile("ci", usual, max_examples=60, derandomize=True, database=None)
    settings.register_profile("full", usual, max_examples=2_000)
    set_hypothesis_home_dir(".cache/hypothesis")
    settings.load_profile(scale())
