"""A day is run once, whatever fails; a lease is held by one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select

from trainee_app import clock
from trainee_app.background import services
from trainee_app.background.jobs import LeaseKeeper, Turn, run_owed_days
from trainee_app.background.models import JobRun
from trainee_app.background.rules import LONGEST_LEASE, Daily, Missed, Steady
from trainee_app.db import db
from trainee_app.db.edge import unit_of_work

DAY = date(2027, 3, 3)
LASTING = timedelta(seconds=30)


@pytest.fixture
def running(app: Flask) -> Iterator[Flask]:
    """The application with its context open."""
    with app.app_context():
        yield app


def _runs(job: str) -> list[tuple[str, bool, str]]:
    rows = db.session.scalars(select(JobRun).where(JobRun.job == job).order_by(JobRun.period))
    found = [(run.period, run.ended_at is not None, run.failed) for run in rows]
    db.session.rollback()
    return found


def test_each_day_is_run_once_and_missed_days_too(running: Flask) -> None:
    days: list[date] = []
    job = Daily("probe", days.append)
    for on in (DAY, DAY, DAY + timedelta(days=3), DAY + timedelta(days=3)):
        assert run_owed_days(job, on)
    assert [day.day for day in days] == [3, 4, 5, 6]
    assert [ended for _, ended, _ in _runs("probe")] == [True] * 4


def test_a_job_that_wants_the_latest_day_only_gets_it_alone(running: Flask) -> None:
    days: list[date] = []
    job = Daily("probe", days.append, Missed.LATEST)
    for on in (DAY, DAY + timedelta(days=3)):
        run_owed_days(job, on)
    assert [day.day for day in days] == [3, 6]


def test_a_day_that_failed_is_tried_again_later_and_holds_the_next_back(
    running: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    days: list[date] = []
    faults = [ZeroDivisionError()]

    def work(day: date) -> None:
        if faults:
            raise faults.pop()
        days.append(day)

    job = Daily("probe", work)
    with pytest.raises(ZeroDivisionError):
        run_owed_days(job, DAY)
    assert _runs("probe") == [("2027-03-03", False, "ZeroDivisionError")]
    assert not run_owed_days(job, DAY), "not at once"
    assert days == []
    monkeypatch.setitem(running.config, "CLOCK_OFFSET_DAYS", 1)
    assert run_owed_days(job, DAY)
    assert (days, _runs("probe")) == ([DAY], [("2027-03-03", True, "")])


def test_a_day_whose_process_died_is_taken_up_by_the_next(running: Flask) -> None:
    days: list[date] = []
    with unit_of_work():
        dead = services.begin_run(job="probe", period=DAY.isoformat(), at=clock.now())
    assert dead is not None
    assert run_owed_days(Daily("probe", days.append), DAY)
    assert days == [DAY]
    assert _runs("probe") == [("2027-03-03", True, "")]


def test_a_claim_for_a_subject_is_given_once_and_undone_with_its_work(running: Flask) -> None:
    claim = partial(services.claim_run, job="reminder", period="2027-03", at=clock.now())
    assert claim(subject="trainee:7")
    db.session.rollback()
    assert claim(subject="trainee:7")
    assert not claim(subject="trainee:7")
    assert claim(subject="trainee:8")


def test_the_lease_is_one_processs_until_it_gives_it_back(running: Flask) -> None:
    first, second = LeaseKeeper("first", LASTING), LeaseKeeper("second", LASTING)
    assert first.renew()
    assert not second.renew()
    assert first.renew()
    assert (first.is_held(), second.is_held()) == (True, False)
    first.give_back()
    assert second.renew()
    assert (first.is_held(), second.is_held()) == (False, True)


def test_a_lease_that_ran_out_is_taken_over_and_its_holder_notices(
    running: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = LeaseKeeper("first", LASTING), LeaseKeeper("second", LASTING)
    assert first.renew()
    monkeypatch.setitem(running.config, "CLOCK_OFFSET_DAYS", 1)
    assert not first.is_held()
    assert second.renew()
    assert not first.renew()


def test_a_turn_runs_nothing_without_the_lease(running: Flask) -> None:
    marks: list[object] = []
    keeper = LeaseKeeper("one", LASTING)
    turns = [
        Turn(Steady("steady", lambda: marks.append("steady"), LASTING), keeper),
        Turn(Daily("daily", marks.append), keeper),
    ]
    for turn in turns:
        turn.take()
    assert marks == []
    keeper.renew()
    for turn in (*turns, *turns):
        turn.take()
    assert marks == ["steady", clock.today(), "steady"]


def test_many_who_ask_for_the_lease_at_once_are_answered_yes_once(make_app: Callable[..., Flask]) -> None:
    app, together, answers = make_app(), threading.Barrier(6), []

    def ask(name: str) -> None:
        with app.app_context():
            together.wait()
            answers.append(LeaseKeeper(name, LASTING).renew())

    threads = [threading.Thread(target=ask, args=(f"keeper {n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [False] * 5 + [True]


@pytest.mark.parametrize(
    ("runs_for", "is_free"),
    [
        (timedelta(seconds=-1), True),
        (timedelta(), True),
        (timedelta(seconds=1), False),
        (LONGEST_LEASE, False),
        (timedelta(days=3), True),  # written by a clock that was three days ahead
    ],
)
def test_a_lease_is_free_when_it_has_run_out_or_cannot_be_true(
    running: Flask, runs_for: timedelta, is_free: bool
) -> None:
    at = clock.now()
    with unit_of_work():
        assert services.take_lease(name="probe", holder="one", lasting=runs_for, at=at)
    with unit_of_work():
        assert services.take_lease(name="probe", holder="another", lasting=LASTING, at=at) is is_free
