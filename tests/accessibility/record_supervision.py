"""Supervision sessions, cases to present and a timetable, in every state that their pages show."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from trainee_app.access import Actor
from trainee_app.cases.models import CaseConsent, TrainingCase
from trainee_app.cases.rules import CaseKind
from trainee_app.cases.services import open_case
from trainee_app.cohorts.models import Trainee
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.supervision.rules import Format, SessionDraft
from trainee_app.supervision.services import record_session, void_session
from trainee_app.teaching.models import TeachingDate
from trainee_app.teaching.queries import trainees_to_mark
from trainee_app.teaching.rules import DateDraft, Mark, MarkDraft, RegisterDraft
from trainee_app.teaching.services import make_dates, sign_register

if TYPE_CHECKING:
    from tests.accessibility.world import Cast


def supervise_and_teach(cast: Cast, ids: dict[str, str], today: date, at: datetime) -> None:
    """Record sessions of one and of several, one of them void; put dates on the timetable and sign a register."""
    marta, many = cast.trainees["trainee"], cast.trainees["very long"]
    supervisor = Actor(cast.people["supervisor"].id, today, second_factor=True, confirmed=True)
    cases = [_case(each, supervisor, today, at) for each in (marta, many)]
    for each in cases:
        _agree(each, "discussed", "", today, at)
    _agree(cases[0], "video", "supervision", today, at)
    how: dict[str, Any] = {"actor": supervisor, "on": today, "at": at, "method": "password", "strength": "two_factors"}
    video = (cases[0].public_id,)
    for word, days, present, said in (
        ("group", 3, (marta, many), {"presented": tuple(each.public_id for each in cases), "video": video}),
        ("alone", 10, (marta,), {}),
        ("void", 17, (marta,), {}),
    ):
        draft = SessionDraft(
            held_on=today - timedelta(days=days),
            format=Format.GROUP if len(present) > 1 else Format.INDIVIDUAL,
            minutes=90 if len(present) > 1 else 60,
            present=tuple(each.public_id for each in present),
            **said,
        )
        made = record_session(draft=draft, public_id=new_public_id(), **how)
        ids[f"supervision {word}"] = made.public_id
        if word == "void":
            reason = "It was recorded a second time."
            void_session(session=made, seen_hash=made.content_hash, reason=reason, actor=supervisor, at=at)
    _teach(cast, ids, today, at)


def _case(trainee: Trainee, actor: Actor, today: date, at: datetime) -> TrainingCase:
    return open_case(
        trainee=trainee,
        kind=CaseKind.PARENT_INFANT,
        age_band="under_3",
        placement_id=None,
        opened_on=today - timedelta(days=60),
        actor=actor,
        at=at,
    )


def _agree(case: TrainingCase, kind: str, scope: str, today: date, at: datetime) -> None:
    consent = CaseConsent(
        programme_id=case.programme_id,
        case_id=case.id,
        kind=kind,
        scope=scope,
        given_on=today - timedelta(days=50),
        recorded_by=case.trainee.person_id,
        recorded_at=at,
    )
    db.session.add(consent)
    db.session.flush()


def _teach(cast: Cast, ids: dict[str, str], today: date, at: datetime) -> None:
    tutor = Actor(cast.people["tutor"].id, today, second_factor=True, confirmed=True)
    for word, days in (("signed", -14), ("held", -1), ("ahead", 6)):
        ids[f"teaching {word}"] = _date(cast, today + timedelta(days=days), tutor, at).public_id
    teaching = db.session.query(TeachingDate).filter_by(public_id=ids["teaching signed"]).one()
    trainees = trainees_to_mark(teaching.cohort_id)
    said = [Mark.PRESENT, Mark.LEFT_EARLY, Mark.ABSENT]
    marked = [
        MarkDraft(each.public_id, said[number % 3], 45 if number % 3 == 1 else None)
        for number, each in enumerate(trainees)
    ]
    register = sign_register(
        teaching=teaching,
        draft=RegisterDraft(tuple(marked)),
        public_id=new_public_id(),
        actor=tutor,
        on=today,
        at=at,
        method="password",
        strength="two_factors",
        confirmed=("own_entry_gives_way", "likely_double"),
    )
    ids["register"] = register.public_id
    ids["signature"] = register.signature.public_id


def _date(cast: Cast, held_on: date, tutor: Actor, at: datetime) -> TeachingDate:
    draft = DateDraft(
        title="Ghosts in the nursery: a seminar on what parents bring along from their own childhoods",
        series="Theory",
        activity="seminar",
        held_on=held_on,
        starts_at_minute=570,
        minutes=90,
    )
    (made,) = make_dates(
        cohort=cast.cohort, draft=draft, leader=cast.people["tutor"], public_id=new_public_id(), actor=tutor, at=at
    )
    return made
