"""What `make run` starts: a migrated database, the invented world, a web server and the scheduler.

It only supervises processes and so imports nothing of the application; it starts in a moment, ends
everything on Ctrl-C, and says in one line what stands in the way. The environment may override
every setting, such as DATABASE_URL or REQUIRE_SECOND_FACTOR=1.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from types import FrameType
from urllib.request import urlopen

PROJECT = Path(__file__).resolve().parents[2]
_HOST = "127.0.0.1"
_USUAL_PORT = "8000"
_LARGEST_PORT = 65_535
_SECONDS_TO_START = 60
_SECONDS_TO_END = 10
# Where there is no fork, there is no gunicorn and no handing over of an open port.
_HAS_FORK = hasattr(os, "fork")

Environment = Mapping[str, str]
Child = subprocess.Popen[bytes]


class CannotRun(Exception):
    """Something stands in the way; the message says what to do."""


@dataclass(frozen=True)
class Ended:
    """Why the running comes to an end: which process ended, and its status; None where somebody asked for it."""

    name: str
    status: int | None


def main() -> int:
    """Run until Ctrl-C; return the exit status."""
    try:
        with open_port(os.environ.get("PORT") or _USUAL_PORT) as listener:
            address = f"http://{_HOST}:{listener.getsockname()[1]}"
            environment = settings(address)
            flask("db", "upgrade", environment=environment)
            people = flask("demo", "load", environment=environment)
            reason = serve(listener, environment, f"\n{people}\n  {address}    Ctrl-C ends it\n")
    except CannotRun as hindrance:
        print(f"trainee_app: {hindrance}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    if reason.status is None:
        print("\nEnded. What you did is kept; the next `make run` goes on from here.", flush=True)
        return 0
    print(f"trainee_app: the {reason.name} has ended by itself (status {reason.status}).", file=sys.stderr)
    return 1


def open_port(written: str) -> socket.socket:
    """Return a socket that listens on the port; raises CannotRun if there is no such port, or it is busy."""
    if not written.isdecimal() or not 0 < int(written) <= _LARGEST_PORT:
        raise CannotRun(f"PORT is {written!r}: write a number up to {_LARGEST_PORT}.")
    listener = socket.socket()
    if _HAS_FORK:  # elsewhere the option would let two listen at once
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((_HOST, int(written)))
        listener.listen()
    except PermissionError:
        listener.close()
        raise CannotRun(f"port {written} is not yours to use; choose another: make run PORT=8001") from None
    except OSError:
        listener.close()
        raise CannotRun(f"port {written} is busy; end what uses it, or choose another: make run PORT=8001") from None
    return listener


def settings(address: str) -> dict[str, str]:
    """Return the environment of all processes: a trial on this machine, unless told otherwise."""
    usual = {
        "FLASK_APP": "wsgi",
        "TRAINEE_ENV": "development",
        "DEMO": "1",
        "REQUIRE_SECOND_FACTOR": "0",
        "BASE_URL": address,
    }
    return {**usual, **os.environ}


def flask(*command: str, environment: Environment) -> str:
    """Run a `flask` command to its end and return what it said; raises CannotRun if it fails."""
    arguments = [sys.executable, "-m", "flask", *command]
    done = subprocess.run(
        arguments, cwd=PROJECT, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise CannotRun(f"`flask {' '.join(command)}` failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def serve(listener: socket.socket, environment: Environment, greeting: str) -> Ended:
    """Run both processes until either ends or somebody asks; then end both and say which it was."""
    ended: SimpleQueue[Ended] = SimpleQueue()
    _end_when_asked(ended)
    children: dict[str, Child] = {}
    try:
        children["web server"] = _start_web_server(listener, environment)
        children["scheduler"] = _start([sys.executable, "-m", "flask", "scheduler", "run"], environment)
        for name, child in children.items():
            Thread(target=_tell_end, args=(name, child, ended), daemon=True).start()
        Thread(target=_greet, args=(listener.getsockname()[1], greeting), daemon=True).start()
        listener.close()
        return ended.get()
    finally:
        _end(children.values())


def _start_web_server(listener: socket.socket, environment: Environment) -> Child:
    if not _HAS_FORK:
        host, port = listener.getsockname()
        listener.close()
        return _start([sys.executable, "-m", "waitress", f"--listen={host}:{port}", "wsgi:app"], environment)
    command = [sys.executable, "-m", "gunicorn", "-c", "trainee_app/web/gunicorn.py", "--log-level", "warning"]
    number = listener.fileno()
    return _start([*command, "--bind", f"fd://{number}", "wsgi:app"], environment, hand_over=(number,))


def _start(command: list[str], environment: Environment, hand_over: tuple[int, ...] = ()) -> Child:
    # A session of its own, so that Ctrl-C in the terminal reaches the processes through us, once.
    return subprocess.Popen(
        command,
        cwd=PROJECT,
        env=environment,
        stdin=subprocess.DEVNULL,
        pass_fds=hand_over,
        start_new_session=_HAS_FORK,
    )


def _end(children: Iterable[Child]) -> None:
    for child in children:
        child.terminate()
    for child in children:
        try:
            child.wait(_SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            child.kill()


def _end_when_asked(ended: SimpleQueue[Ended]) -> None:
    def asked(_number: int, _frame: FrameType | None) -> None:
        ended.put(Ended("whole", None))

    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), asked)


def _tell_end(name: str, child: Child, ended: SimpleQueue[Ended]) -> None:
    ended.put(Ended(name, child.wait()))


def _greet(port: int, greeting: str) -> None:
    # The port is open already, so that one request waits for the server; if it never answers, its end says so.
    with suppress(OSError), urlopen(f"http://{_HOST}:{port}/healthz", timeout=_SECONDS_TO_START):
        print(greeting, flush=True)


if __name__ == "__main__":
    sys.exit(main())
