"""The world's supervision sessions, timetables and registers, made by the verbs themselves."""

from __future__ import annotations

from datetime import date, datetime

from tests.matrix.record import acting
from tests.matrix.world import Cast, World
from trainee_app.cohorts.models import Cohort
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.people.models import Person
from trainee_app.supervision.rules import Format, SessionDraft
from trainee_app.supervision.services import record_session, void_session
from trainee_app.teaching.models import TeachingDate
from trainee_app.teaching.queries import trainees_to_mark
from trainee_app.teaching.rules import Mark, MarkDraft, RegisterDraft
from trainee_app.teaching.services import cancel_date, sign_register, void_register

# By name: whose, by whom, how many days ago.
SESSIONS_HELD = {
    "marta's": ("marta", "supervisor", 2),
    "marta's void": ("marta", "supervisor", 12),
    "ada's": ("ada", "supervisor", 2),
    "jonas's": ("jonas", "unassigned", 2),
    "kit's": ("kit", "bo", 2),
}
# By name: which cohort, led by whom, how many days ago, whether its register is signed.
DATES = {
    "held": ("ours", "tutor", 2, False),
    "signed": ("ours", "tutor", 16, True),
    "ahead": ("ours", "tutor", -7, False),
    "cancelled": ("ours", "tutor", 9, False),
    "void": ("ours", "tutor", 31, True),
    "theirs": ("theirs", "bo", 3, False),
    "theirs signed": ("theirs", "bo", 17, True),
}


def supervise_and_teach(world: World, cast: Cast) -> None:
    """Record every session, put every date on its timetable, and sign the registers."""
    for name, (whose, by, days_ago) in SESSIONS_HELD.items():
        draft = SessionDraft(
            held_on=world.days_ago(days_ago),
            format=Format.INDIVIDUAL,
            minutes=60,
            present=(cast.trainees[whose].public_id,),
        )
        actor = acting(world, cast, by)
        said = {"actor": actor, "on": world.on, "at": world.at, "method": "password", "strength": "two_factors"}
        made = record_session(draft=draft, public_id=new_public_id(), **said)  # type: ignore[arg-type]
        if name == "marta's void":
            void_session(session=made, seen_hash=made.content_hash, reason="Twice.", actor=actor, at=world.at)
        world.ids["supervision", name] = made.public_id
        world.seen["supervision", name] = (1, made.content_hash)
    for name, (where, leader, days_ago, is_signed) in DATES.items():
        teaching = make_date(
            cast.our_cohort if where == "ours" else cast.their_cohort,
            cast.people[leader],
            world.days_ago(days_ago),
            world.at,
        )
        world.ids["teaching", name] = teaching.public_id
        if is_signed:
            _sign(world, cast, teaching, "void" if name == "void" else where, leader)
        if name == "cancelled":
            cancel_date(teaching=teaching, actor=acting(world, cast, leader), at=world.at)


def make_date(cohort: Cohort, leader: Person, held_on: date, at: datetime) -> TeachingDate:
    """Put a date on the cohort's timetable."""
    teaching = TeachingDate(
        programme_id=cohort.programme_id,
        cohort_id=cohort.id,
        title="Ghosts in the nursery",
        series="",
        activity="seminar",
        held_on=held_on,
        minutes=90,
        leader_id=leader.id,
        recorded_at=at,
    )
    db.session.add(teaching)
    db.session.flush()
    return teaching


def _sign(world: World, cast: Cast, teaching: TeachingDate, name: str, leader: str) -> None:
    trainees = trainees_to_mark(teaching.cohort_id)
    made = sign_register(
        teaching=teaching,
        draft=RegisterDraft(tuple(MarkDraft(each.public_id, Mark.PRESENT) for each in trainees)),
        public_id=new_public_id(),
        actor=acting(world, cast, leader),
        on=world.on,
        at=world.at,
        method="password",
        strength="two_factors",
    )
    if name == "void":
        actor = acting(world, cast, leader)
        void_register(register=made, seen_hash=made.content_hash, reason="Twice.", actor=actor, at=world.at)
    world.ids["register", name] = made.public_id
    world.ids["signature", f"{name} register"] = made.signature.public_id
    world.seen["register", name] = (1, made.content_hash)
