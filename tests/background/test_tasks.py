"""What people ask for is done once, comes on visibly, is taken over from the dead, and says why it failed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from trainee_app import clock
from trainee_app.background import services
from trainee_app.background.jobs import work_off_tasks
from trainee_app.background.models import Task
from trainee_app.background.queries import task_about
from trainee_app.background.rules import DEAD_AFTER, MOST_TRIES, Performer, Progress, TaskState
from trainee_app.db import db
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


def task_state() -> str:
    return str(db.session.scalar(select(Task.state).where(Task.kind == "probe", Task.subject == SUBJECT)))


def test_a_task_is_done_once_though_it_was_asked_for_twice_and_shows_how_far_it_has_come(running: Flask) -> None:
    seen: list[tuple[str, int, str]] = []

    def perform(_subject: str, progress: Progress) -> None:
        progress(4)
        seen.append(asked())

    ask()
    ask()
    work_off_tasks({"probe": Performer(perform)})
    work_off_tasks({"probe": Performer(perform)})
    assert seen == [(TaskState.RUNNING, 4, "")]
    assert asked() == (TaskState.DONE, 10, "")


def test_a_task_that_was_refused_says_why_and_may_be_asked_for_again(running: Flask) -> None:
    def refuse(_subject: str, _progress: Progress) -> None:
        raise Refusal("The log has changed. Look at it again.")

    ask()
    work_off_tasks({"probe": Performer(refuse)})
    assert asked() == (TaskState.FAILED, 0, "The log has changed. Look at it again.")
    ask()
    work_off_tasks({"probe": Performer(lambda _subject, _progress: None)})
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
            work_off_tasks({"probe": Performer(perform)})
    work_off_tasks({"probe": Performer(perform)})
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


def test_a_task_whose_process_dies_each_time_is_given_up_and_its_subject_let_go(running: Flask) -> None:
    let_go: list[tuple[str, str]] = []
    performed: list[str] = []
    performer = Performer(
        lambda subject, _progress: performed.append(subject), lambda subject: let_go.append((subject, task_state()))
    )
    ask()
    at = clock.now() - MOST_TRIES * DEAD_AFTER
    for died in range(MOST_TRIES):
        with unit_of_work():
            assert services.begin_next_task(at=at + died * DEAD_AFTER) is not None
    work_off_tasks({"probe": performer})
    assert performed == []
    state, _, words = asked()
    assert (state, let_go) == (TaskState.FAILED, [(SUBJECT, TaskState.FAILED)])
    assert "several times" in words
    ask()
    work_off_tasks({"probe": performer})
    assert performed == [SUBJECT]


def test_a_task_that_is_done_may_be_asked_for_again(running: Flask) -> None:
    performed: list[str] = []
    for _ in range(2):
        ask()
        work_off_tasks({"probe": Performer(lambda subject, _progress: performed.append(subject))})
    assert performed == [SUBJECT] * 2


def test_a_task_fails_together_with_what_is_let_go_or_not_at_all(running: Flask) -> None:
    def refuse(_subject: str, _progress: Progress) -> None:
        raise Refusal("The log has changed.")

    def break_off(_subject: str) -> None:
        raise ZeroDivisionError

    ask()
    with pytest.raises(ZeroDivisionError):
        work_off_tasks({"probe": Performer(refuse, break_off)})
    assert asked() == (TaskState.RUNNING, 0, "")


def test_two_who_look_at_the_same_moment_begin_it_once(app: Flask, at_once) -> None:
    with app.app_context():
        ask()
    begun = at_once(*[lambda: services.begin_next_task(at=clock.now())] * 4)
    assert sum(each is not None for each in begun) == 1
