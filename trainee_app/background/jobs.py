"""Running a job in the scheduler's process: only while the lease is held, for each day once; and what people ask for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from trainee_app import clock
from trainee_app.background import queries, services
from trainee_app.background.rules import Daily, Job, Performer, Steady, days_owed
from trainee_app.db.edge import roll_back, unit_of_work
from trainee_app.refusals import Refusal

LEASE = "scheduler"
_BROKEN = "Something went wrong, and nothing was changed. Try it again; if it goes on, tell the course office."
_DIED = "It was begun several times and never came to its end, and nothing was changed. Tell the course office."


class LeaseKeeper:
    """This process's right to work: taken if it is free, renewed while it works, given back at the end."""

    def __init__(self, holder: str, lasting: timedelta) -> None:
        self.holder = holder
        self._lasting = lasting
        self._until: datetime | None = None

    def renew(self) -> bool:
        """Take or renew the lease; return whether it is held now."""
        at = clock.now()
        with unit_of_work():
            is_taken = services.take_lease(name=LEASE, holder=self.holder, lasting=self._lasting, at=at)
        self._until = at + self._lasting if is_taken else None
        return is_taken

    def is_held(self) -> bool:
        """Say whether this process may work: the lease was taken and has not run out since."""
        return self._until is not None and clock.now() < self._until

    def give_back(self) -> None:
        """Let the next process work at once."""
        self._until = None
        with unit_of_work():
            services.give_lease_back(name=LEASE, holder=self.holder, at=clock.now())


class Turn:
    """A job whose turn it is, again and again."""

    def __init__(self, job: Job, keeper: LeaseKeeper) -> None:
        self._job = job
        self._keeper = keeper
        self._settled_for: date | None = None

    def take(self) -> None:
        """Run the job if this process may work and something is owed."""
        if not self._keeper.is_held():
            self._settled_for = None
            return
        if isinstance(self._job, Steady):
            self._job.function()
            return
        today = clock.today()
        if self._settled_for != today and run_owed_days(self._job, today):
            self._settled_for = today


def run_owed_days(job: Daily, today: date) -> bool:
    """Run a daily job for every day it owes up to `today`, oldest first; return whether none is owed any more.

    A day that failed is tried again later and holds the following days back. Raises what the job raised.
    """
    with unit_of_work():
        owed = days_owed(queries.last_day_done(job.name), today, job.missed)
    return all(_run(job, day) for day in owed)


def _run(job: Daily, day: date) -> bool:
    with unit_of_work():
        run_id = services.begin_run(job=job.name, period=day.isoformat(), at=clock.now())
    if run_id is None:
        return False
    try:
        job.function(day)
    except Exception as error:
        with unit_of_work():
            services.fail_run(run_id=run_id, reason=type(error).__name__)
        raise
    with unit_of_work():
        services.end_run(run_id=run_id, at=clock.now())
    return True


def work_off_tasks(performers: Mapping[str, Performer]) -> None:
    """Do what people have asked for, the oldest first, until nothing waits.

    A task may be performed again after a crash, a few times: its performer commits its own work, and knows whether it
    is done. Where a task ends as failed, its performer lets the subject go in the same transaction.
    Raises what a performer raised, other than a refusal; the next turn goes on.
    """
    while (begun := _begin_next(performers)) is not None:
        _perform(performers, *begun)


def _begin_next(performers: Mapping[str, Performer]) -> tuple[int, str, str] | None:
    at = clock.now()
    with unit_of_work():
        for kind, subject in services.give_up_on_the_dead(reason=_DIED, at=at):
            _let_go(performers, kind, subject)
        return services.begin_next_task(at=at)


def _perform(performers: Mapping[str, Performer], task_id: int, kind: str, subject: str) -> None:
    def progress(done: int) -> None:
        services.note_progress(task_id=task_id, done=done, at=clock.now())

    def fail(reason: str, *, may_try_again: bool) -> None:
        roll_back()
        with unit_of_work():
            if services.fail_task(task_id=task_id, reason=reason, may_try_again=may_try_again, at=clock.now()):
                _let_go(performers, kind, subject)

    try:
        performers[kind].perform(subject, progress)
    except Refusal as refusal:
        fail(str(refusal), may_try_again=False)
    except Exception:
        fail(_BROKEN, may_try_again=True)
        raise
    else:
        with unit_of_work():
            services.end_task(task_id=task_id, at=clock.now())


def _let_go(performers: Mapping[str, Performer], kind: str, subject: str) -> None:
    if kind in performers:
        performers[kind].let_go(subject)
