"""`flask scheduler run`, in processes of its own: one works, the next takes over, days off are made up for."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.databases import Database
from tests.waiting import until
from trainee_app import clock
from trainee_app.background.models import JobRun, Lease
from trainee_app.db import db
from trainee_app.db.edge import unit_of_work
from trainee_app.mail import services
from trainee_app.mail.composing import connect
from trainee_app.mail.models import OutboxMessage

_PROJECT = Path(__file__).resolve().parents[2]
_SECONDS_TO_END = 60
Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start(fresh_database: Database) -> Iterator[Start]:
    """Start schedulers on `fresh_database`; those still running at the end are ended."""
    with ExitStack() as stack:

        def begin(**environment: str) -> subprocess.Popen[str]:
            number = len(list(fresh_database.instance_path.glob("scheduler*.log")))
            log = stack.enter_context((fresh_database.instance_path / f"scheduler{number}.log").open("w"))
            process = subprocess.Popen(
                [sys.executable, "-m", "flask", "scheduler", "run", "--lease-seconds", "2"],
                cwd=_PROJECT,
                env=fresh_database.environment(**{"FLASK_APP": "tests.background.probing", **environment}),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                text=True,
            )
            stack.callback(_end, process)
            return process

        yield begin


def _end(process: subprocess.Popen[str]) -> None:
    if process.poll() is None:
        process.terminate()
        process.wait(_SECONDS_TO_END)


@pytest.fixture
def looking(make_app: Callable[..., Flask]) -> Iterator[Flask]:
    """An application of the test's own on the same database, its context open."""
    app = make_app()
    connect(app, {"day": lambda _: None})
    with app.app_context():
        yield app


def _look(statement: Any) -> Any:
    found = db.session.execute(statement).all()
    db.session.rollback()
    return found


def _holder() -> str | None:
    rows = _look(select(Lease.holder).where(Lease.until > clock.now()))
    return rows[0][0] if rows else None


def _days_posted(kind: str) -> Counter[str]:
    return Counter(
        json.loads(params)["day"] for (params,) in _look(select(OutboxMessage.params).where(OutboxMessage.kind == kind))
    )


def _sent() -> int:
    return int(_look(select(func.count()).select_from(OutboxMessage).where(OutboxMessage.sent_at.is_not(None)))[0][0])


def _post_one() -> None:
    with unit_of_work():
        services.post(kind="day", person_id=1, params={"day": "posted by the test"}, at=clock.now())


def _has_run(day: str, sent: int) -> bool:
    return _days_posted("latest")[day] == 1 and _days_posted("day")[day] == 1 and _sent() == sent


def _pid(holder: str | None) -> int:
    assert holder is not None
    return int(holder.split(":")[1])


def test_two_schedulers_start_one_works_and_the_other_takes_over_when_it_is_killed(
    start: Start, looking: Flask
) -> None:
    processes = {process.pid: process for process in (start(), start())}
    first = until(_holder, "one of two schedulers holds the lease")
    until(lambda: _sent() == 2, "the letters of both daily jobs have left")
    worker = processes.pop(_pid(first))
    worker.kill()
    worker.wait(_SECONDS_TO_END)
    _post_one()
    until(lambda: _holder() not in (None, first), "the other scheduler has taken over")
    until(lambda: _sent() == 3, "the letter posted after the death has left")
    assert _pid(_holder()) in processes
    today = clock.today().isoformat()
    assert _days_posted("day") == {today: 1, "posted by the test": 1}
    assert _days_posted("latest") == {today: 1}


def test_a_scheduler_that_comes_back_after_days_off_makes_up_for_each_day_once(start: Start, looking: Flask) -> None:
    days = [(clock.today() + timedelta(days=n)).isoformat() for n in range(4)]
    for offset, sent in ((0, 3), (3, 8), (3, 9)):
        process = start(CLOCK_OFFSET_DAYS=str(offset))
        _post_one()
        until(partial(_has_run, days[offset], sent), f"the day {days[offset]} is run and {sent} letters have left")
        _end(process)
        assert process.returncode == 0
    assert _days_posted("day") == {**dict.fromkeys(days, 1), "posted by the test": 3}
    assert _days_posted("latest") == {days[0]: 1, days[-1]: 1}
    unended = _look(select(JobRun.id).where(JobRun.ended_at.is_(None)))
    assert unended == []


@pytest.mark.one_engine
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_scheduler_ends_when_asked_and_leaves_the_lease_free(
    start: Start, looking: Flask, number: signal.Signals, fresh_database: Database
) -> None:
    process = start()
    until(_holder, "the scheduler holds the lease")
    process.send_signal(number)
    assert process.wait(_SECONDS_TO_END) == 0
    assert _holder() is None
    log = (fresh_database.instance_path / "scheduler0.log").read_text()
    assert "Traceback" not in log
    assert "has ended" in log


_ASKED_ANYWHERE = """
import os, signal, sys, threading
from trainee_app.background.cli import ask_to_stop

def ask():
    os.kill(os.getpid(), signal.SIGTERM)

def ask_at(number):
    wait, seen = ask_to_stop(), [0]
    late = threading.Timer(0.05, ask)
    late.start()
    def trace(frame, event, _argument):
        seen[0] += 1
        if seen[0] == number:
            ask()
        return trace
    sys.settrace(trace)
    wait()
    sys.settrace(None)
    late.cancel()

# The last ones never come to be: the wait has begun by then, and the late one asks.
for number in range(1, 20):
    ask_at(number)
"""


def test_it_hears_that_it_is_to_end_wherever_it_is_when_it_is_asked() -> None:
    done = subprocess.run([sys.executable, "-c", _ASKED_ANYWHERE], timeout=_SECONDS_TO_END, check=False)
    assert done.returncode == 0


@pytest.mark.one_engine
def test_a_scheduler_refuses_to_work_in_production_where_something_is_missing(
    start: Start, fresh_database: Database
) -> None:
    process = start(FLASK_APP="wsgi", TRAINEE_ENV="production")
    assert process.wait(_SECONDS_TO_END) == 3
    log = (fresh_database.instance_path / "scheduler0.log").read_text()
    assert "  - BASE_URL is missing or not https" in log
