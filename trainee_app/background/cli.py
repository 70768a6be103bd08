"""`flask scheduler run`: the one process that does what nobody is waiting for."""

from __future__ import annotations

import logging
import os
import secrets
import signal
import socket
from collections.abc import Callable
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Any

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from trainee_app.background.jobs import LeaseKeeper, Turn
from trainee_app.background.rules import Job, Steady
from trainee_app.mail.sending import can_send
from trainee_app.web import serving

if TYPE_CHECKING:
    from apscheduler.schedulers.background import BackgroundScheduler

group = AppGroup("scheduler", help="Mail, the turn of the day, and sweeping: work that nobody waits for.")

_EXTENSION = "trainee_app.background"
# How often a daily job looks whether a new day has begun; nearly free, since it remembers the day.
_DAILY_LOOK = timedelta(seconds=5)
_SHORTEST_LEASE_SECONDS = 2
_log = logging.getLogger(__name__)


def connect(app: Any, jobs: tuple[Job, ...]) -> None:
    """Give the application its fixed list of jobs."""
    app.extensions[_EXTENSION] = jobs


@group.command("run")
@click.option(
    "--lease-seconds",
    default=30,
    show_default=True,
    type=click.IntRange(min=_SHORTEST_LEASE_SECONDS, max=600),
    help="How long another scheduler waits before it takes over from one that has died.",
)
def run(lease_seconds: int) -> None:
    """Run the jobs until SIGTERM or Ctrl-C. A second scheduler waits and takes over if the first dies."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - the documented way
    serving.refuse_if_unfit(app)
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    wait_until_asked = ask_to_stop()
    keeper = LeaseKeeper(_own_name(), timedelta(seconds=lease_seconds))
    scheduler = _scheduler(app, keeper, lease_seconds)
    _log.info("the scheduler %s has started and %s", keeper.holder, "works" if keeper.renew() else "waits")
    if not can_send(app.config):
        _log.error("SMTP_HOST is not set: letters wait until it is")
    scheduler.start()
    wait_until_asked()
    scheduler.shutdown(wait=True)
    keeper.give_back()
    _log.info("the scheduler %s has ended", keeper.holder)


def ask_to_stop() -> Callable[[], object]:
    """Let SIGTERM and SIGINT ask for the end; return what waits until one has.

    The signals are held back, by every thread begun from now on as well, until somebody waits for them. A handler would
    have to tell the thread that waits: one that arrives as this thread goes to sleep finds nobody to tell.
    """
    asking = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, asking)
    return lambda: signal.sigwait(asking)


def _own_name() -> str:
    # The random part tells a restarted container, with the same host name and process number, from its dead predecessor.
    return f"{socket.gethostname()[:50]}:{os.getpid()}:{secrets.token_hex(4)}"


def _scheduler(app: Flask, keeper: LeaseKeeper, lease_seconds: int) -> BackgroundScheduler:
    # A web process never runs it.
    from apscheduler.schedulers.background import BackgroundScheduler

    scheduler = BackgroundScheduler(timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1})
    _add(scheduler, app, "lease", keeper.renew, timedelta(seconds=lease_seconds / 3))
    jobs: tuple[Job, ...] = app.extensions[_EXTENSION]
    for job in jobs:
        every = job.every if isinstance(job, Steady) else _DAILY_LOOK
        _add(scheduler, app, job.name, Turn(job, keeper).take, every)
    return scheduler


def _add(
    scheduler: BackgroundScheduler, app: Flask, name: str, function: Callable[[], object], every: timedelta
) -> None:
    from apscheduler.triggers.combining import OrTrigger
    from apscheduler.triggers.date import DateTrigger
    from apscheduler.triggers.interval import IntervalTrigger

    def in_context() -> None:
        # What a job raises is logged by the scheduler, and the next turn comes all the same.
        with app.app_context():
            function()

    now_and_then = OrTrigger([DateTrigger(timezone=UTC), IntervalTrigger(seconds=every.total_seconds(), timezone=UTC)])
    scheduler.add_job(in_context, now_and_then, id=name, misfire_grace_time=None)
