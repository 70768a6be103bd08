"""Four requests at the same moment, against four processes: one effect, nothing lost, no fault."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from itertools import combinations
from random import Random
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.databases import Database
from tests.proofs import racing
from tests.proofs.calling import Answer, Caller, Seat
from tests.proofs.racing import Act, Race, Round
from tests.proofs.serving import IN_EARNEST, Earnest, serving_in_earnest
from tests.proofs.world import contradictions, make_world
from tests.volumes import volume
from trainee_app.cohorts.models import Trainee
from trainee_app.db import db
from trainee_app.logbook.models import LogEntry

_PROCESSES = 4
_ACTS = 4
# Rounds between two looks at what is stored.
_TOGETHER = 10
# While the next rounds are made ready, those who race keep the process that they have.
_KEEPS_CONNECTIONS = "--keep-alive 600"
_MOST_TRIES = 200
_MOSTLY_MET = 0.8

Kind = Callable[[Race, Caller], Round]
# Ten thousand rounds on both engines together, in parts that several workers can take up at once, and of which each
# counts by itself where the rest is broken off. Four cold processes are dear: CI has a few rounds.
PARTS = volume(ci=1, full=20)
# How many rounds of each, in each part. In CI link, paper and account meet all three at once.
KINDS: dict[Kind, int] = {
    racing.sign_sign: volume(ci=2, full=65),
    racing.sign_correct: volume(ci=1, full=50),
    racing.sign_withdraw: volume(ci=1, full=45),
    racing.sign_void: volume(ci=2, full=45),
    racing.link_account: volume(ci=0, full=15),
    racing.paper_account: volume(ci=0, full=10),
    racing.link_paper_account: volume(ci=1, full=10),
}
_IMPORTS = volume(ci=1, full=10)


def _apart(callers: Sequence[Caller]) -> None:
    """Let each be connected to a process of its own."""
    taken: set[int] = set()
    for caller in callers:
        for _ in range(_MOST_TRIES):
            process = caller.get(Seat(), "/healthz").process
            if process not in taken:
                taken.add(process)
                break
            caller.hang_up()
    assert len(taken) == len(callers), "some process answers nobody"


class Track:
    """Four connections, to a process each, over which four acts set off at the same moment."""

    def __init__(self, app: Flask, server: Earnest, stack: ExitStack) -> None:
        self.rounds = self.met = 0
        self.callers = [stack.enter_context(Caller(server.port)) for _ in range(_ACTS)]
        _apart(self.callers)
        self.race = Race(app, make_world(app, trainees=1, supervisors=2), app.config["SECRET_KEY"])
        self._pool = stack.enter_context(ThreadPoolExecutor(_ACTS))
        self._barrier = Barrier(_ACTS)

    def run(self, acts: Sequence[Act]) -> list[int]:
        """Let four acts meet; return how each was answered."""

        def one(caller: Caller, act: Act) -> Answer:
            self._barrier.wait()
            return act(caller)

        answers = list(self._pool.map(one, self.callers, acts))
        self.rounds += 1
        self.met += any(one.met(other) for one, other in combinations(answers, 2))
        return [each.status for each in answers]


@contextmanager
def raced(app: Flask, database: Database, served: str) -> Iterator[tuple[Track, Earnest]]:
    """Serve in four processes, and give the track."""
    serving = serving_in_earnest(database, served, workers=_PROCESSES, options=_KEEPS_CONNECTIONS)
    with serving as server, ExitStack() as stack:
        yield Track(app, server, stack), server


def forbidden(track: Track, kind: Kind, rounds: int) -> list[str]:
    """Run so many rounds of one kind; return what came of them that must not."""
    found = []
    while rounds > 0:
        made = [kind(track.race, track.callers[0]) for _ in range(min(_TOGETHER, rounds))]
        came = [track.run(each.acts) for each in made]
        after = racing.after_rounds(track.race.app, made)
        found += [
            f"{kind.__name__}: {answers}, {after[each.entry]}"
            for each, answers in zip(made, came, strict=True)
            if not each.allows(answers, after[each.entry])
        ]
        rounds -= len(made)
    return found


def doubled(track: Track, rounds: int) -> list[str]:
    """Bring the same file in four times at once, so many times; return what came of it that must not."""
    found = []
    for _ in range(rounds):
        trainee_id, acts = racing.double_import(track.race, track.callers[0])
        came = track.run(acts)
        with track.race.app.app_context():
            own = select(LogEntry.activity, func.count()).where(LogEntry.trainee_id == trainee_id)
            entries = Counter(dict(db.session.execute(own.group_by(LogEntry.activity)).all()))
            db.session.remove()
        if entries != {"reading": 1, "seminar": 1} or not set(came) <= {racing.DONE, racing.STALE}:
            found.append(f"import: {came}, {entries}")
    return found


def _everybody(app: Flask) -> list[int]:
    with app.app_context():
        return list(db.session.scalars(select(Trainee.id)))


@pytest.mark.parametrize("part", range(PARTS))
def test_whatever_meets_has_one_effect_and_loses_nothing(fresh_database: Database, make_app, part: int) -> None:
    app = make_app(**IN_EARNEST)
    with raced(app, fresh_database, "tests.proofs.killable:app") as (track, server):
        kinds = Random(part).sample(list(KINDS), len(KINDS))
        assert [each for kind in kinds for each in forbidden(track, kind, KINDS[kind])] == []
        assert doubled(track, _IMPORTS) == []
        assert server.faults() == []
    assert track.met >= track.rounds * _MOSTLY_MET, f"{track.met} of {track.rounds} rounds were races"
    assert contradictions(app, _everybody(app)) == []


@pytest.mark.planted
def test_a_void_that_forgets_what_was_seen_is_caught(fresh_database: Database, make_app) -> None:
    app = make_app(**IN_EARNEST)
    with raced(app, fresh_database, "tests.proofs.unguarded:app") as (track, _):
        assert forbidden(track, racing.sign_void, 20)
