"""Waiting for what another process or thread does: until it is so, and never longer than a deadline."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

_Answer = TypeVar("_Answer")
_BETWEEN_LOOKS = 0.05


def until(look: Callable[[], _Answer], what: str, seconds: float = 90) -> _Answer:
    """Look again and again until the answer is true, and return it; fails with `what` at the deadline."""
    deadline = time.monotonic() + seconds
    while not (answer := look()):
        if time.monotonic() > deadline:
            raise AssertionError(f"after {seconds} seconds still not: {what}")
        threading.Event().wait(_BETWEEN_LOOKS)
    return answer
