"""Two who judge the same record at once, with real threads and real transactions: no error, and nothing older wins."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from tests.factories.cohorts import make_trainee
from tests.factories.logbook import AT, Training, acting, make_entry, make_training, seen
from tests.factories.people import saved
from tests.volumes import volume
from trainee_app.db import db
from trainee_app.db.edge import unit_of_work
from trainee_app.logbook.rules import Seen, SignOutcome
from trainee_app.logbook.services import sign_entries
from trainee_app.readiness.models import StandingHeadline
from trainee_app.readiness.queries import judge_one, kept_findings
from trainee_app.readiness.rules import finding_values
from trainee_app.readiness.services import rewrite_standings

ROUNDS = volume(ci=6, full=60)
ON = AT.date()
_MEANWHILE_SECONDS = 1


@pytest.fixture
def at_once(app: Flask) -> Callable[..., None]:
    """Run acts at the same moment, each in a transaction of its own."""

    def run(*acts: Callable[[], Any]) -> None:
        barrier = Barrier(len(acts))

        def one(act: Callable[[], Any]) -> None:
            with app.app_context():
                barrier.wait()
                with unit_of_work():
                    act()

        with ThreadPoolExecutor(len(acts)) as pool:
            list(pool.map(one, acts))

    return run


def _judge(trainee_id: int, days: int = 0) -> Callable[[], int]:
    return lambda: rewrite_standings(trainee_ids=[trainee_id], on=ON + timedelta(days=days), at=AT)


def test_two_who_judge_a_record_for_the_first_time_do_not_meet(app: Flask, at_once: Callable[..., None]) -> None:
    with saved(app):
        cohort = make_training().trainee.cohort
        ids = [make_trainee(cohort).id for _ in range(ROUNDS)]
    for trainee_id in ids:
        at_once(_judge(trainee_id), _judge(trainee_id))
    with app.app_context():
        found = select(func.count()).select_from(StandingHeadline).where(StandingHeadline.trainee_id.in_(ids))
        assert db.session.scalar(found) == ROUNDS


def test_the_turn_of_the_day_never_undoes_what_a_signature_said(app: Flask) -> None:
    with saved(app):
        training = make_training()
        item = seen(make_entry(training))
    with app.app_context():
        engine = db.engine
    with ThreadPoolExecutor(1) as supervisor, app.app_context():
        signing: list[Future[None]] = []

        def sign_meanwhile(*about: object) -> None:
            if "FROM month_total" in str(about[2]) and not signing:
                signing.append(supervisor.submit(_sign, app, training, item))
                # Long enough to be done if nothing held it back; it is held back until this one has committed.
                wait(signing, timeout=_MEANWHILE_SECONDS)

        event.listen(engine, "after_cursor_execute", sign_meanwhile)
        with unit_of_work():
            rewrite_standings(trainee_ids=[training.trainee.id], on=ON + timedelta(days=1), at=AT)
        event.remove(engine, "after_cursor_execute", sign_meanwhile)
        signing[0].result()
        fresh = {each.key: finding_values(each) for each in judge_one(training.trainee.id, ON).evaluated.findings}
        kept = kept_findings([training.trainee.id])[training.trainee.id]
    figures = {key: (kept[key]["figure"], kept[key]["awaiting"]) for key in fresh}
    assert figures == {key: (each["figure"], each["awaiting"]) for key, each in fresh.items()}


def _sign(app: Flask, training: Training, item: Seen) -> None:
    signer = acting(training.supervisor)
    with app.app_context(), unit_of_work():
        (signed,) = sign_entries(items=[item], actor=signer, at=AT, method="password", strength="two_factors")
        assert signed.outcome is SignOutcome.SIGNED
