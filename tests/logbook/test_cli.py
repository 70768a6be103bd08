"""`flask totals`: what it finds, what it mends, and how it ends."""

from __future__ import annotations

from sqlalchemy import update

from tests.factories.logbook import make_signed_entry, make_training
from tests.factories.people import saved
from trainee_app.db import db
from trainee_app.logbook.models import LogEntry, MonthTotal


def test_totals_are_verified_and_made_anew(app, runner) -> None:
    with saved(app):
        make_signed_entry(make_training())
    fine = runner.invoke(args=["totals", "verify"])
    assert (fine.exit_code, fine.output) == (0, "All totals and entries are what their versions say.\n")
    with saved(app):
        db.session.execute(update(MonthTotal).where(MonthTotal.count > 0).values(credited=1))
    found = runner.invoke(args=["totals", "verify"])
    assert found.exit_code == 1
    assert "stored 50 recorded, 1 credited, 1 entries, expected 50 recorded, 60 credited, 1 entries" in found.output
    assert runner.invoke(args=["totals", "rebuild"]).exit_code == 0
    assert runner.invoke(args=["totals", "verify"]).exit_code == 0


def test_an_entry_that_no_longer_says_what_its_version_says_is_named(app, runner) -> None:
    with saved(app):
        entry = make_signed_entry(make_training())
        name = entry.public_id
        db.session.execute(update(LogEntry).values(credited_minutes=600))
    found = runner.invoke(args=["totals", "verify"])
    assert found.exit_code == 1
    assert f"entry {name}, credited_minutes: stored 600, expected 60" in found.output
