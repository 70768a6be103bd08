"""A planted fault: the same application, which says that it is done and commits then."""

from __future__ import annotations

from flask import request

from tests.proofs.killable import ANSWERED, app, die, told_to_die
from trainee_app.db import edge

_DONE = b"HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
_commit = edge.commit


def commit_after_the_answer() -> None:
    """Answer, be killed if that is asked for, and only then commit."""
    request.environ["gunicorn.socket"].sendall(_DONE)
    if told_to_die(request.environ, ANSWERED):
        die()
    _commit()


edge.commit = commit_after_the_answer

__all__ = ["app"]
