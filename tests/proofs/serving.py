"""The application as docs/operations.md says, in several workers, which a test may end without asking them."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psutil

from tests.databases import Database
from tests.serving import Served, free_port, served

HOST = "proof.example.org"
IN_EARNEST = {"environment": "production", "base_url": f"https://{HOST}"}
_KILLED = re.compile(r"was sent SIGKILL")
_DIED_OTHERWISE = re.compile(r"was sent SIG(?!KILL|TERM)\w+|exited with code|WORKER TIMEOUT|Traceback")


@dataclass(frozen=True)
class Earnest(Served):
    """A running server, whose workers may be ended and counted."""

    def workers(self) -> list[psutil.Process]:
        """Return the processes that answer at this moment."""
        return [
            worker
            for worker in psutil.Process(self.process_id).children()
            if worker.is_running() and worker.status() != psutil.STATUS_ZOMBIE
        ]

    def kill(self, worker: psutil.Process) -> None:
        """End a worker as the system ends one; that it is gone already is no fault."""
        try:
            os.kill(worker.pid, signal.SIGKILL)
        except ProcessLookupError:
            return

    def kills(self) -> int:
        """Return how many workers died by `kill -9`, as their first process has seen it."""
        return len(_KILLED.findall(self.log.read_text(errors="replace")))

    def faults(self) -> list[str]:
        """Return the lines of the log that tell of a fault or of a death of another kind."""
        lines = self.log.read_text(errors="replace").splitlines()
        return [line for line in lines if _DIED_OTHERWISE.search(line) or '"level": "error"' in line]


@contextmanager
def serving_in_earnest(database: Database, app: str, *, workers: int = 2, options: str = "") -> Iterator[Earnest]:
    """Serve `database` with the settings of production by gunicorn on a free port, until the block ends."""
    environment = database.environment(
        TRAINEE_ENV=IN_EARNEST["environment"],
        BASE_URL=IN_EARNEST["base_url"],
        PYTHONWARNINGS="ignore",
        WEB_CONCURRENCY=str(workers),
        GUNICORN_CMD_ARGS=options,
    )
    with (
        free_port() as listener,
        served(database, app, environment, listener) as server,
    ):
        yield Earnest(server.port, server.process_id, server.log)
