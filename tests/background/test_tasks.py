"""What people ask for is done once, comes on visibly, is taken over from the dead, and says why it failed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from trainee_app import clock
from trainee_app.background import services
from trainee_app.background.jobs import work_off_tasks
from trainee_app.background.models import Task
from trainee_app.background.queries import task_about
from trainee_app.background.rules import DEAD_AFTER, MOST_TRIES, Progress, TaskState
from trainee_app.db.edge import roll_back, unit_of_work
from trainee_app.refusals import Refusal

SUBJECT = "file:one"


@pytest.fixture
def running(app: Flask) -> Iterator[Flask]:
    """The application with its context open."""
    with app.app_context():
        yield app


def ask(subject: str = SUBJECT) -> None:
    with unit_of_work():
        services.ask_task(kind="probe", subject=subject, total=10, asked_by=1, at=clock.now())


def asked() -> tuple[str, int, str]:
    roll_back()
    task = task_about("probe", SUBJECT)
    assert isinstance(task, Task)
    return task.state, task.done, task.failed


def test_a_task_is_done_once_though_it_was_asked_for_twice_and_shows_how_far_it_has_come(running: Flask) -> None:
    seen: list[tuple[str, int, str]] = []

    def perform(_subject: str, progress: Progress) -> None:
        progress(4)
        seen.append(asked())

    ask()
    ask()
    work_off_tasks({"probe": perform})
    work_off_tasks({"probe": perform})
    assert seen == [(TaskState.RUNNING, 4, "")]
    assert asked() == (TaskState.DONE, 10, "")


def test_a_task_that_was_refused_says_why_and_may_be_asked_for_again(running: Flask) -> None:
    def refuse(_subject: str, _progress: Progress) -> None:
        raise Refusal("The log has changed. Look at it again.")

    ask()
    work_off_tasks({"probe": refuse})
    assert asked() == (TaskState.FAILED, 0, "The log has changed. Look at it again.")
    ask()
    work_off_tasks({"probe": lambda _subject, _progress: None})
    assert asked()[0] == TaskState.DONE


def test_a_task_that_breaks_is_tried_again_and_then_rests_while_others_go_on(running: Flask) -> None:
    tries: list[str] = []

    def perform(subject: str, _progress: Progress) -> None:
        tries.append(subject)
        if subject == SUBJECT:
            raise ZeroDivisionError

    ask()
    ask("file:two")
    for _ in range(MOST_TRIES):
        with pytest.raises(ZeroDivisionError):
            work_off_tasks({"probe": perform})
    work_off_tasks({"probe": perform})
    assert tries == [SUBJECT] * MOST_TRIES + ["file:two"]
    state, _, words = asked()
    assert state == TaskState.FAILED
    assert "ZeroDivision" not in words


def test_a_task_is_taken_over_only_from_a_process_that_has_long_been_silent(running: Flask) -> None:
    ask()
    at = clock.now()
    with unit_of_work():
        assert services.begin_next_task(at=at) is not None
    for later, is_taken in ((timedelta(seconds=5), False), (DEAD_AFTER, True)):
        with unit_of_work():
            assert (services.begin_next_task(at=at + later) is not None) is is_taken


def test_two_who_look_at_the_same_moment_begin_it_once(app: Flask, at_once) -> None:
    with app.app_context():
        ask()
    begun = at_once(*[lambda: services.begin_next_task(at=clock.now())] * 4)
    assert sum(each is not None for each in begun) == 1
