"""The edge at which work is committed: the end of a request, a job or a command. Nowhere else.

Just before the commit the settlers run (standings are rewritten), then the trail is sealed; both
therefore roll back with the work they speak of.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from flask import current_app
from sqlalchemy.orm import Session

from trainee_app.db.engine import writing
from trainee_app.db.tables import db

_EXTENSION = "trainee_app.edge"
_NOTES = "notes on the transaction"


class Finisher(Protocol):
    """What happens around a commit: `before` within the transaction, `after` once it is durable."""

    def before(self) -> None:
        """Finish the work inside the transaction."""

    def after(self) -> None:
        """Do what may only follow a commit."""

    def abandoned(self) -> None:
        """Forget what was prepared for a transaction that is rolled back."""


def finish_with(app: Any, *finishers: Finisher) -> None:
    """Set what runs around every commit, in this order."""
    app.extensions[_EXTENSION] = finishers


def commit() -> None:
    """Settle, seal and commit the running transaction; roll it back if any of that fails."""
    finishers: tuple[Finisher, ...] = current_app.extensions[_EXTENSION]
    try:
        for finisher in finishers:
            finisher.before()
        db.session.commit()
    except BaseException:
        roll_back()
        raise
    for finisher in finishers:
        finisher.after()


def roll_back() -> None:
    """Undo the running transaction and what was prepared for its end."""
    for finisher in current_app.extensions[_EXTENSION]:
        finisher.abandoned()
    db.session.rollback()


def notes() -> dict[str, Any]:
    """Return what services have noted about the running transaction; what was noted about one before it is gone."""
    session = db.session()
    running, noted = session.info.get(_NOTES, (None, None))
    if noted is None or running is not session.get_transaction():
        noted = {}
        session.info[_NOTES] = session.get_transaction(), noted
    found: dict[str, Any] = noted
    return found


@contextmanager
def unit_of_work() -> Iterator[None]:
    """Commit the block's work at its end, or roll all of it back. For jobs and commands."""
    with writing():
        try:
            yield
        except BaseException:
            roll_back()
            raise
        commit()


@contextmanager
def short_transaction() -> Iterator[Session]:
    """Open a session of its own and commit it: for the session's touch, the log of reading and security events.

    Open it only when the request's own transaction has ended, or has only read: a second writer
    beside an open one would find SQLite locked.
    """
    with writing(), Session(db.engine) as session, session.begin():
        yield session
