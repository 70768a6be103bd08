"""What the database refuses by itself, whoever writes."""

from __future__ import annotations

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError, OperationalError

from tests.factories.logbook import (
    AT,
    WORKED_ON,
    content,
    make_signed_entry,
    make_training,
)
from tests.logbook.verbs import entry_in
from trainee_app.db.tables import new_public_id
from trainee_app.logbook.models import LogEntry
from trainee_app.logbook.rules import BEGINNINGS, MOVES, PENDING_MOVES, State

REFUSED = (IntegrityError, OperationalError)


@pytest.mark.parametrize("before", sorted(MOVES))
def test_the_database_lets_an_entry_move_exactly_as_the_table_says(training, session, before) -> None:
    for after in sorted({*MOVES, State.SUPERSEDED} - {before}):
        entry = entry_in(training, before)
        values = {"state": after, "signature_id": entry.signature_id, "signed_on": entry.signed_on or WORKED_ON}
        if after == State.SIGNED and entry.signature_id is None:
            values["signature_id"] = make_signed_entry(training, content(minutes=7)).signature_id
        if before == State.SIGNED:
            values = {"state": after}
        assert _is_taken(session, entry, values) == (after in MOVES[before]), (before, after)
        session.rollback()
        training = make_training()


@pytest.mark.parametrize("before", sorted(PENDING_MOVES, key=str), ids=str)
def test_the_database_lets_a_correction_move_exactly_as_the_table_says(training, session, before) -> None:
    for after in sorted(set(PENDING_MOVES) - {before}, key=str):
        entry = make_signed_entry(training)
        _pend(session, entry, before)
        values = {"pending_state": after, "pending_version": None if after is None else 2}
        assert _is_taken(session, entry, values) == (after in PENDING_MOVES[before]), (before, after)
        session.rollback()
        training = make_training()


@pytest.mark.parametrize("state", sorted(State))
def test_an_entry_begins_only_as_the_table_says(training, session, state) -> None:
    entry = LogEntry(
        public_id=new_public_id(), programme_id=training.programme.id, trainee_id=training.trainee.id, state=state,
        version=1, worked_on=WORKED_ON, activity="reading", minutes=5, credited_minutes=5, recorded_at=AT,
        signature_id=make_signed_entry(training).signature_id, signed_on=WORKED_ON,
    )  # fmt: skip
    session.add(entry)
    if state in BEGINNINGS:
        session.flush()
    else:
        with pytest.raises(REFUSED):
            session.flush()


def _pend(session, entry, state) -> None:
    if state is None:
        return
    path = {State.DRAFT: [State.DRAFT], State.SUBMITTED: [State.SUBMITTED]}.get(state, [State.SUBMITTED, state])
    for step in path:
        assert _is_taken(session, entry, {"pending_state": step, "pending_version": 2})


def _is_taken(session, entry, values) -> bool:
    session.flush()
    try:
        with session.begin_nested():
            session.execute(update(LogEntry).where(LogEntry.id == entry.id).values(values))
    except REFUSED:
        return False
    return True


def test_what_is_signed_does_not_change_under_another_signature_either(training, session) -> None:
    entry, other = make_signed_entry(training), make_signed_entry(training, content(minutes=7))
    assert not _is_taken(session, entry, {"minutes": 500, "signature_id": other.signature_id})
    assert not _is_taken(session, entry, {"signature_id": other.signature_id})
    assert not _is_taken(session, entry, {"version": 2, "signature_id": other.signature_id})
