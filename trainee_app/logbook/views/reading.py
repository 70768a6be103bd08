"""One log as somebody reads it: how far they see, and what they ask for. The same for the page, the file and paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app, request, url_for

from trainee_app import clock
from trainee_app.access import NotFoundForActor, actor
from trainee_app.access.policy import allowed
from trainee_app.cohorts.models import Trainee
from trainee_app.cohorts.queries import definition_of_cohort, trainees_of
from trainee_app.logbook.rules import Uncounted
from trainee_app.logbook.views.narrowing import Asked, asked_of
from trainee_app.programmes.rules import Definition


@dataclass(frozen=True, slots=True)
class LogRead:
    """A trainee's log, what is asked of it, and the condition under which the reader sees an entry; None: all of it."""

    trainee: Trainee
    is_own: bool
    definition: Definition
    uncounted: Uncounted
    asked: Asked
    visible: Any
    today: date

    @property
    def months_url(self) -> str:
        """The address of the same log by the month."""
        return url_for(
            "logbook.trainee_months" if request.view_args else "logbook.own_months", **(request.view_args or {})
        )

    def address(self, what: str = "", **changes: str | None) -> str:
        """Return the address of the list (""), its file ("_file") or its sheet ("_on_paper"), by whichever way it was opened."""
        whose = "trainee" if request.view_args else "own"
        return self.asked.address(f"logbook.{whose}_log{what}", **changes)


def log_read(trainee: Trainee, *, is_own: bool) -> LogRead:
    """Return the log as the address asks for it."""
    definition = definition_of_cohort(trainee.cohort_id)
    uncounted: Uncounted = current_app.extensions["uncounted"](trainee.id, definition)
    today = clock.today(trainee.cohort.programme.zone)
    asked = asked_of(trainee, definition, uncounted, today, is_own=is_own)
    # One's own log is all of it: `log.write` and `log.read` have been asked.
    visible = None if is_own else allowed("entry.read", actor())
    return LogRead(trainee, is_own, definition, uncounted, asked, visible, today)


def own_trainee() -> Trainee:
    """Return the membership whose log is kept: the latest one."""
    memberships = trainees_of(actor().person_id)
    if not memberships:
        raise NotFoundForActor("log.write")
    return memberships[0]
