"""Entries one by one: an entry with its versions and its history, and the activities a trainee usually logs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, func, select

from trainee_app.cohorts.models import Placement
from trainee_app.db import db
from trainee_app.db.rows import rows_of
from trainee_app.logbook.models import EntryStep, EntryText, EntryVersion, LogEntry
from trainee_app.logbook.rules import Content, State, read_details
from trainee_app.people.models import Person


@dataclass(frozen=True, slots=True)
class VersionShown:
    """One version as it is shown: what it says, and what became of it."""

    number: int
    content: Content
    state: str
    written_at: datetime
    submitted_at: datetime | None
    content_hash: str | None
    source: str
    text_blanked_at: datetime | None


@dataclass(frozen=True, slots=True)
class StepShown:
    """One move of a version, and who made it."""

    version: int
    state_before: str | None
    state_after: str
    at: datetime
    actor: str
    comment: str


_NAMED = select(LogEntry.id).where(LogEntry.public_id == bindparam("public_id"))


def entry_named(public_id: str) -> LogEntry | None:
    """Return the entry of that public name, whoever's it is; mostly asked of a new one, so that there is none."""
    found = rows_of(_NAMED, {"public_id": public_id})
    return db.session.get_one(LogEntry, found[0][0]) if found else None


def comments_on_returned(entry_ids: Sequence[int]) -> dict[int, str]:
    """Return what was last said when each of these entries was returned."""
    if not entry_ids:
        return {}
    statement = (
        select(EntryStep.entry_id, EntryStep.comment)
        .where(EntryStep.entry_id.in_(entry_ids), EntryStep.state_after == State.RETURNED)
        .order_by(EntryStep.id)
    )
    return {entry_id: comment for entry_id, comment in db.session.execute(statement) if comment}


_VERSION = select(EntryVersion).where(
    EntryVersion.entry_id == bindparam("entry_id"), EntryVersion.number == bindparam("number")
)


def version_of(entry_id: int, number: int) -> EntryVersion:
    """Return one version of an entry."""
    found: EntryVersion = db.session.scalars(_VERSION, {"entry_id": entry_id, "number": number}).one()
    return found


def version_being_written(entry_id: int) -> EntryVersion | None:
    """Return the version that is not handed in yet, if there is one; there is never more than one."""
    statement = select(EntryVersion).where(EntryVersion.entry_id == entry_id, EntryVersion.submitted_at.is_(None))
    found: EntryVersion | None = db.session.scalars(statement.order_by(EntryVersion.number.desc())).first()
    return found


def latest_number(entry_id: int) -> int:
    """Return the number of the entry's last version, 0 if it has none."""
    found: int | None = db.session.scalar(
        select(func.max(EntryVersion.number)).where(EntryVersion.entry_id == entry_id)
    )
    return found or 0


def text_of(version_id: int) -> EntryText | None:
    """Return the free text of a version."""
    found: EntryText | None = db.session.get(EntryText, version_id)
    return found


def content_of(version: EntryVersion, note: str = "") -> Content:
    """Return what a version says."""
    return Content(
        worked_on=version.worked_on,
        activity=version.activity,
        minutes=version.minutes,
        outcome=version.outcome,
        started_at_minute=version.started_at_minute,
        placement_id=version.placement_id,
        case_id=version.case_id,
        details=read_details(version.details),
        note=note,
    )


def content_with_note(version: EntryVersion) -> Content:
    """Return what a version says, its free text included."""
    text = text_of(version.id)
    return content_of(version, text.text if text else "")


def versions_of(entry: LogEntry) -> list[VersionShown]:
    """Return all versions of an entry that stand or stood for something, the latest first, each with its state."""
    last_states: dict[int, str] = {step.version: step.state_after for step in steps_of(entry.id)}
    statement = (
        select(EntryVersion, EntryText)
        .outerjoin(EntryText, EntryText.version_id == EntryVersion.id)
        .where(EntryVersion.entry_id == entry.id)
        .order_by(EntryVersion.number.desc())
    )
    return [_version_shown(version, text, last_states) for version, text in db.session.execute(statement)]


def _version_shown(version: EntryVersion, text: EntryText | None, states: dict[int, str]) -> VersionShown:
    return VersionShown(
        number=version.number,
        content=content_of(version, text.text if text else ""),
        state=states.get(version.number, State.DRAFT) if version.submitted_at else State.DRAFT,
        written_at=version.written_at,
        submitted_at=version.submitted_at,
        content_hash=version.content_hash,
        source=version.source,
        text_blanked_at=text.blanked_at if text else None,
    )


def steps_of(entry_id: int) -> list[StepShown]:
    """Return the moves of an entry, the first one first."""
    statement = (
        select(EntryStep, Person.name)
        .outerjoin(Person, Person.id == EntryStep.actor_id)
        .where(EntryStep.entry_id == entry_id)
        .order_by(EntryStep.id)
    )
    return [
        StepShown(step.version, step.state_before, step.state_after, step.at, name or "", step.comment)
        for step, name in db.session.execute(statement)
    ]


def placement_name(placement_id: int | None) -> str | None:
    """Return the public name of a placement, as it stands in signed bytes."""
    placement = None if placement_id is None else db.session.get(Placement, placement_id)
    return placement.public_id if placement else None


# Asked by the front page and with every entry, so put together once.
_USUAL = (
    select(LogEntry.activity)
    .where(
        LogEntry.trainee_id == bindparam("trainee_id"),
        LogEntry.worked_on >= bindparam("since"),
        LogEntry.state != State.DISCARDED,
    )
    .group_by(LogEntry.activity)
    .order_by(func.count().desc(), LogEntry.activity)
)


def usual_activities(trainee_id: int, since: date) -> list[str]:
    """Return the activities that the trainee has logged since a day, the most frequent first."""
    return list(db.session.scalars(_USUAL, {"trainee_id": trainee_id, "since": since}))
