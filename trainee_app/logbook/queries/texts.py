"""The free text of entries, as whoever may blank it looks for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import joinedload

from trainee_app.cohorts.models import Trainee
from trainee_app.db import db
from trainee_app.logbook.models import EntryStep, EntryText, EntryVersion, LogEntry

MOST_FOUND = 200


def texts_of_entry(entry_id: int) -> list[tuple[EntryVersion, EntryText]]:
    """Return every text of an entry's versions that holds something, the first version first."""
    statement = (
        select(EntryVersion, EntryText)
        .join(EntryText, EntryText.version_id == EntryVersion.id)
        .where(EntryVersion.entry_id == entry_id, EntryText.text != "")
        .order_by(EntryVersion.number)
        .execution_options(populate_existing=True)
    )
    return [(version, text) for version, text in db.session.execute(statement)]


def moves_of(entry_id: int) -> list[EntryStep]:
    """Return every move of an entry, the first one first, with what was said at it."""
    statement = select(EntryStep).where(EntryStep.entry_id == entry_id).order_by(EntryStep.id)
    return list(db.session.scalars(statement.execution_options(populate_existing=True)))


def entries_with_text(case_id: int, visible: Select[Any]) -> Sequence[LogEntry]:
    """Return the entries of a case that hold a text or a comment, newest first; of very many the newest.

    `visible` selects the entries that whoever asks may blank.
    """
    noted = exists().where(
        EntryVersion.entry_id == LogEntry.id, EntryText.version_id == EntryVersion.id, EntryText.text != ""
    )
    said = exists().where(EntryStep.entry_id == LogEntry.id, EntryStep.comment != "")
    of_case = exists().where(EntryVersion.entry_id == LogEntry.id, EntryVersion.case_id == case_id)
    statement = (
        visible.where(of_case, or_(noted, said))
        .order_by(LogEntry.worked_on.desc(), LogEntry.id.desc())
        .limit(MOST_FOUND)
        .options(joinedload(LogEntry.trainee).joinedload(Trainee.person))
    )
    found: Sequence[LogEntry] = db.session.scalars(statement).all()
    return found
