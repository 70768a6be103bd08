"""What the log is asked: pages, the queue, facts through the covering index, and how many questions a page costs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import event, insert, text

from tests.factories.logbook import AT, WORKED_ON, acting, content, make_entry, make_signed_entry, make_training
from tests.factories.people import saved, sign_in
from trainee_app.access.policy import allowed
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.logbook.models import LogEntry
from trainee_app.logbook.queries import (
    EntryFilter,
    count_awaiting_signature,
    entries_awaiting_signature,
    facts_entries,
    facts_totals,
    known_surnames,
    listed_page,
    usual_activities,
    versions_of,
)

NOW = "2026-11-04 10:00:00+00:00"


@pytest.fixture
def training(session):
    return make_training()


@contextmanager
def counting_statements() -> Iterator[list[str]]:
    """Collect the SELECTs asked within the block."""
    asked: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def test_pages_follow_each_other_without_a_gap_or_a_repeat(training) -> None:
    for number in range(7):
        make_entry(training, content("reading", 10 + number, worked_on=WORKED_ON - timedelta(days=number // 3)))
    found, after = [], None
    while True:
        page = listed_page(training.trainee.id, EntryFilter(), after=after, limit=3)
        found += page.rows
        after = page.older
        if after is None:
            break
    assert len({entry.id for entry in found}) == len(found) == 7
    assert [entry.worked_on for entry in found] == sorted((entry.worked_on for entry in found), reverse=True)


def test_a_list_is_narrowed_by_month_also_in_december(training) -> None:
    make_entry(training, content("reading", 10, worked_on=date(2025, 12, 31)))
    make_entry(training, content("reading", 11, worked_on=date(2026, 1, 1)))
    december = listed_page(training.trainee.id, EntryFilter(month=date(2025, 12, 1))).rows
    assert [entry.minutes for entry in december] == [10]


def test_the_queue_is_grouped_and_the_longest_waiting_comes_first(training) -> None:
    second = make_training(training.programme, cohort="Cohort 2027")
    late = make_entry(training, content(minutes=20), at=AT + timedelta(hours=2))
    early = make_entry(training, content(minutes=10))
    make_entry(second)
    waiting = entries_awaiting_signature(training.supervisor_actor)
    assert [each.entry.id for each in waiting] == [early.id, late.id]
    assert count_awaiting_signature(training.supervisor_actor) == 2
    assert count_awaiting_signature(acting(training.tutor)) == 0


def test_facts_are_the_entries_that_count_or_wait(training) -> None:
    make_signed_entry(training)
    make_entry(training, content("individual_supervision", 60))
    returned = make_entry(training, content("case_session", 10))
    returned.state = "withdrawn"
    facts = facts_entries([training.trainee.id], ["case_session", "individual_supervision"])[training.trainee.id]
    assert sorted((fact.activity, fact.state, fact.credited) for fact in facts) == [
        ("case_session", "signed", 60),
        ("individual_supervision", "submitted", 60),
    ]
    assert {total.state for total in facts_totals([training.trainee.id])[training.trainee.id]} == {
        "signed",
        "submitted",
    }


def test_facts_of_many_entries_are_read_from_the_covering_index_alone(training, session) -> None:
    _fill(training, 3_000)
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("ANALYZE"))
        plan = _plan("EXPLAIN QUERY PLAN", training)
        assert "USING COVERING INDEX ix_log_entry_facts" in plan
        return
    session.execute(text("ANALYZE log_entry"))
    assert "ix_log_entry_facts" in _plan("EXPLAIN", training)


def _plan(explain: str, training) -> str:
    """Return the plan of the very statement that the facts are read with."""
    asked: list[tuple[str, Any]] = []

    def note(_connection, _cursor, statement, parameters, *_rest) -> None:
        asked.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        facts_entries([training.trainee.id], ["case_session", "individual_supervision"])
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    ((statement, parameters),) = asked
    rows = db.session.connection().exec_driver_sql(f"{explain} {statement}", parameters)
    return "\n".join(str(row) for row in rows)


def _fill(training, number: int) -> None:
    """Rows without versions: only the planner looks at them."""
    rows = [
        {
            "public_id": new_public_id(), "programme_id": training.programme.id, "trainee_id": training.trainee.id,
            "state": "submitted", "version": 1, "worked_on": WORKED_ON - timedelta(days=each % 300),
            "activity": ("case_session", "reading", "essay")[each % 3], "minutes": 50, "credited_minutes": 60, "recorded_at": AT,
        }
        for each in range(number)
    ]  # fmt: skip
    db.session.execute(insert(LogEntry), rows)


def test_names_of_the_course_are_known_and_usual_activities_come_first(training) -> None:
    assert {"ellison", "rees", "fenn"} <= known_surnames(training.programme.id)
    for number in range(2):
        make_entry(training, content("reading", 10 + number))
    make_entry(training)
    assert usual_activities(training.trainee.id, WORKED_ON) == ["reading", "case_session"]


def test_versions_are_told_with_what_became_of_them(training) -> None:
    entry = make_signed_entry(training)
    assert [(each.number, each.state) for each in versions_of(entry)] == [(1, "signed")]


@pytest.mark.parametrize(("path", "most"), [("/log", 14), ("/to-sign", 16), ("/log/new", 16)])
def test_a_page_asks_as_often_for_many_entries_as_for_few(app, client, path, most) -> None:
    with time_machine.travel(NOW, tick=False):
        with saved(app):
            training = make_training()
            make_entry(training, content("case_session", 9))
            make_entry(training, content("case_session", 10))
        sign_in(client, training.supervisor if path == "/to-sign" else training.trainee.person)
        client.get(path)
        few = _asked(app, client, path)
        with saved(app):
            for number in range(20):
                make_entry(training, content("case_session", 11 + number))
        many = _asked(app, client, path)
    assert many == few
    assert many <= most


def _asked(app, client, path: str) -> int:
    with app.app_context():
        engine_counted = counting_statements()
        with engine_counted as asked:
            assert client.get(path).status_code == 200
        return len(asked)


def test_what_somebody_may_read_is_one_condition_for_list_and_page(training) -> None:
    make_entry(training)
    for actor, number in ((training.supervisor_actor, 1), (acting(training.tutor), 0), (training.trainee_actor, 1)):
        visible = allowed("entry.read", actor)
        assert len(listed_page(training.trainee.id, EntryFilter(), visible=visible).rows) == number
