"""The same answers over more: cohorts of 300 and 3,000, and a trainee with ten times the entries."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta

from flask import Flask

from benchmarks import bars
from benchmarks.browser import Browser
from benchmarks.crowd import make_crowd
from benchmarks.entries import evening_of, hand_in, sign, year_of_entries
from benchmarks.figures import Verdict, ratios
from benchmarks.pages import answered
from benchmarks.plain import ADDRESS
from benchmarks.queries import count_queries
from benchmarks.rounds import Request, Run, run_rounds
from benchmarks.serving import Measured
from benchmarks.world import SUPERVISORS, World, confirm_sessions
from tests.factories.people import cookie_for
from trainee_app import clock
from trainee_app.access import Actor
from trainee_app.cohorts.models import Trainee
from trainee_app.db import db
from trainee_app.db.edge import unit_of_work
from trainee_app.logbook.services import rebuild_totals
from trainee_app.logbook.services.holding import hold_all
from trainee_app.people.models import Person
from trainee_app.programmes.models import Programme
from trainee_app.readiness.services import rewrite_standings
from trainee_app.signatures.rules import Act, Meaning, Signer, Slot

FRONT_FULL, ENTRIES_FULL = "front page, ten times the entries", "25 own entries, ten times the entries"
_TIMES = 10
_WEEKS_EACH = 4
# Of the world's trainees: one is left as is, the other gets ten times as much. Both have the same supervisor.
_USUAL, _FULL = 2, 8


@dataclass(frozen=True)
class Sizes:
    """Public names of the larger cohorts."""

    of_300: str
    of_3000: str


def grow(app: Flask, world: World, seed: int) -> Sizes:
    """Add the larger cohorts to the world's programme, and nine more years' worth of entries to one trainee."""
    with app.app_context(), unit_of_work():
        trainee = db.session.get_one(Trainee, world.trainees[_FULL])
        programme = db.session.get_one(Programme, trainee.programme_id)
        _fill(trainee, world, random.Random(seed))
        crowds = [
            make_crowd(programme, f"Cohort of {size}", size, weeks=_WEEKS_EACH, today=world.today, seed=seed)
            for size in (300, 3000)
        ]
        rebuild_totals()
        ids = [world.trainees[_FULL], *(each for crowd in crowds for each in crowd.trainees)]
        sizes = Sizes(*(crowd.cohort for crowd in crowds))
    # As the turn of the day leaves them, whatever the day of what was logged last.
    with app.app_context(), unit_of_work():
        rewrite_standings(trainee_ids=ids, on=world.today, at=clock.now())
    return sizes


def _fill(trainee: Trainee, world: World, dice: random.Random) -> None:
    """Give a trainee nine more years' worth of entries in the same year, all of them signed."""
    record = hold_all([trainee.id])[trainee.id]
    until = world.today - timedelta(days=15)
    supervisor = db.session.get_one(Person, world.supervisors[_FULL % SUPERVISORS])
    signer = Signer(supervisor.id, supervisor.name, "supervisor", "")
    act = Act(Slot.SUPERVISOR, Meaning.SUPERVISED, evening_of(until + timedelta(days=3)), "password", "two_factors")
    for _ in range(_TIMES - 1):
        contents = year_of_entries(world.starts_on, until, dice)
        stored = hand_in(record, contents, Actor(trainee.person_id, world.today, second_factor=True))
        sign(record, stored, signer, act)


def run_sizes(app: Flask, world: World, sizes: Sizes, server: Measured, *, rounds: int, seed: int) -> Run:
    """Ask for the same pages over little and over much, in shuffled rounds."""
    with ExitStack() as stack:
        cookies = ["", *(cookie_for(app, each) for each in _people(world))]
        browsers = [stack.enter_context(Browser(server.host, server.port, cookie)) for cookie in cookies]
        requests = _requests(world, sizes, *browsers)

        def before() -> None:
            with app.app_context(), unit_of_work():
                confirm_sessions()

        return run_rounds(requests, rounds=rounds, seed=seed, before=before)


def _people(world: World) -> tuple[int, int, int]:
    return world.trainee_people[_USUAL], world.trainee_people[_FULL], world.administrator


def _requests(
    world: World, sizes: Sizes, signed_out: Browser, usual: Browser, full: Browser, administrator: Browser
) -> Mapping[str, Request]:
    pages = {
        bars.PLAIN: (signed_out, ADDRESS),
        bars.PLAIN_AGAIN: (signed_out, ADDRESS),
        bars.MATRIX: (administrator, f"/cohorts/{world.cohort}"),
        bars.MATRIX_300: (administrator, f"/cohorts/{sizes.of_300}"),
        bars.MATRIX_3000: (administrator, f"/cohorts/{sizes.of_3000}"),
        bars.FRONT: (usual, "/"),
        FRONT_FULL: (full, "/"),
        bars.ENTRIES: (usual, "/log"),
        ENTRIES_FULL: (full, "/log"),
    }

    def request(browser: Browser, address: str) -> Request:
        return lambda: answered(browser.get(address), 200).seconds

    return {name: request(*page) for name, page in pages.items()}


def verdicts(app: Flask, world: World, sizes: Sizes, run: Run) -> list[Verdict]:
    """How much more ten times as much takes; the exponent is that of the size in the time."""
    times = ratios(run.seconds, bars.PLAIN)
    return [
        Verdict("8 front page, ten times the entries", times[FRONT_FULL] / times[bars.FRONT], bars.GROWTH_TIMES, "times"),
        Verdict("8 own entries, ten times the entries", times[ENTRIES_FULL] / times[bars.ENTRIES], bars.GROWTH_TIMES, "times"),
        Verdict("8 matrix, 300 instead of 30: exponent", exponent(times[bars.MATRIX_300] / times[bars.MATRIX]), bars.GROWTH_EXPONENT, ""),
        *_query_verdicts(app, world, sizes),
    ]  # fmt: skip


def exponent(times: float) -> float:
    """The power of the size with which the time grows, if ten times the size takes so many times as long."""
    return math.log10(times)


def _query_verdicts(app: Flask, world: World, sizes: Sizes) -> list[Verdict]:
    usual, full, administrator = (cookie_for(app, each) for each in _people(world))
    pairs = {
        "8 more queries, ten times the entries: front": ((usual, "/"), (full, "/")),
        "8 more queries, ten times the entries: own": ((usual, "/log"), (full, "/log")),
        "8 more queries for 300 in the matrix": (
            (administrator, f"/cohorts/{world.cohort}"),
            (administrator, f"/cohorts/{sizes.of_300}"),
        ),
    }
    found = []
    for what, (little, much) in pairs.items():
        few, many = count_queries(app, *little), count_queries(app, *much)
        found.append(Verdict(what, many - few, 0, "", f"{few} and {many}"))
    return found
