"""Eight sessions write to one trainee's record at once; then every acknowledged write is looked for, every sum checked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from http.client import HTTPException
from itertools import islice

from flask import Flask
from sqlalchemy import select

from benchmarks.browser import Answer, Browser
from benchmarks.figures import missing
from benchmarks.pages import WrongAnswer, answered, log
from benchmarks.serving import Measured
from benchmarks.world import SUPERVISORS, Weekends, World, hand_in_one
from tests.factories.people import cookie_for
from tests.proofs.world import contradictions
from trainee_app import clock
from trainee_app.access import Actor
from trainee_app.db import db
from trainee_app.db.edge import unit_of_work
from trainee_app.logbook.models import LogEntry
from trainee_app.logbook.rules import Content, Seen, State
from trainee_app.logbook.services import sign_entries
from trainee_app.signatures.rules import SIGNED_IN

WRITERS = 8
WRITES_EACH = 100
_SUBJECT = 1
_AT_ONCE = 20
_SECONDS_AT_MOST = 120

# Sends one write and returns the entry's public name, its state from then on, and the answer.
Write = Callable[[], tuple[str, State, Answer]]


@dataclass
class Outcome:
    """What the writers were told, and what is found afterwards."""

    acknowledged: dict[str, str] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    drift: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Prepared:
    """What the writers work through: times to log, entries to sign, to return, and signed ones to void."""

    to_log: Sequence[Content]
    to_sign: Sequence[Seen]
    to_return: Sequence[Seen]
    to_void: Sequence[Seen]


def contend(app: Flask, world: World, server: Measured) -> Outcome:
    """Let 4 sessions log, 2 sign, 1 return and 1 void, 100 times each, all on one trainee; then verify."""
    prepared = _prepare(app, world)
    outcome = Outcome()
    writers = list(_writers(app, world, server, prepared))
    assert len(writers) == WRITERS
    start = threading.Barrier(WRITERS)
    threads = [threading.Thread(target=_work, args=(each, start, outcome), daemon=True) for each in writers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(_SECONDS_AT_MOST)
    if any(thread.is_alive() for thread in threads):
        outcome.errors.append(f"after {_SECONDS_AT_MOST} seconds a writer still waits")
    _verify(app, world, outcome)
    return outcome


def _prepare(app: Flask, world: World) -> Prepared:
    free = Weekends(world)
    trainee_id = world.trainees[_SUBJECT]
    with app.app_context(), unit_of_work():
        seen = [hand_in_one(trainee_id, free.next("case_session")) for _ in range(4 * WRITES_EACH)]
    to_void, to_return, to_sign = seen[:WRITES_EACH], seen[WRITES_EACH : 2 * WRITES_EACH], seen[2 * WRITES_EACH :]
    signer = Actor(world.supervisors[_SUBJECT % SUPERVISORS], clock.today(), second_factor=True, confirmed=True)
    for begin in range(0, len(to_void), _AT_ONCE):
        items = to_void[begin : begin + _AT_ONCE]
        with app.app_context(), unit_of_work():
            sign_entries(items=items, actor=signer, at=clock.now(), method=SIGNED_IN, strength="two_factors")
    return Prepared([free.next("case_session") for _ in range(4 * WRITES_EACH)], to_sign, to_return, to_void)


def _writers(app: Flask, world: World, server: Measured, prepared: Prepared) -> Iterator[list[Write]]:
    """Yield what each writer sends, one after the other, in a session and over a connection of its own."""
    supervisor = world.supervisors[_SUBJECT % SUPERVISORS]
    to_log, to_sign = iter(prepared.to_log), iter(prepared.to_sign)

    def browser(person_id: int, page: str) -> Browser:
        found = Browser(server.host, server.port, cookie_for(app, person_id))
        found.learn_token(page)
        return found

    for _ in range(4):
        trainee = browser(world.trainee_people[_SUBJECT], "/log/new")
        yield [_logging(trainee, content) for content in islice(to_log, WRITES_EACH)]
    for _ in range(2):
        signing = browser(supervisor, "/to-sign")
        yield [_signing(signing, seen) for seen in islice(to_sign, WRITES_EACH)]
    returning = browser(supervisor, "/to-sign")
    yield [
        _deciding(returning, seen.entry, "return", State.RETURNED, {"comment": "Which day was this?"})
        for seen in prepared.to_return
    ]
    voiding = browser(world.administrator, "/")
    yield [
        _deciding(voiding, seen.entry, "void", State.VOID, {"reason": "Logged a second time by mistake."})
        for seen in prepared.to_void
    ]


def _logging(browser: Browser, content: Content) -> Write:
    def write() -> tuple[str, State, Answer]:
        name, answer = log(browser, content)
        return name, State.SUBMITTED, answer

    return write


def _signing(browser: Browser, seen: Seen) -> Write:
    return lambda: (seen.entry, State.SIGNED, browser.post("/to-sign", {"entry": seen.tick}))


def _deciding(browser: Browser, name: str, verb: str, after: State, words: dict[str, str]) -> Write:
    return lambda: (name, after, browser.post(f"/entries/{name}/{verb}", {"version": "1", **words}))


def _work(writes: Sequence[Write], start: threading.Barrier, outcome: Outcome) -> None:
    start.wait()
    for write in writes:
        try:
            name, state, answer = write()
            answered(answer, 302)
        except (WrongAnswer, OSError, HTTPException) as error:
            outcome.errors.append(f"{type(error).__name__}: {error}"[:300])
        else:
            outcome.acknowledged[name] = state.value


def _verify(app: Flask, world: World, outcome: Outcome) -> None:
    trainee_id = world.trainees[_SUBJECT]
    with app.app_context():
        states = select(LogEntry.public_id, LogEntry.state).where(LogEntry.trainee_id == trainee_id)
        found = {row.public_id: row.state for row in db.session.execute(states)}
        outcome.lost = missing(outcome.acknowledged, found)
        db.session.remove()
    outcome.drift = contradictions(app, [trainee_id])
