"""What the tests of the log's pages send, and how they look at what came of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from tests.factories.logbook import AT, content, seen
from tests.factories.people import saved
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.logbook.models import LogEntry
from trainee_app.logbook.services import submit_entry, withdraw_entry


def typed(**changes: Any) -> dict[str, Any]:
    """What the form sends."""
    usual = {
        "once": new_public_id(),
        "activity": "case_session",
        "worked_on": "2026-11-03",
        "minutes": "50",
        "outcome": "held",
        "placement": "",
        "started_at": "",
        "note": "",
        "decision": "submit",
    }
    return {**usual, **changes}


def rows(app, model, *terms) -> int:
    with app.app_context():
        found = db.session.scalar(select(func.count()).select_from(model).where(*terms))
        db.session.rollback()
    return found or 0


def the_entry(app) -> LogEntry:
    with app.app_context():
        return db.session.scalars(select(LogEntry)).one()


def made(app, make, *arguments, **named):
    """Make something by the verbs and keep it."""
    with saved(app):
        return make(*arguments, **named)


def tick(app, entry) -> str:
    with app.app_context():
        item = seen(db.session.get_one(LogEntry, entry.id))
    return f"{item.entry}:{item.version}:{item.content_hash}"


def withdraw_and_resubmit(world, entry) -> None:

    withdraw_entry(entry=entry, actor=world.trainee_actor, at=AT)
    submit_entry(
        trainee_id=entry.trainee_id,
        public_id=entry.public_id,
        content=content(minutes=41),
        actor=world.trainee_actor,
        at=AT,
    )
