"""Four requests at the same moment, against four processes: one effect, nothing lost, no fault."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.databases import Database
from tests.proofs import racing
from tests.proofs.calling import Answer, Caller
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

Kind = Callable[[Race, Caller], Round]
# How many rounds of each, on each engine: ten thousand on both together. Four cold processes are dear: CI has a few.
KINDS: dict[Kind, int] = {
    racing.sign_sign: volume(ci=2, full=1_400),
    racing.sign_correct: volume(ci=1, full=1_000),
    racing.sign_withdraw: volume(ci=1, full=900),
    racing.sign_void: volume(ci=2, full=900),
    racing.link_account: volume(ci=1, full=400),
    racing.paper_account: volume(ci=1, full=200),
}
_IMPORTS = volume(ci=1, full=200)


class Track:
    """Four connections, over which four acts set off at the same moment."""

    def __init__(self, app: Flask, server: Earnest, stack: ExitStack) -> None:
        self.callers = [stack.enter_context(Caller(server.port)) for _ in range(_ACTS)]
        self.race = Race(app, make_world(app, trainees=1, supervisors=2), app.config["SECRET_KEY"])
        self._pool = stack.enter_context(ThreadPoolExecutor(_ACTS))
        self._barrier = Barrier(_ACTS)

    def run(self, acts: Sequence[Act]) -> list[int]:
        """Let four acts meet; return how each was answered."""

        def one(caller: Caller, act: Act) -> Answer:
            self._barrier.wait()
            return act(caller)

        return [each.status for each in self._pool.map(one, self.callers, acts)]


@contextmanager
def raced(app: Flask, database: Database, served: str) -> Iterator[tuple[Track, Earnest]]:
    """Serve in four processes, and give the track."""
    with serving_in_earnest(database, served, workers=_PROCESSES) as server, ExitStack() as stack:
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


def test_whatever_meets_has_one_effect_and_loses_nothing(fresh_database: Database, make_app) -> None:
    app = make_app(**IN_EARNEST)
    with raced(app, fresh_database, "tests.proofs.killable:app") as (track, server):
        assert [each for kind, rounds in KINDS.items() for each in forbidden(track, kind, rounds)] == []
        assert doubled(track, _IMPORTS) == []
        assert server.faults() == []
    assert contradictions(app, _everybody(app)) == []


@pytest.mark.planted
def test_a_void_that_forgets_what_was_seen_is_caught(fresh_database: Database, make_app) -> None:
    app = make_app(**IN_EARNEST)
    with raced(app, fresh_database, "tests.proofs.unguarded:app") as (track, _):
        assert forbidden(track, racing.sign_void, 20)
