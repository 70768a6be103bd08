"""Work is committed at the edge, whole or not at all, and writers wait for each other instead of failing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from trainee_app.db import db, edge
from trainee_app.db.edge import short_transaction, unit_of_work
from trainee_app.db.engine import reading_only
from trainee_app.people.models import Person

AT = datetime(2027, 3, 3, 9, 30, 15, 123456, tzinfo=UTC)


@pytest.fixture
def working(app: Flask) -> Iterator[Flask]:
    with app.app_context():
        yield app
        db.session.rollback()


def _add(name: str = "Marta", at: datetime = AT) -> Person:
    person = Person(name=name, recorded_at=at)
    db.session.add(person)
    return person


def _count() -> int:
    found = db.session.scalar(select(func.count()).select_from(Person)) or 0
    db.session.rollback()
    return found


class _Finisher:
    """Writes down when it is called, and fails where it is told to."""

    def __init__(self, calls: list[str], fails: str = "") -> None:
        self._calls = calls
        self._fails = fails

    def before(self) -> None:
        self._call("before")

    def after(self) -> None:
        self._call("after" if _count() else "after, but nothing is stored")

    def abandoned(self) -> None:
        self._call("abandoned")

    def _call(self, name: str) -> None:
        self._calls.append(name)
        if name == self._fails:
            raise ZeroDivisionError


def test_what_follows_a_commit_follows_it(working: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    monkeypatch.setitem(working.extensions, "trainee_app.edge", (_Finisher(calls), _Finisher(calls)))
    with unit_of_work():
        _add()
    assert calls == ["before", "before", "after", "after"]


def test_a_finisher_that_fails_undoes_the_work(working: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    monkeypatch.setitem(working.extensions, "trainee_app.edge", (_Finisher(calls), _Finisher(calls, "before")))
    with pytest.raises(ZeroDivisionError), unit_of_work():
        _add()
    assert calls[:4] == ["before", "before", "abandoned", "abandoned"]
    assert "after" not in calls
    assert _count() == 0


def test_a_short_transaction_stands_whatever_becomes_of_the_other(working: Flask) -> None:
    with short_transaction() as session:
        session.add(Person(name="Anna", recorded_at=AT))
    _add()
    edge.roll_back()
    assert db.session.scalars(select(Person.name)).all() == ["Anna"]


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=5, minutes=30)), timezone(timedelta(hours=-8))])
def test_an_instant_comes_back_as_the_same_instant_in_utc(working: Flask, zone: timezone) -> None:
    person = _add(at=AT.astimezone(zone))
    db.session.flush()
    db.session.expire_all()
    assert person.recorded_at == AT
    assert person.recorded_at.tzinfo is UTC
    assert db.session.scalar(select(Person.id).where(Person.recorded_at == AT.astimezone(zone))) == person.id


def test_an_instant_without_its_zone_is_refused(working: Flask) -> None:
    _add(at=datetime(2027, 3, 3, 9, 30))  # noqa: DTZ001 - what is refused
    with pytest.raises(Exception, match="an instant needs its zone"):
        db.session.flush()


def test_many_writers_at_once_wait_for_each_other(make_app: Callable[..., Flask]) -> None:
    app, together = make_app(), threading.Barrier(6)

    def read_then_write(number: int) -> None:
        with app.app_context():
            together.wait()
            for _ in range(15):
                with unit_of_work():
                    # Reading first is what makes a deferred transaction fail when it wants to write.
                    db.session.execute(select(Person.id).limit(1)).all()
                    _add(f"writer {number}")

    with ThreadPoolExecutor(6) as pool:
        for done in [pool.submit(partial(read_then_write, number)) for number in range(6)]:
            done.result()
    with app.app_context():
        assert _count() == 90


def test_a_reader_is_not_kept_waiting_by_a_writer(make_app: Callable[..., Flask]) -> None:
    app = make_app()
    with app.app_context(), unit_of_work():
        _add()
        db.session.flush()
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(_read_beside, app).result(timeout=10) == 0


def _read_beside(app: Flask) -> int:
    with app.app_context(), reading_only():
        return _count()


@pytest.mark.one_engine
def test_sqlite_keeps_its_manners_on_every_connection(working: Flask) -> None:
    names = ("foreign_keys", "recursive_triggers", "journal_mode", "synchronous")
    assert [db.session.scalar(text(f"PRAGMA {name}")) for name in names] == [1, 1, "wal", 2]


def test_the_database_refuses_an_orphan(working: Flask) -> None:
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
        db.session.execute(text("INSERT INTO recovery_code (person_id, code_hash) VALUES (999, 'x')"))
