"""The application as it is served in earnest, in workers that die by `kill -9` when a request tells them to.

`X-Die: committed` ends the worker when the work is done and nothing of it was answered yet, `X-Die: answered` at once
when the last byte of the answer is written. Each answer tells the most memory that its worker ever had, which process
that is, and from when to when the work on it lasted. Served by the tests of this folder only.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any

from werkzeug.wsgi import ClosingIterator

from config import Settings
from trainee_app.app import create_app

HEADER = "X-Die"
PEAK = "X-Peak-Bytes"
PROCESS, BEGAN, ENDED = "X-Process", "X-Began", "X-Ended"
COMMITTED = "committed"
ANSWERED = "answered"
_WSGI_HEADER = "HTTP_X_DIE"


def die() -> None:
    """End this process as the system ends one: nothing is finished, flushed, closed or told."""
    os.kill(os.getpid(), signal.SIGKILL)


def told_to_die(environ: dict[str, Any], when: str) -> bool:
    """Say whether the request ends its worker at that point."""
    return bool(environ.get(_WSGI_HEADER) == when)


def peak_bytes() -> int:
    """Return the most memory that this process ever had; the system counts in units of its own."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def killable(wsgi_app: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    """Let requests end the worker that answers them."""

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        began = time.monotonic_ns()

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            told = {PEAK: peak_bytes(), PROCESS: os.getpid(), BEGAN: began, ENDED: time.monotonic_ns()}
            return start_response(status, [*headers, *((name, str(said)) for name, said in told.items())], *more)

        body = wsgi_app(environ, start)
        if told_to_die(environ, COMMITTED):
            die()
        return ClosingIterator(body, die) if told_to_die(environ, ANSWERED) else body

    return answer


app = create_app(Settings.from_environment())
app.wsgi_app = killable(app.wsgi_app)  # type: ignore[method-assign]
