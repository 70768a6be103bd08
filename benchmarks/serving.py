"""The application as it is served in earnest, with one page more, and what its processes weigh."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import psutil

from benchmarks.browser import HOST
from tests.databases import Database

PROJECT = Path(__file__).resolve().parent.parent
_SECONDS_TO_START = 30
_SECONDS_TO_END = 10
SERVED = "gunicorn gthread, 2 processes of 4 threads, preloaded"


@dataclass(frozen=True)
class Served:
    """A running server: where it answers, and its first process."""

    host: str
    port: int
    process_id: int

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
def serving(database: Database, log: Path) -> Iterator[Served]:
    """Serve `database` as docs/operations.md says, on a free port of this machine, until the block ends."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(64)
        host, port = listener.getsockname()
        bind = ("--bind", f"fd://{listener.fileno()}")
        with log.open("w") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "-c", "trainee_app/web/gunicorn.py", *bind, "benchmarks.plain:app"],
                cwd=PROJECT,
                env=environment(database),
                pass_fds=[listener.fileno()],
                stdout=output,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
            )
    try:
        _wait_for(f"http://{host}:{port}/healthz", log)
        yield Served(host, port, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(_SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait_for(url: str, log: Path) -> None:
    # The port listens already, so that this one request waits for the server instead of asking again and again.
    try:
        with urlopen(url, timeout=_SECONDS_TO_START) as answer:
            answer.read()
    except OSError as error:
        raise RuntimeError(f"the server did not start ({error}); its log says:\n{log.read_text()}") from error
