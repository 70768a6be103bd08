"""A file that waits for the background comes in or is opened again, whatever breaks; and nobody puts away what came in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import event, select

from tests.factories.people import signed_in
from tests.imports.filing import FILE, TODAY, bring, look_at, put_up, seen_on, states
from trainee_app import clock, wiring
from trainee_app.access import Actor
from trainee_app.background.jobs import work_off_tasks
from trainee_app.background.rules import MOST_TRIES
from trainee_app.db import db
from trainee_app.db.edge import roll_back
from trainee_app.imports import jobs, services
from trainee_app.imports.models import TimeFile
from trainee_app.imports.queries import time_file_named
from trainee_app.imports.rules.mapping import read_mapping
from trainee_app.imports.views import telling
from trainee_app.refusals import Refusal

DAYS = [date(2026, 1, 1) + timedelta(days=number) for number in range(201)]
LARGE = "Date,What,How long\n" + "".join(f"{day},Reading,50 min\n{day},Seminar,60 min\n" for day in DAYS)


def state_of(client, address: str) -> tuple[str, str | None]:
    with client.application.app_context():
        of_file = select(TimeFile.state, TimeFile.content).where(TimeFile.public_id == address.rpartition("/")[2])
        state, content = db.session.execute(of_file).one()
        return state, content


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """Note what the database is asked."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_others: Any) -> None:
        asked.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_a_file_whose_task_breaks_is_opened_again_and_may_then_come_in(client, training, monkeypatch) -> None:
    def breaks(**_anything: Any) -> None:
        raise ZeroDivisionError

    signed_in(client, training.person)
    address = look_at(client, put_up(client, LARGE))
    assert bring(client, address).status_code == 302
    with monkeypatch.context() as patched, client.application.app_context():
        patched.setattr(services, "finish", breaks)
        for left in reversed(range(MOST_TRIES)):
            with pytest.raises(ZeroDivisionError):
                work_off_tasks(wiring.TASKS)
            assert state_of(client, address)[0] == ("working" if left else "open")
    assert "Something went wrong, and nothing was changed" in client.get(address).text
    assert states(client) == {}
    assert bring(client, address).status_code == 302
    with client.application.app_context():
        work_off_tasks(wiring.TASKS)
    assert state_of(client, address)[0] == "done"
    assert states(client) == {"draft": 402}


def test_the_progress_that_is_told_is_of_rows_that_were_looked_through(client, training) -> None:
    signed_in(client, training.person)
    address = look_at(client, put_up(client, LARGE))
    bring(client, address)
    told: list[int] = []
    with client.application.app_context():
        jobs.bring_time_in(address.rpartition("/")[2], told.append)
    assert told == [250, 402]


def test_a_file_that_is_put_away_while_it_comes_in_is_one_or_the_other(client, training, at_once) -> None:
    signed_in(client, training.person)
    actor = Actor(training.person.id, TODAY, second_factor=True)

    def act(name: str, seen: str) -> Any:
        file = time_file_named(name)
        assert file is not None
        if not seen:
            return services.drop(file=file, at=clock.now())
        return services.confirm(file=file, seen=seen, actor=actor, on=TODAY, at=clock.now())

    for number in range(4):
        address = look_at(client, put_up(client, FILE.replace("2026", str(2026 - number)), f"{number}.csv"))
        before = states(client).total()
        name, seen = address.rpartition("/")[2], seen_on(client, address)
        came = at_once(partial(act, name, seen), partial(act, name, ""))
        state, content = state_of(client, address)
        assert sum(isinstance(each, Refusal) for each in came) == 1
        assert (state == "done") is (states(client).total() > before) is (content is not None) is (came[0] is True)


def test_who_looked_at_a_file_before_it_came_in_cannot_put_it_away_or_read_it_otherwise(
    client, training, at_once, engine_name: str
) -> None:
    signed_in(client, training.person)
    address = look_at(client, put_up(client, FILE))
    name, seen = address.rpartition("/")[2], seen_on(client, address)
    actor = Actor(training.person.id, TODAY, second_factor=True)

    def bring_in() -> bool:
        file = time_file_named(name)
        assert file is not None
        return services.confirm(file=file, seen=seen, actor=actor, on=TODAY, at=clock.now())

    with client.application.app_context():
        file = time_file_named(name)
        assert file is not None
        if engine_name == "sqlite":  # where whoever may write has been the only one since the file was loaded
            roll_back()
        assert at_once(bring_in) == [True]
        with pytest.raises(services.FileIsClosed):
            services.drop(file=file, at=clock.now())
        with pytest.raises(services.FileIsClosed):
            services.map_columns(file=file, mapping=read_mapping(file.mapping), at=clock.now())
        roll_back()
    assert state_of(client, address)[0] == "done"


def test_pages_of_files_load_neither_their_cells_nor_more_rows_than_they_show(client, training, monkeypatch) -> None:
    signed_in(client, training.person)
    address = look_at(client, put_up(client, FILE), hands_in="yes")
    bring(client, address)
    monkeypatch.setattr(telling, "MOST_LINES_SHOWN", 2)
    with statements(client.application) as asked:
        brought, chosen = client.get(address).text, client.get("/imports/time").text
    assert not [each for each in asked if re.search(r"time_file\.content(?! IS NOT NULL)", each)]
    assert brought.count('<tr><th scope="row"><span class="figure">') == 2 + 2 + 1 + 2
    for words in ("3 entries", "Refused: 3 rows", "Came in: 3 rows", "Download the refused rows"):
        assert words in brought, words
    assert "hours.csv" in chosen


def test_old_files_are_forgotten_and_what_waits_is_put_away_with_them(client, training) -> None:
    signed_in(client, training.person)
    brought, left = (look_at(client, put_up(client, FILE, f"{number}.csv")) for number in range(2))
    bring(client, brought)
    with time_machine.travel("2026-12-20 09:00:00+00:00", tick=False), client.application.app_context():
        jobs.forget_files(TODAY)
    assert state_of(client, left)[0] == "open"
    with time_machine.travel("2026-12-20 11:00:00+00:00", tick=False), client.application.app_context():
        jobs.forget_files(TODAY)
    assert (state_of(client, brought), state_of(client, left)) == (("done", None), ("dropped", None))
