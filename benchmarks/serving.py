"""The application as it is served in earnest, with one page more, and what its processes weigh."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psutil

from benchmarks.browser import HOST
from tests.databases import Database
from tests.serving import Served, free_port, served

SERVED = "gunicorn gthread, 2 processes of 4 threads, preloaded"


@dataclass(frozen=True)
class Measured(Served):
    """A running server, whose workers may be weighed."""

    host = "127.0.0.1"

    def heaviest_worker_bytes(self) -> int:
        """Return the proportional set size of the worker that weighs most."""
        workers = psutil.Process(self.process_id).children()
        return max(int(worker.memory_full_info().pss) for worker in workers)


def environment(database: Database) -> dict[str, str]:
    """Return the settings of production; the address is the one that a proxy would serve it under."""
    return database.environment(
        TRAINEE_ENV="production",
        BASE_URL=f"https://{HOST}",
        PYTHONWARNINGS="ignore",
        ARGON2_MEMORY_KIB=str(19 * 1024),
        ARGON2_TIME_COST="2",
    )


@contextmanager
def serving(database: Database) -> Iterator[Measured]:
    """Serve `database` as docs/operations.md says, on a free port of this machine, until the block ends."""
    with (
        free_port() as listener,
        served(database, "benchmarks.plain:app", environment(database), listener) as server,
    ):
        yield Measured(server.port, server.process_id, server.log)
