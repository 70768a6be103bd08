"""The application in processes of its own, as people meet it: for journeys and for what two processes do."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from tests.databases import Database

PROJECT = Path(__file__).resolve().parent.parent
_SECONDS_TO_START = 180
_SECONDS_TO_END = 15
_WAITING_CONNECTIONS = 128


@dataclass(frozen=True)
class LiveServer:
    """A running server: where it answers, and the database it stands on."""

    url: str
    database: Database
    log: Path


@dataclass(frozen=True)
class Served:
    """A running server: its port of this machine, its first process, and what it has logged."""

    port: int
    process_id: int
    log: Path


@contextmanager
def serving(database: Database, **environment: str) -> Iterator[LiveServer]:
    """Serve `database` by one worker on a free port of this machine, until the block ends."""
    with free_port() as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        settings = database.environment(BASE_URL=url, **environment)
        with served(database, "wsgi:app", settings, listener, "--workers", "1") as server:
            yield LiveServer(url, database, server.log)


@contextmanager
def free_port() -> Iterator[socket.socket]:
    """Listen on a free port: who asks before the server has started waits for it instead of asking again and again."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(_WAITING_CONNECTIONS)
        yield listener


@contextmanager
def served(
    database: Database, app: str, settings: Mapping[str, str], listener: socket.socket, *options: str
) -> Iterator[Served]:
    """Serve `app` by gunicorn on what listens already, until the block ends, and no longer whatever the server does."""
    log = database.instance_path / "server.log"
    bind = ("--bind", f"fd://{listener.fileno()}")
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", *bind, "-c", "trainee_app/web/gunicorn.py", *options, app],
            cwd=PROJECT,
            env=settings,
            pass_fds=[listener.fileno()],
            stdout=output,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
        )
    port = listener.getsockname()[1]
    # The server has it from here on: what is asked when it has ended must not wait for nobody.
    listener.close()
    try:
        _wait_for(f"http://127.0.0.1:{port}/healthz", log)
        yield Served(port, process.pid, log)
    finally:
        _end(process)


def _wait_for(url: str, log: Path) -> None:
    try:
        with urlopen(url, timeout=_SECONDS_TO_START) as answer:
            answer.read()
    except OSError as error:
        raise RuntimeError(f"the server did not start ({error}); its log says:\n{log.read_text()}") from error


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
