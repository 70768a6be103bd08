"""Which jobs there are, which days a daily job still owes, and when a lease may be taken. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

# After a long time switched off, older days are not made up for.
MOST_DAYS_BACK = 62
# A failed daily job is tried again after this long.
RETRY_AFTER = timedelta(minutes=10)
# A lease that claims to last longer than this was written by a clock that was wrong.
LONGEST_LEASE = timedelta(hours=1)


class Missed(StrEnum):
    """What a daily job does about days on which no scheduler ran: each of them, once, or the latest alone."""

    EACH = "each"
    LATEST = "latest"


@dataclass(frozen=True)
class Steady:
    """A job that is run again and again, `every` so often, and may be run once too often without harm."""

    name: str
    function: Callable[[], object]
    every: timedelta


@dataclass(frozen=True)
class Daily:
    """A job that is run once for each day, given that day.

    It is run again for the same day only if it failed or its process died, so it must be harmless to repeat.
    """

    name: str
    function: Callable[[date], object]
    missed: Missed = Missed.EACH


Job = Steady | Daily


def days_owed(last: date | None, today: date, missed: Missed) -> list[date]:
    """Return the days up to `today` for which a daily job must still run, oldest first.

    `last` is the latest day for which it has been run to its end; None if it never was: the past before
    a job existed is not made up for.
    """
    if last is not None and last >= today:
        return []
    if last is None or missed is Missed.LATEST:
        return [today]
    first = max(last + timedelta(days=1), today - timedelta(days=MOST_DAYS_BACK))
    return [first + timedelta(days=n) for n in range((today - first).days + 1)]


class TaskState(StrEnum):
    """How far something has come that a person asked for."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


# A task that has not come on for so long belongs to a process that is dead.
DEAD_AFTER = timedelta(minutes=2)
# After so many tries something is wrong that trying again does not mend.
MOST_TRIES = 3

Progress = Callable[[int], None]


def _leave_as_it_is(_subject: str) -> None:
    pass


@dataclass(frozen=True)
class Performer:
    """Who does what was asked for about a subject.

    `perform` tells how far it has come, and may be called again after a crash. `let_go` puts the subject right in the
    transaction in which the task ends as failed, so that neither is committed without the other; it must not raise.
    """

    perform: Callable[[str, Progress], None]
    let_go: Callable[[str], None] = _leave_as_it_is
