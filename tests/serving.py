"""The application in processes of its own, as people meet it: for journeys and for what two processes do."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from tests.databases import Database

_PROJECT = Path(__file__).resolve().parent.parent
_SETTINGS = ("-c", "trainee_app/web/gunicorn.py", "--workers", "1")
_SECONDS_TO_START = 60
_SECONDS_TO_END = 10


@dataclass(frozen=True)
class LiveServer:
    """A running server: where it answers, and the database it stands on."""

    url: str
    database: Database
    log: Path


@contextmanager
def serving(database: Database, **environment: str) -> Iterator[LiveServer]:
    """Serve `database` by gunicorn on a free port of this machine, until the block ends."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        log = database.instance_path / "server.log"
        with log.open("w") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "--bind", f"fd://{listener.fileno()}", *_SETTINGS, "wsgi:app"],
                cwd=_PROJECT,
                env=database.environment(BASE_URL=url, **environment),
                pass_fds=[listener.fileno()],
                stdout=output,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
            )
    try:
        _wait_for(url, log)
        yield LiveServer(url, database, log)
    finally:
        process.terminate()
        process.wait(_SECONDS_TO_END)


def _wait_for(url: str, log: Path) -> None:
    # The port listens already, so that this one request waits for the server instead of asking again and again.
    try:
        with urlopen(f"{url}/healthz", timeout=_SECONDS_TO_START) as answer:
            answer.read()
    except OSError as error:
        raise RuntimeError(f"the server did not start ({error}); its log says:\n{log.read_text()}") from error
