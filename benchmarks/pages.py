"""The requests of one round, each as a person's browser makes it, with what it must answer."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask

from benchmarks.bars import ENTRIES, FRONT, LOG, MATRIX, PLAIN, PLAIN_AGAIN, SIGN
from benchmarks.browser import Answer, Browser
from benchmarks.plain import ADDRESS
from benchmarks.rounds import Request
from benchmarks.world import Weekends, World, confirm_sessions, hand_in_one
from trainee_app.db.edge import unit_of_work
from trainee_app.db.tables import new_public_id
from trainee_app.logbook.rules import Content

SIGNED_AT_ONCE = 20
_SIGNING = 0


class WrongAnswer(RuntimeError):
    """The server answered something else than was asked for, so that its time says nothing."""


class Refill:
    """Before each round, hands in what the round will sign: the same number for each of the supervisor's trainees."""

    def __init__(self, app: Flask, world: World) -> None:
        self._app = app
        self._world = world
        self._free = Weekends(world)
        self.ticks: list[str] = []

    def __call__(self) -> None:
        """Hand in, and let every session have shown just now that it is they, so that no round asks for a password."""
        theirs = [self._world.trainees[n] for n in self._world.supervised(_SIGNING)]
        contents = [self._free.next("case_session") for _ in range(SIGNED_AT_ONCE // len(theirs))]
        with self._app.app_context(), unit_of_work():
            confirm_sessions()
            self.ticks = [hand_in_one(each, content).tick for content in contents for each in theirs]


def requests_of_a_round(
    world: World, signed_out: Browser, trainee: Browser, supervisor: Browser, administrator: Browser, refill: Refill
) -> Mapping[str, Request]:
    """Return the requests by the names of their bars; all browsers but the first are signed in."""
    free = Weekends(world)

    def plain() -> float:
        return answered(signed_out.get(ADDRESS), 200).seconds

    def sign() -> float:
        return answered(supervisor.post("/to-sign", [("entry", tick) for tick in refill.ticks]), 302).seconds

    return {
        PLAIN: plain,
        PLAIN_AGAIN: plain,
        LOG: lambda: answered(log(trainee, free.next("reading"))[1], 302).seconds,
        FRONT: lambda: answered(trainee.get("/"), 200).seconds,
        ENTRIES: lambda: answered(trainee.get("/log"), 200).seconds,
        MATRIX: lambda: answered(administrator.get(f"/cohorts/{world.cohort}"), 200).seconds,
        SIGN: sign,
    }


def log(browser: Browser, content: Content) -> tuple[str, Answer]:
    """Send the form of a new entry, and return its public name and what was answered; each sending is another entry."""
    name = new_public_id()
    fields = {
        "once": name,
        "activity": content.activity,
        "worked_on": content.worked_on.isoformat(),
        "minutes": str(content.minutes),
        "started_at": "",
        "outcome": content.outcome,
        "placement": "",
        "note": "The second half read again; the pause before the answer.",
    }
    return name, browser.post("/log/new", fields)


def answered(answer: Answer, status: int) -> Answer:
    """Return the answer; raises WrongAnswer unless it has this status and leads to no sign-in page."""
    if answer.status != status or "sign-in" in answer.location:
        text = answer.body.decode(errors="replace")
        raise WrongAnswer(f"{answer.status} {answer.location or text[:2000]}")
    return answer
