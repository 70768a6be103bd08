"""The verbs as the tests use them, and what they leave behind."""

from __future__ import annotations

from sqlalchemy import select

from tests.factories.logbook import (
    AT,
    acting,
    content,
    make_entry,
    make_signed_entry,
)
from trainee_app import events
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.logbook import services
from trainee_app.logbook.models import LogEntry, MonthTotal
from trainee_app.logbook.rules import Code, State


def published() -> list[str]:
    return [event.name for event in events.published()]


def totals() -> dict[str, tuple[int, int, int]]:
    rows = db.session.scalars(select(MonthTotal).where(MonthTotal.count > 0).execution_options(populate_existing=True))
    return {row.state: (row.recorded, row.credited, row.count) for row in rows}


def submit(training, says, public_id=None, at=AT, confirmed=()):
    return services.submit_entry(
        trainee_id=training.trainee.id,
        public_id=public_id or new_public_id(),
        content=says,
        actor=training.trainee_actor,
        at=at,
        confirmed=confirmed,
    )


def correct(training, entry, at=AT, **says):
    services.correct_entry(
        entry=entry, content=content(**says), actor=training.trainee_actor, at=at, confirmed=set(Code)
    )


def entry_in(training, state: State) -> LogEntry:
    """Bring an entry into a state by the verbs."""
    if state == State.DRAFT:
        return drafted(training)
    if state in {State.SIGNED, State.VOID}:
        entry = make_signed_entry(training)
        if state == State.VOID:
            office = acting(training.administrator)
            services.void_entry(entry=entry, seen_version=1, reason="Twice", actor=office, at=AT)
        return entry
    entry = make_entry(training)
    if state == State.RETURNED:
        services.return_entry(entry=entry, seen_version=1, comment="Which?", actor=training.supervisor_actor, at=AT)
    elif state in {State.WITHDRAWN, State.DISCARDED}:
        services.withdraw_entry(entry=entry, actor=training.trainee_actor, at=AT)
        if state == State.DISCARDED:
            services.discard_entry(entry=entry, actor=training.trainee_actor, at=AT)
    return entry


def drafted(training) -> LogEntry:
    return services.save_draft(
        trainee_id=training.trainee.id,
        public_id=new_public_id(),
        content=content(),
        actor=training.trainee_actor,
        at=AT,
    )
