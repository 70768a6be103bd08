"""Teaching dates and registers, made by the verbs themselves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tests.factories.logbook import AT, WORKED_ON, Training, acting
from trainee_app.access import Actor
from trainee_app.cohorts.models import Trainee
from trainee_app.db.tables import new_public_id
from trainee_app.people.models import Person
from trainee_app.teaching.models import TeachingDate, TeachingRegister
from trainee_app.teaching.rules import DateDraft, Mark, MarkDraft, RegisterDraft
from trainee_app.teaching.services import make_dates, sign_register


def date_draft(**says: Any) -> DateDraft:
    """Return a seminar of 90 min on 3 November 2026."""
    usual = {
        "title": "Ghosts in the nursery",
        "series": "Theory",
        "activity": "seminar",
        "held_on": WORKED_ON,
        "starts_at_minute": None,
        "minutes": 90,
    }
    return DateDraft(**{**usual, **says})


def make_date(
    training: Training, *, leader: Person | None = None, actor: Actor | None = None, **says: Any
) -> TeachingDate:
    """Put a date on the timetable of the trainee's cohort, led by the tutor."""
    made = make_dates(
        cohort=training.trainee.cohort,
        draft=date_draft(**says),
        leader=leader or training.tutor,
        public_id=new_public_id(),
        actor=actor or acting(training.administrator),
        at=AT,
    )
    return made[0]


def marks(trainees: Mapping[Trainee, Mark | tuple[Mark, int]]) -> RegisterDraft:
    """Return a register as marked: {trainee: Mark.PRESENT} or {trainee: (Mark.LEFT_EARLY, 45)}."""
    found = []
    for trainee, said in trainees.items():
        mark, minutes = said if isinstance(said, tuple) else (said, None)
        found.append(MarkDraft(trainee.public_id, mark, minutes))
    return RegisterDraft(tuple(found))


def sign_marks(
    training: Training,
    teaching: TeachingDate,
    draft: RegisterDraft,
    *,
    at: datetime = AT,
    public_id: str | None = None,
    **others: Any,
) -> TeachingRegister:
    """Sign a register as the tutor."""
    return sign_register(
        teaching=teaching,
        draft=draft,
        public_id=public_id or new_public_id(),
        actor=acting(training.tutor, at),
        on=at.date(),
        at=at,
        method="password",
        strength="two_factors",
        **others,
    )
