"""The application as docs/operations.md says, in several workers, which a test may end without asking them."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import psutil

from tests.databases import Database

HOST = "proof.example.org"
IN_EARNEST = {"environment": "production", "base_url": f"https://{HOST}"}
_PROJECT = Path(__file__).resolve().parents[2]
_SECONDS_TO_START = 180
_SECONDS_TO_END = 15
_WAITING_CONNECTIONS = 128
_KILLED = re.compile(r"was sent SIGKILL")
_DIED_OTHERWISE = re.compile(r"was sent SIG(?!KILL|TERM)\w+|exited with code|WORKER TIMEOUT|Traceback")


@dataclass(frozen=True)
class Earnest:
    """A running server: where it answers, its first process, and what it has logged."""

    port: int
    process_id: int
    log: Path

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
def serving_in_earnest(database: Database, app: str, *, workers: int = 2) -> Iterator[Earnest]:
    """Serve `database` with the settings of production by gunicorn on a free port, until the block ends."""
    environment = database.environment(
        TRAINEE_ENV=IN_EARNEST["environment"],
        BASE_URL=IN_EARNEST["base_url"],
        PYTHONWARNINGS="ignore",
        WEB_CONCURRENCY=str(workers),
    )
    log = database.instance_path / "server.log"
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(_WAITING_CONNECTIONS)
        port = listener.getsockname()[1]
        bind = ("--bind", f"fd://{listener.fileno()}")
        with log.open("w") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "-c", "trainee_app/web/gunicorn.py", *bind, app],
                cwd=_PROJECT,
                env=environment,
                pass_fds=[listener.fileno()],
                stdout=output,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
            )
    try:
        _wait_for(f"http://127.0.0.1:{port}/healthz", log)
        yield Earnest(port, process.pid, log)
    finally:
        process.terminate()
        try:
            process.wait(_SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(url: str, log: Path) -> None:
    # The port listens already, so that this one request waits for the server instead of asking again and again.
    try:
        with urlopen(url, timeout=_SECONDS_TO_START) as answer:
            answer.read()
    except OSError as error:
        raise RuntimeError(f"the server did not start ({error}); its log says:\n{log.read_text()}") from error
