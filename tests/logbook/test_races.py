"""Two at once, with real threads and real transactions: whoever comes second is told so, and nothing is counted twice."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from tests.factories.cohorts import make_agreement, make_registration
from tests.factories.logbook import AT, acting, content, make_entry, make_training, seen
from tests.factories.people import make_person, saved
from tests.volumes import volume
from trainee_app.access import Actor
from trainee_app.db import db
from trainee_app.db.edge import unit_of_work
from trainee_app.db.tables import new_public_id
from trainee_app.logbook import services
from trainee_app.logbook.models import EntryStep, LogEntry, MonthTotal
from trainee_app.logbook.queries import differences
from trainee_app.logbook.rules import Code, Seen, SignOutcome
from trainee_app.signatures.models import Signature

ROUNDS = volume(ci=6, full=60)


class World:
    """A training whose second supervisor may sign too; ids only, since every thread has a session of its own."""

    def __init__(self) -> None:
        self.training = make_training()
        second = make_person("Dr Second")
        make_agreement(self.training.trainee, second)
        make_registration(second, self.training.programme)
        self.trainee_id = self.training.trainee.id
        self.actor = self.training.trainee_actor
        self.supervisors = [acting(self.training.supervisor), acting(second)]


@pytest.fixture
def world(app: Flask) -> World:
    with saved(app):
        return World()


def entry_of(app: Flask, world: World) -> tuple[int, Seen]:
    with saved(app):
        entry = make_entry(world.training, content(minutes=50))
        return entry.id, seen(entry)


def signing(item: Seen, actor: Actor) -> Callable[[], SignOutcome]:
    def act() -> SignOutcome:
        (result,) = services.sign_entries(items=[item], actor=actor, at=AT, method="password", strength="two_factors")
        return result.outcome

    return act


def withdrawing(entry_id: int, actor: Actor) -> Callable[[], str]:
    def act() -> str:
        services.withdraw_entry(entry=db.session.get_one(LogEntry, entry_id), actor=actor, at=AT)
        return "withdrawn"

    return act


def submitting(world: World, minutes: int, public_id: str) -> Callable[[], str]:
    def act() -> str:
        services.submit_entry(
            trainee_id=world.trainee_id,
            public_id=public_id,
            content=content("reading", minutes),
            actor=world.actor,
            at=AT,
            confirmed=set(Code),
        )
        return "submitted"

    return act


def stands_whole(app: Flask) -> None:
    with app.app_context():
        assert [str(each) for each in differences()] == []
        db.session.rollback()


def test_two_supervisors_at_once_make_one_signature(app, world, at_once) -> None:
    for _ in range(ROUNDS):
        entry_id, item = entry_of(app, world)
        outcomes = at_once(*(signing(item, actor) for actor in world.supervisors))
        assert sorted(outcomes) == sorted([SignOutcome.SIGNED, SignOutcome.ALREADY_SIGNED])
        with app.app_context():
            steps = select(EntryStep).where(EntryStep.entry_id == entry_id, EntryStep.state_after == "signed")
            assert len(db.session.scalars(steps).all()) == 1
            assert db.session.get_one(LogEntry, entry_id).state == "signed"
        _void(app, world, entry_id)
    stands_whole(app)


def _void(app: Flask, world: World, entry_id: int) -> None:
    """Make room in the day for the next round."""
    with app.app_context(), unit_of_work():
        entry = db.session.get_one(LogEntry, entry_id)
        office = acting(world.training.administrator)
        if entry.state == "signed":
            services.void_entry(entry=entry, seen_version=entry.version, reason="Next", actor=office, at=AT)
        else:
            services.discard_entry(entry=entry, actor=world.actor, at=AT)


def test_signing_during_withdrawal_ends_as_one_or_the_other(app, world, at_once) -> None:
    ends = set()
    for _ in range(ROUNDS):
        entry_id, item = entry_of(app, world)
        signed, withdrawn = at_once(signing(item, world.supervisors[0]), withdrawing(entry_id, world.actor))
        with app.app_context():
            state = db.session.get_one(LogEntry, entry_id).state
            signatures = select(Signature).where(Signature.document == f"entry:{item.entry}")
            number = len(db.session.scalars(signatures).all())
        if state == "signed":
            assert (signed, number) == (SignOutcome.SIGNED, 1)
            assert isinstance(withdrawn, services.EntryCannotMove)
        else:
            assert (state, signed, withdrawn, number) == ("withdrawn", SignOutcome.CHANGED, "withdrawn", 0)
        ends.add(state)
        _void(app, world, entry_id)
    assert ends <= {"signed", "withdrawn"}
    stands_whole(app)


def test_the_same_page_sent_twice_at_once_makes_one_entry(app, world, at_once) -> None:
    for number in range(ROUNDS):
        public_id = new_public_id()
        came = at_once(*(submitting(world, 5 + number, public_id) for _ in range(3)))
        assert came == ["submitted"] * 3
        with app.app_context():
            assert len(db.session.scalars(select(LogEntry).where(LogEntry.public_id == public_id)).all()) == 1
    stands_whole(app)


def test_two_pages_at_once_cannot_make_a_day_of_more_than_twenty_four_hours(app, world, at_once) -> None:
    came = at_once(*(submitting(world, 700, new_public_id()) for _ in range(4)))
    assert came.count("submitted") == 2
    with app.app_context():
        assert db.session.scalars(select(MonthTotal.recorded)).all() == [1400]
    stands_whole(app)


def test_many_writers_on_one_record_lose_nothing(app, world, at_once) -> None:
    for number in range(ROUNDS):
        came = at_once(*(submitting(world, 1 + number, new_public_id()) for _ in range(8)))
        assert came == ["submitted"] * 8
    with app.app_context():
        (total,) = db.session.scalars(select(MonthTotal)).all()
        assert (total.count, total.recorded) == (8 * ROUNDS, 8 * sum(range(1, ROUNDS + 1)))
    stands_whole(app)
