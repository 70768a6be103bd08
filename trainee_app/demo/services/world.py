"""Making the invented world, by the same verbs that people use: every hour in it was logged, recorded and signed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from sqlalchemy import select

from trainee_app.cohorts.models import Trainee
from trainee_app.db import db
from trainee_app.db.edge import unit_of_work
from trainee_app.demo.services.absent import let_one_be_away
from trainee_app.demo.services.bringing import bring_along
from trainee_app.demo.services.families import go_on, open_families
from trainee_app.demo.services.linked import let_one_sign_by_link
from trainee_app.demo.services.loose_ends import leave_something_open
from trainee_app.demo.services.months import live_through, sign_what_waits
from trainee_app.demo.services.people import make_people, take_breaks
from trainee_app.demo.services.selection import open_selection
from trainee_app.demo.services.story import World, evening
from trainee_app.demo.services.studying import hand_in_again, hand_in_and_sign
from trainee_app.demo.services.versions import verify_one
from trainee_app.readiness.services import rewrite_standings


def load_world(*, today: date, password_hash: str, tell: Callable[[str], None]) -> None:
    """Make everybody, then let the months pass: each is one transaction, logged by trainees and signed by signers.

    The story ends on the evening before `today`, so that nothing in it has happened later than now.
    """
    yesterday = today - timedelta(days=1)
    with unit_of_work():
        world = make_people(today, password_hash)
        trainees = _trainees(world)
        bring_along(world, trainees)
        take_breaks(world, trainees, yesterday)
    first = min(member.course.starts_on for member in world.members)
    while first <= yesterday:
        last = min(_month_end(first), yesterday)
        _month(world, first, last, yesterday)
        tell(f"{first:%B %Y}")
        first = last + timedelta(days=1)
    with unit_of_work():
        trainees = _trainees(world)
        programme = next(iter(trainees.values())).cohort.programme
        open_selection(world, programme, yesterday, password_hash)
        leave_something_open(world, trainees, yesterday)
        let_one_be_away(world, trainees, yesterday)
        let_one_sign_by_link(world, trainees, yesterday)
        hand_in_again(world, yesterday)
        verify_one(world, yesterday)
    with unit_of_work():
        ids = [member.trainee_id for member in world.members]
        rewrite_standings(trainee_ids=ids, on=today, at=evening(yesterday))


def _month(world: World, first: date, last: date, yesterday: date) -> None:
    with unit_of_work():
        open_families(world, _trainees(world), first, last)
        live_through(world, first, last, yesterday)
    with unit_of_work():
        sign_what_waits(world, last, yesterday)
        hand_in_and_sign(world, first, last, yesterday)
        go_on(world, first, last)


def _trainees(world: World) -> Mapping[int, Trainee]:
    ids = [member.trainee_id for member in world.members]
    return {trainee.id: trainee for trainee in db.session.scalars(select(Trainee).where(Trainee.id.in_(ids)))}


def _month_end(on: date) -> date:
    following = date(on.year + on.month // 12, on.month % 12 + 1, 1)
    return following - timedelta(days=1)
