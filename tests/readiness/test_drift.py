"""The nightly run compares what is kept with what the record says, reports what differs, and puts it right."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text

from tests.factories.logbook import (
    AT,
    Training,
    acting,
    content,
    make_entry,
    make_signed_entry,
    make_training,
    sign,
)
from tests.factories.people import saved, sign_in
from trainee_app import clock
from trainee_app.db import db
from trainee_app.events import forget, settle
from trainee_app.logbook.services import void_entry, withdraw_entry
from trainee_app.readiness.jobs import rewrite_all_standings
from trainee_app.readiness.models import Standing
from trainee_app.readiness.queries import drifts, drifts_reported, rejudging
from trainee_app.trail.models import TrailLine


@pytest.fixture
def training(app: Flask) -> Training:
    """A trainee with a signed session; the standing is kept as of today."""
    with saved(app):
        made = make_training()
        make_signed_entry(made)
        settle()
        made.trainee.person, made.programme, made.administrator  # noqa: B018 - read while the session is open
    with app.app_context():
        rewrite_all_standings(clock.today("Europe/London"))
    return made


def _told(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(TrailLine.event).where(TrailLine.event == "StandingsDrifted")))


def test_what_is_kept_agrees_with_the_record_and_the_turn_of_the_day_reports_nothing(
    app: Flask, training: Training, caplog: pytest.LogCaptureFixture
) -> None:
    today = clock.today("Europe/London")
    with app.app_context():
        assert drifts([training.trainee.id]) == []
        rewrite_all_standings(today + timedelta(days=1))
        assert drifts([training.trainee.id]) == []
    assert _told(app) == []
    assert "had drifted" not in caplog.text


def test_a_standing_changed_behind_our_back_is_reported_and_put_right(
    app: Flask, training: Training, client, caplog: pytest.LogCaptureFixture
) -> None:
    with app.app_context():
        db.session.execute(text("UPDATE standing SET figure = 6000 WHERE requirement = 'clinical'"))
        db.session.commit()
        (found,) = drifts([training.trainee.id])
        assert found.requirements == ("clinical",)
    with app.app_context(), caplog.at_level(logging.WARNING):
        rewrite_all_standings(clock.today("Europe/London"))
    assert "clinical" in caplog.text
    assert training.trainee.public_id in caplog.text
    assert "Marta" not in caplog.text
    with app.app_context():
        figures = select(Standing.figure).where(Standing.requirement == "clinical")
        assert db.session.scalars(figures).all() == [60]
        (reported,) = drifts_reported([training.programme.id], clock.now() - timedelta(days=1))
        assert (reported.number, reported.names) == (1, ("Marta Ellison",))
        assert drifts_reported([training.programme.id], clock.now() + timedelta(days=1)) == []
    assert _told(app) == ["StandingsDrifted"]
    sign_in(client, training.administrator)
    page = client.get("/").text
    assert "One standing had drifted, and is put right" in page
    assert "Marta Ellison" in page


def test_a_row_that_is_missing_or_was_never_asked_for_is_a_drift_too(app: Flask, training: Training) -> None:
    with app.app_context():
        db.session.execute(text("DELETE FROM standing WHERE requirement = 'study'"))
        db.session.execute(text("UPDATE standing SET requirement = 'invented' WHERE requirement = 'teaching'"))
        db.session.commit()
        (found,) = drifts([training.trainee.id])
        assert found.requirements == ("invented", "study", "teaching")


def _settled(trainee_id: int) -> list[str]:
    """Let the standing follow what has happened, and name what is not as a judging of everything gives it."""
    settle()
    forget()
    return [requirement for drift in drifts([trainee_id]) for requirement in drift.requirements or ("headline",)]


@pytest.mark.parametrize("activity", ["case_session", "individual_supervision", "reading"])
def test_a_standing_judged_no_further_than_a_change_can_reach_is_the_whole_one(session, activity: str) -> None:
    """Every verb on one entry after another, each settled by itself as a request does."""
    made = make_training()
    marta = made.trainee.id
    signer = made.tutor if activity == "reading" else made.supervisor
    make_signed_entry(made)
    assert _settled(marta) == []
    acting_office = acting(made.administrator)
    entry = make_entry(made, content(activity, 60))
    assert _settled(marta) == []
    sign(made, entry, by=signer)
    assert _settled(marta) == []
    void_entry(entry=entry, seen_version=entry.version, reason="Entered twice.", actor=acting_office, at=AT)
    assert _settled(marta) == []
    withdrawn = make_entry(made, content(activity, 30))
    assert _settled(marta) == []
    withdraw_entry(entry=withdrawn, actor=made.trainee_actor, at=AT)
    assert _settled(marta) == []


def test_a_change_whose_reach_is_taken_too_short_drifts(session, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the test above rests on."""
    made = make_training()
    make_signed_entry(made)
    assert _settled(made.trainee.id) == []
    monkeypatch.setattr(rejudging, "touched_requirements", lambda requirements, *_: requirements[:1])
    make_entry(made, content("reading", 60))
    assert _settled(made.trainee.id)
