"""Moving an entry: its state, its step, its totals, in one place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert

from trainee_app.access import Actor
from trainee_app.db import db
from trainee_app.logbook.models import EntryStep, LogEntry
from trainee_app.logbook.rules import Content, Standing, State, is_late, may_move, may_move_correction, stands_in_record
from trainee_app.logbook.services.counting import counted, recount
from trainee_app.logbook.services.holding import Record
from trainee_app.logbook.services.refusals import EntryCannotMove, EntryStandsInRecord, EntryWaitsForAttestation
from trainee_app.programmes.rules import credited_minutes

_step: Any = EntryStep.__table__
_STEPS = insert(_step)


def insist_on_move(entry: LogEntry, after: State) -> None:
    """Raises EntryCannotMove if the entry may not go to `after` from where it stands."""
    if not may_move(State(entry.state), after):
        raise EntryCannotMove


def insist_on_correction_move(entry: LogEntry, after: State | None) -> None:
    """Raises EntryCannotMove if the entry's correction may not go to `after` from where it stands."""
    before = None if entry.pending_state is None else State(entry.pending_state)
    if entry.state != State.SIGNED or not may_move_correction(before, after):
        raise EntryCannotMove


def insist_on_standing_alone(entry: LogEntry) -> None:
    """Raises EntryStandsInRecord if a record made here put the entry into the log: it is corrected there."""
    if stands_in_record(entry.carried_by):
        raise EntryStandsInRecord


def insist_on_waiting_alone(entry: LogEntry) -> None:
    """Raises EntryStandsInRecord, or EntryWaitsForAttestation if an office's record brought it: that is attested whole."""
    insist_on_standing_alone(entry)
    if entry.carried_by is not None:
        raise EntryWaitsForAttestation


def step_of(
    entry: LogEntry,
    number: int,
    *,
    before: State | str | None,
    after: State,
    actor: Actor,
    at: datetime,
    comment: str = "",
) -> dict[str, Any]:
    """Return one move of one version as the row that is kept."""
    return {
        "programme_id": entry.programme_id,
        "entry_id": entry.id,
        "version": number,
        "state_before": before,
        "state_after": after,
        "actor_id": actor.person_id,
        "at": at,
        "comment": comment,
    }


def keep_steps(steps: Sequence[dict[str, Any]]) -> None:
    """Keep moves, in their order, of versions that are stored already."""
    db.session.execute(_STEPS, steps)


def project(entry: LogEntry, record: Record, standing: Standing) -> None:
    """Repeat on the entry what its counting version says, what it is credited, and the days that count."""
    content = standing.content
    entry.worked_on = content.worked_on
    entry.activity = content.activity
    entry.minutes = content.minutes
    entry.credited_minutes = credit_of(record, content)
    entry.outcome = content.outcome
    entry.case_id = content.case_id
    entry.placement_id = content.placement_id
    entry.video_reviewed = content.details.video_reviewed
    entry.submitted_on = standing.submitted_on
    entry.signed_on = standing.signed_on
    entry.late = is_late(record.definition, content, standing.submitted_on)


def credit_of(record: Record, content: Content) -> int:
    """Return the minutes that the programme credits."""
    present = content.details.group_of
    return credited_minutes(record.definition, content.activity, content.minutes, content.outcome, present)


def move(
    entry: LogEntry,
    after: State,
    *,
    number: int,
    actor: Actor,
    at: datetime,
    comment: str = "",
    record: Record | None = None,
    standing: Standing | None = None,
) -> None:
    """Move an entry on; with a `standing` of its `record` it says that from now on. Totals follow."""
    insist_on_move(entry, after)
    before, state_before = counted(entry), entry.state
    if record is not None and standing is not None:
        project(entry, record, standing)
    entry.state, entry.version = after, number
    db.session.flush()
    keep_steps([step_of(entry, number, before=state_before, after=after, actor=actor, at=at, comment=comment)])
    recount(entry.programme_id, before=[before], after=[counted(entry)])


def move_correction(
    entry: LogEntry, after: State, *, number: int, actor: Actor, at: datetime, comment: str = ""
) -> None:
    """Move the correction of a signed entry; nothing that counts changes. Discarded, it is no longer there."""
    is_over = after is State.DISCARDED
    insist_on_correction_move(entry, None if is_over else after)
    before = entry.pending_state
    entry.pending_state, entry.pending_version = (None, None) if is_over else (after, number)
    db.session.flush()
    keep_steps([step_of(entry, number, before=before, after=after, actor=actor, at=at, comment=comment)])


def standing_when_submitted(content: Content, on: date | None) -> Standing:
    """Return the standing of what was handed in on that day."""
    return Standing(content, on, None)


def about_version(entry: LogEntry, number: int, actor: Actor, at: datetime) -> dict[str, Any]:
    """Return what every event about a version of an entry says: which it is, and who did it when."""
    return {
        "programme_id": entry.programme_id,
        "actor_id": actor.person_id,
        "at": at,
        "entry": entry.public_id,
        "trainee_id": entry.trainee_id,
        "entry_version": number,
    }
