"""Workers are killed while people write: what was acknowledged is there, once, and nothing contradicts it."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.databases import Database
from tests.proofs.calling import Caller, Seat, seat_for
from tests.proofs.killable import ANSWERED, COMMITTED
from tests.proofs.serving import IN_EARNEST, Earnest, serving_in_earnest
from tests.proofs.world import Waiting, contents, contradictions, hand_in, make_world
from tests.volumes import volume
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.logbook.models import LogEntry
from trainee_app.logbook.rules import Content
from trainee_app.signatures.models import Signature

_SEED = 20261121
# Parts that several workers can take up at once, and of which each counts by itself where the rest is broken off.
PARTS = volume(ci=1, full=10)
_WRITERS = 4
_WRITES_OF_A_TRAINEE = 250
_SIGNED_OF_TEN = 2
_LONGEST_PAUSE = 0.03
_TURN_OF_COMMITTED = 2
_REDIRECTS = 302
_CONFLICT = 409


@dataclass(frozen=True)
class Plan:
    """How many writes are acknowledged at least, and how many workers die at least: half of them by what they answer."""

    writes: int
    kills: int

    @property
    def pace(self) -> int:
        """After how many writes one ends its own worker, and about as often another is killed at random."""
        return max(2, 2 * self.writes // self.kills)


@dataclass
class Outcome:
    """What the writers were told, and how often they had to ask again."""

    logged: dict[str, int] = field(default_factory=dict)
    handed_in: set[str] = field(default_factory=set)
    signed: list[str] = field(default_factory=list)
    broken: int = 0
    wrong: list[str] = field(default_factory=list)
    exact: Counter[str] = field(default_factory=Counter)
    kills: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def acknowledged(self) -> int:
        """How many writes were acknowledged."""
        return len(self.logged) + len(self.signed)


class Writing:
    """Several people write at once while workers die; each begins anew where the connection broke."""

    def __init__(self, app: Flask, server: Earnest, plan: Plan, part: int = 0) -> None:
        self._app, self._server, self._plan, self._seed = app, server, plan, _SEED + 100 * part
        self.world = make_world(app, trainees=_WRITERS * max(1, plan.writes // _WRITERS // _WRITES_OF_A_TRAINEE))
        self.outcome = Outcome()
        self._changed = threading.Condition()
        self._over = False
        self._sent = 0
        self._failed: list[BaseException] = []

    def run(self) -> Outcome:
        """Write and kill until both volumes are reached."""
        writers = [threading.Thread(target=self._guarded, args=(self._write, n), daemon=True) for n in range(_WRITERS)]
        killer = threading.Thread(target=self._guarded, args=(self._kill, _WRITERS), daemon=True)
        for each in (*writers, killer):
            each.start()
        for each in (*writers, killer):
            each.join()
        assert self._failed == []
        self.outcome.kills, self.outcome.faults = self._server.kills(), self._server.faults()
        return self.outcome

    def _guarded(self, work: object, number: int) -> None:
        try:
            work(random.Random(self._seed + number), number)  # type: ignore[operator]
        except BaseException as error:  # noqa: BLE001 - told by the test's own thread
            with self._changed:
                self._failed.append(error)
                self._over = True
                self._changed.notify_all()

    def _is_enough(self) -> bool:
        return self.outcome.acknowledged >= self._plan.writes and self._server.kills() >= self._plan.kills

    # What is written

    def _write(self, dice: random.Random, number: int) -> None:
        with Caller(self._server.port) as caller:
            self._write_over(caller, dice, number)

    def _write_over(self, caller: Caller, dice: random.Random, number: int) -> None:
        supervisor = caller.sit_down(seat_for(self._app, self.world.supervisors[0]), "/to-sign")
        mine = range(number, len(self.world.trainees), _WRITERS)
        seats = {n: caller.sit_down(seat_for(self._app, self.world.trainee_people[n]), "/log/new") for n in mine}
        says = {n: contents(self.world) for n in mine}
        to_sign = self._waiting(mine, says)
        while not self._over:
            for n in mine:
                if dice.randrange(10) < _SIGNED_OF_TEN:
                    self._sign(caller, supervisor, next(to_sign), self._dies())
                else:
                    self._log(caller, seats[n], next(says[n]), self._dies())

    def _waiting(self, mine: range, says: dict[int, Iterator[Content]]) -> Iterator[Waiting]:
        while True:
            for n in mine:
                handed_in = hand_in(self._app, self.world, self.world.trainees[n], *islice(says[n], 10))
                with self._changed:
                    self.outcome.handed_in.update(each.public_id for each in handed_in)
                yield from handed_in

    def _dies(self) -> str:
        """Say of the next write whether its worker dies: mostly with the answer, now and then just before it."""
        with self._changed:
            self._sent += 1
            turn, rest = divmod(self._sent, self._plan.pace)
            if rest:
                return ""
            when = COMMITTED if turn % 4 == _TURN_OF_COMMITTED else ANSWERED
            self.outcome.exact[when] += 1
        return when

    def _log(self, caller: Caller, seat: Seat, content: Content, dies: str) -> None:
        name = new_public_id()
        fields = {
            "once": name,
            "activity": content.activity,
            "worked_on": content.worked_on.isoformat(),
            "minutes": str(content.minutes),
            "started_at": "",
            "outcome": content.outcome,
            "placement": "",
            "note": "",
        }
        answer = caller.post(seat, "/log/new", fields, dies)
        with self._changed:
            if answer.status == _REDIRECTS:
                self.outcome.logged[name] = content.minutes
            self._count(answer.status == _REDIRECTS, answer.broken, f"{answer.status} {answer.text[:1500]}")

    def _sign(self, caller: Caller, seat: Seat, waiting: Waiting, dies: str) -> None:
        answer = caller.post(seat, "/to-sign", {"entry": waiting.tick}, dies)
        # Whoever asks again after a broken connection may be told that it is signed already.
        told = answer.status == _REDIRECTS or (answer.status == _CONFLICT and answer.broken > 0)
        with self._changed:
            if told:
                self.outcome.signed.append(waiting.public_id)
            self._count(told, answer.broken, f"{answer.status} {answer.text[:1500]}")

    def _count(self, told: bool, broken: int, words: str) -> None:
        self.outcome.broken += broken
        if not told:
            self.outcome.wrong.append(words)
        self._changed.notify_all()

    # What is killed

    def _kill(self, dice: random.Random, _number: int) -> None:
        """Kill a worker, seldom all of them, at no particular moment after every few acknowledgements."""
        while True:
            with self._changed:
                enough = self.outcome.acknowledged + dice.randrange(1, 2 * self._plan.pace)
                self._changed.wait_for(lambda: self._over or self.outcome.acknowledged >= enough)  # noqa: B023 - waited for here
                self._over = self._over or self._is_enough()
                if self._over:
                    return
            threading.Event().wait(dice.uniform(0, _LONGEST_PAUSE))
            workers = self._server.workers()
            for worker in workers if dice.randrange(10) == 0 else workers[:1]:
                self._server.kill(worker)


def _losses(app: Flask, outcome: Outcome) -> dict[str, list[str]]:
    """Return which acknowledged writes are not there, or more than once, and what is there that nobody was told of."""
    with app.app_context():
        entries = dict(db.session.execute(select(LogEntry.public_id, LogEntry.minutes)).all())
        times = select(Signature.document, func.count()).group_by(Signature.document)
        signed = Counter(dict(db.session.execute(times).all()))
        states = dict(db.session.execute(select(LogEntry.public_id, LogEntry.state)).all())
        db.session.remove()
    return {
        "logged": [name for name, minutes in outcome.logged.items() if entries.get(name) != minutes],
        "signed": [name for name in outcome.signed if (signed[f"entry:{name}"], states.get(name)) != (1, "signed")],
        "doubled": [document for document, number in signed.items() if number > 1],
        "unasked": sorted(set(entries) - set(outcome.logged) - outcome.handed_in),
    }


def _plan(engine_name: str) -> Plan:
    """Return what a part comes to; all of them 1,000 kills on SQLite, 200 on PostgreSQL, 24,000 writes on both."""
    # A new worker needs half a second of a processor for its first answer: a tenth of this would be minutes of CI.
    if engine_name == "sqlite":
        return Plan(writes=volume(ci=80, full=2_000), kills=volume(ci=10, full=100))
    return Plan(writes=volume(ci=40, full=400), kills=volume(ci=6, full=20))


@pytest.mark.parametrize("part", range(PARTS))
def test_what_was_acknowledged_outlives_its_worker(
    engine_name: str, fresh_database: Database, make_app, part: int
) -> None:
    app = make_app(**IN_EARNEST)
    plan = _plan(engine_name)
    with serving_in_earnest(fresh_database, "tests.proofs.killable:app") as server:
        writing = Writing(app, server, plan, part)
        outcome = writing.run()
    assert outcome.wrong == []
    assert _losses(app, outcome) == {"logged": [], "signed": [], "doubled": [], "unasked": []}
    assert contradictions(app, writing.world.trainees) == []
    assert outcome.faults == []
    # That it ran at all: the floors.
    assert outcome.acknowledged >= plan.writes
    assert outcome.kills >= plan.kills
    assert min(outcome.exact[ANSWERED], outcome.exact[COMMITTED], outcome.broken) > 0


@pytest.mark.planted
def test_a_build_that_answers_before_it_commits_is_caught(fresh_database: Database, make_app) -> None:
    app = make_app(**IN_EARNEST)
    with serving_in_earnest(fresh_database, "tests.proofs.hasty:app") as server:
        outcome = Writing(app, server, Plan(writes=200, kills=16)).run()
    losses = _losses(app, outcome)
    assert losses["logged"]
