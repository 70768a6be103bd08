"""The trail is written with the work it speaks of: once, whole, and by many at a time."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask, current_app
from sqlalchemy import select, text

from trainee_app.db import db
from trainee_app.db.edge import roll_back, unit_of_work
from trainee_app.events import Event, publish, published
from trainee_app.mail.models import OutboxMessage
from trainee_app.trail import queries, services
from trainee_app.trail.jobs import note_missing_heads
from trainee_app.trail.models import INSTALLATION_CHAIN, TrailLine
from trainee_app.trail.rules import chain_flaws

AT = datetime(2027, 3, 3, 9, 15, 0, 123456, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class BellRung(Event):
    """Something to be told."""

    times: int = 1


def _ring(times: int = 1, programme_id: int | None = None) -> None:
    publish(BellRung(programme_id=programme_id, actor_id=3, at=AT, times=times))


def _flaws(chain: int) -> list[tuple[int, str]]:
    """Verify a chain as an auditor does, with the head, the checkpoints and the key."""
    lines, head = list(queries.lines(chain)), queries.heads().get(chain)
    seen = [point for point in queries.checkpoints() if point.chain == chain]
    found = chain_flaws(lines, head, seen, current_app.config["TRAIL_KEY"].encode())
    db.session.rollback()
    return [(flaw.seq, flaw.message) for flaw in found]


def _told(chain: int = INSTALLATION_CHAIN) -> list[tuple[int, str]]:
    lines = [(line.seq, line.payload) for line in queries.lines(chain)]
    db.session.rollback()
    return lines


@pytest.fixture
def ringing(app: Flask) -> Iterator[Flask]:
    """The application with its context open."""
    with app.app_context():
        yield app


def test_a_transactions_events_are_sealed_once_in_their_order(ringing: Flask) -> None:
    for _ in range(2):
        with unit_of_work():
            _ring(1)
            _ring(2, programme_id=5)
            _ring(3)
    assert _told() == [(1, '{"times":1}'), (2, '{"times":3}'), (3, '{"times":1}'), (4, '{"times":3}')]
    assert _told(5) == [(1, '{"times":2}'), (2, '{"times":2}')]
    assert (_flaws(INSTALLATION_CHAIN), _flaws(5)) == ([], [])
    assert published() == []


def test_each_commit_notes_the_new_heads_outside_the_database(ringing: Flask) -> None:
    with unit_of_work():
        _ring()
        _ring()
        _ring(programme_id=5)
    with unit_of_work():
        _ring()
    assert [(point.chain, point.seq) for point in queries.checkpoints()] == [(0, 2), (5, 1), (0, 3)]
    assert queries.checkpoints()[-1].hash == queries.head_hash(INSTALLATION_CHAIN)


def test_the_line_is_undone_with_the_work_it_speaks_of(ringing: Flask) -> None:
    with pytest.raises(ZeroDivisionError), unit_of_work():
        _ring_and_fail()
    with unit_of_work():
        db.session.add(_letter())
    assert _told() == []
    assert published() == []
    assert queries.checkpoints() == []


def _ring_and_fail() -> None:
    _ring()
    db.session.add(_letter())
    raise ZeroDivisionError


def _letter() -> OutboxMessage:
    return OutboxMessage(kind="bell", person_id=1, params="{}", made_at=AT, send_after=AT)


def test_the_work_is_undone_when_its_line_cannot_be_written(ringing: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.delitem(ringing.config, "TRAIL_KEY")
        with pytest.raises(KeyError):
            _ring_with_letter()
    assert db.session.scalars(select(OutboxMessage)).all() == []
    assert _told() == []


def _ring_with_letter() -> None:
    with unit_of_work():
        db.session.add(_letter())
        _ring()


def test_a_security_event_stands_though_the_work_around_it_is_undone(ringing: Flask) -> None:
    db.session.add(_letter())
    roll_back()
    services.record_apart(BellRung(programme_id=None, actor_id=None, at=AT))
    roll_back()
    assert _told() == [(1, '{"times":1}')]
    assert _flaws(INSTALLATION_CHAIN) == []
    assert db.session.scalars(select(OutboxMessage)).all() == []


def test_a_checkpoint_that_cannot_be_written_is_logged_and_made_up_for(
    ringing: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = ringing.config["CHECKPOINT_PATH"]
    (tmp_path / "file").touch()
    monkeypatch.setitem(ringing.config, "CHECKPOINT_PATH", tmp_path / "file" / "below")
    with caplog.at_level(logging.ERROR), unit_of_work():
        _ring()
    assert "checkpoint could not be written" in caplog.text
    assert len(_told()) == 1
    monkeypatch.setitem(ringing.config, "CHECKPOINT_PATH", path)
    for _ in range(2):
        note_missing_heads()
    assert [(point.chain, point.seq) for point in queries.checkpoints()] == [(0, 1)]
    assert path.stat().st_mode & 0o077 == 0


def test_a_checkpoint_file_that_cannot_be_read_is_an_error_that_names_the_line(
    ringing: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "checkpoints"
    path.write_text(f"0 1 {'a' * 64}\nnonsense\n")
    monkeypatch.setitem(ringing.config, "CHECKPOINT_PATH", path)
    with pytest.raises(ValueError, match="line 2"):
        queries.checkpoints()


@pytest.mark.parametrize(
    ("statement", "first"),
    [
        ("UPDATE trail_line SET payload = 'forged' WHERE seq = 2", (2, "altered")),
        ("DELETE FROM trail_line WHERE seq = 2", (2, "missing")),
        ("UPDATE trail_line SET seq = seq + 10 WHERE seq > 1", (2, "missing")),
        ("DELETE FROM trail_line WHERE seq = 3", (3, "the last line kept is")),
    ],
)
def test_meddling_by_sql_is_refused_by_the_triggers_and_shows_once_they_are_lifted(
    ringing: Flask, statement: str, first: tuple[int, str]
) -> None:
    with unit_of_work():
        for times in range(3):
            _ring(times)
    with pytest.raises(Exception, match="the trail never"):
        db.session.execute(text(statement))
    db.session.rollback()
    _lift_triggers()
    with unit_of_work():
        db.session.execute(text(statement))
    seq, message = _flaws(INSTALLATION_CHAIN)[0]
    assert (seq, first[1] in message) == (first[0], True)


def test_a_cut_tail_shows_by_the_checkpoints_even_where_the_head_was_set_back(ringing: Flask) -> None:
    for times in range(3):
        with unit_of_work():
            _ring(times)
    _lift_triggers()
    with unit_of_work():
        second = db.session.scalars(select(TrailLine.hash).where(TrailLine.seq == 2)).one()
        db.session.execute(text("DELETE FROM trail_line WHERE seq = 3"))
        db.session.execute(text("UPDATE trail_head SET seq = 2, hash = :second"), {"second": second})
    ((seq, message),) = _flaws(INSTALLATION_CHAIN)
    assert (seq, "cut" in message) == (3, True)


def _lift_triggers() -> None:
    on_sqlite = db.engine.dialect.name == "sqlite"
    with unit_of_work():
        for table in ("trail_line", "trail_head"):
            for trigger in (name for name in _TRIGGERS if name.startswith(table)):
                db.session.execute(text(f"DROP TRIGGER {trigger}" + ("" if on_sqlite else f" ON {table}")))


_TRIGGERS = ("trail_line_never_changes", "trail_line_never_goes", "trail_head_only_grows", "trail_head_never_goes")


def _at_once(app: Flask, *works: Callable[[], None]) -> None:
    """Do all the works at the same time, each in a thread and a transaction of its own."""
    together = threading.Barrier(len(works))

    def run(work: Callable[[], None]) -> None:
        with app.app_context():
            together.wait()
            work()

    with ThreadPoolExecutor(len(works)) as pool:
        for done in [pool.submit(run, work) for work in works]:
            done.result()


def _ring_often(*chains: int | None) -> Callable[[], None]:
    def work() -> None:
        for times in range(20):
            with unit_of_work():
                for chain in chains:
                    _ring(times, chain)

    return work


def test_many_writers_on_one_chain_leave_it_whole_and_lose_nothing(make_app: Callable[..., Flask]) -> None:
    app = make_app()
    _at_once(app, *(_ring_often(5) for _ in range(4)))
    with app.app_context():
        told = _told(5)
        assert [seq for seq, _ in told] == list(range(1, 81))
        assert sorted(payload for _, payload in told) == sorted(f'{{"times":{n}}}' for n in range(20) for _ in range(4))
        assert _flaws(5) == []


def test_writers_who_name_the_chains_in_opposite_order_never_wait_for_each_other(
    make_app: Callable[..., Flask],
) -> None:
    app = make_app()
    _at_once(app, _ring_often(5, 6, None), _ring_often(None, 6, 5), _ring_often(6, 5))
    with app.app_context():
        assert {chain: len(_told(chain)) for chain in queries.chains()} == {0: 40, 5: 60, 6: 60}
        assert [_flaws(chain) for chain in queries.chains()] == [[], [], []]


def test_security_events_beside_other_writers_are_kept_too(make_app: Callable[..., Flask]) -> None:
    app = make_app()

    def fail_to_sign_in() -> None:
        for times in range(20):
            services.record_apart(BellRung(programme_id=None, actor_id=None, at=AT, times=times))

    _at_once(app, fail_to_sign_in, fail_to_sign_in, _ring_often(None))
    with app.app_context():
        assert len(_told()) == 60
        assert _flaws(INSTALLATION_CHAIN) == []
