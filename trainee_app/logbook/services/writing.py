"""The trainee's verbs: keep a draft, hand in, take back, throw away, correct."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from trainee_app.access import Actor
from trainee_app.db import db
from trainee_app.events import publish
from trainee_app.logbook.events import EntryCorrected, EntryDiscarded, EntryDrafted, EntrySubmitted, EntryWithdrawn
from trainee_app.logbook.models import EntryVersion, LogEntry
from trainee_app.logbook.queries import content_with_note, entry_named, version_being_written, version_of
from trainee_app.logbook.rules import WRITABLE, Code, Content, Standing, State
from trainee_app.logbook.services.checking import fitted, insist_on_draft, insist_on_entry
from trainee_app.logbook.services.counting import counted, recount
from trainee_app.logbook.services.holding import Record, hold, hold_entry
from trainee_app.logbook.services.moving import (
    about_version,
    insist_on_move,
    insist_on_standing_alone,
    insist_on_waiting_alone,
    keep_steps,
    move,
    move_correction,
    project,
    standing_when_submitted,
    step_of,
)
from trainee_app.logbook.services.refusals import (
    EntryAlreadySigned,
    EntryAlreadySubmitted,
    EntryNotSigned,
    NothingToCorrect,
)
from trainee_app.logbook.services.versions import empty_version, seal_version, write_sealed_version, write_version
from trainee_app.refusals import Conflict


def save_draft(
    *,
    trainee_id: int,
    public_id: str,
    content: Content,
    actor: Actor,
    at: datetime,
    held: Record | None = None,
) -> LogEntry:
    """Keep what is not handed in yet: a new entry, or what was begun, withdrawn or returned; or a correction.

    `public_id` is the name the page gave to a new entry, so that sending it twice makes one. `held`: the record,
    where it is held already in this transaction.
    Raises EntryFaulty for what cannot even be a draft, EntryAlreadySubmitted while it waits for a signature.
    """
    record = held or hold(trainee_id)
    entry = _known(trainee_id, public_id)
    content = fitted(record, content)
    insist_on_draft(record, content, at=at, but_not=entry)
    if entry is None:
        return _begin(record, public_id, content, actor=actor, at=at)
    if entry.state == State.SIGNED:
        _draft_correction(entry, content, actor=actor, at=at)
        return entry
    _insist_writable(entry)
    _write(record, entry, content, actor=actor, at=at)
    return entry


def submit_entry(
    *,
    trainee_id: int,
    public_id: str,
    content: Content,
    actor: Actor,
    at: datetime,
    confirmed: Collection[Code] = (),
    held: Record | None = None,
) -> LogEntry:
    """Hand an entry in, a new one or one that was kept, withdrawn or returned; it then waits for its signature.

    `confirmed`: the warnings that the trainee has looked at. Handing in the same once more changes nothing.
    `held`: the record, where it is held already in this transaction.
    Raises EntryFaulty, EntryAlreadySubmitted, EntryAlreadySigned.
    """
    record = held or hold(trainee_id)
    entry = _known(trainee_id, public_id)
    content = fitted(record, content)
    if entry is not None and entry.state == State.SUBMITTED and _says(entry, entry.version, content):
        return entry
    if entry is not None:
        _insist_writable(entry)
    insist_on_entry(record, content, at=at, but_not=entry, confirmed=confirmed)
    if entry is None:
        return _begin_handed_in(record, public_id, content, actor=actor, at=at)
    version = _write(record, entry, content, actor=actor, at=at)
    _hand_in(record, entry, version, content, actor=actor, at=at)
    return entry


def correct_entry(
    *, entry: LogEntry, content: Content, actor: Actor, at: datetime, confirmed: Collection[Code] = ()
) -> LogEntry:
    """Hand in a correction of a signed entry. It counts once it is signed; the old version counts until then.

    Raises EntryFaulty, EntryNotSigned, EntryAlreadySubmitted (one is on its way already), NothingToCorrect.
    """
    record, entry = hold_entry(entry)
    content = fitted(record, content)
    if entry.state != State.SIGNED:
        raise EntryNotSigned
    insist_on_standing_alone(entry)
    if entry.pending_state == State.SUBMITTED:
        if _says(entry, entry.pending_version, content):
            return entry
        raise EntryAlreadySubmitted
    if _says(entry, entry.version, content):
        raise NothingToCorrect
    insist_on_entry(record, content, at=at, but_not=entry, confirmed=confirmed)
    version = write_version(entry, content, actor=actor, at=at)
    hash_ = seal_version(record, entry, version, at=at)
    move_correction(entry, State.SUBMITTED, number=version.number, actor=actor, at=at)
    publish(EntryCorrected(**about_version(entry, version.number, actor, at), content_hash=hash_))
    return entry


def withdraw_entry(*, entry: LogEntry, actor: Actor, at: datetime) -> None:
    """Take back what was handed in and is not signed: the entry, or the correction of a signed one.

    Raises EntryCannotMove, EntryWaitsForAttestation.
    """
    _record, entry = hold_entry(entry)
    is_correction = entry.state == State.SIGNED
    if is_correction:
        number = entry.pending_version or entry.version
        move_correction(entry, State.WITHDRAWN, number=number, actor=actor, at=at)
    else:
        number = entry.version
        insist_on_move(entry, State.WITHDRAWN)
        insist_on_waiting_alone(entry)
        move(entry, State.WITHDRAWN, number=number, actor=actor, at=at)
    publish(EntryWithdrawn(**about_version(entry, number, actor, at), is_correction=is_correction))


def discard_entry(*, entry: LogEntry, actor: Actor, at: datetime) -> None:
    """Throw away what is not handed in: the entry, or the correction of a signed one. Raises EntryCannotMove."""
    _record, entry = hold_entry(entry)
    being_written = version_being_written(entry.id)
    is_correction = entry.state == State.SIGNED
    number = (entry.pending_version or entry.version) if is_correction else entry.version
    if is_correction and entry.pending_state == State.SUBMITTED:
        raise EntryAlreadySubmitted
    if is_correction:
        move_correction(entry, State.DISCARDED, number=number, actor=actor, at=at)
    else:
        move(entry, State.DISCARDED, number=number, actor=actor, at=at)
    if being_written is not None:
        empty_version(being_written)
    publish(EntryDiscarded(**about_version(entry, number, actor, at), is_correction=is_correction))


class EntryNameTaken(Conflict):
    """The name that the page gave belongs to another record: it did not come from our page."""


def _known(trainee_id: int, public_id: str) -> LogEntry | None:
    entry = entry_named(public_id)
    if entry is None:
        return None
    if entry.trainee_id != trainee_id:
        raise EntryNameTaken("Something was not as expected. Open the page anew and log it again.")
    db.session.refresh(entry)
    return entry


def says(entry: LogEntry, content: Content) -> bool:
    """Whether the latest version of an entry says just this."""
    being_written = version_being_written(entry.id)
    return content_with_note(being_written or version_of(entry.id, entry.version)) == content


def _insist_writable(entry: LogEntry) -> None:
    if entry.state == State.SIGNED:
        raise EntryAlreadySigned
    if entry.state not in WRITABLE:
        raise EntryAlreadySubmitted


def _says(entry: LogEntry, number: int | None, content: Content) -> bool:
    return number is not None and content_with_note(version_of(entry.id, number)) == content


def _begin(record: Record, public_id: str, content: Content, *, actor: Actor, at: datetime) -> LogEntry:
    """Make a new entry with its first version."""
    entry = _new_entry(record, public_id, State.DRAFT, standing_when_submitted(content, None), at=at)
    db.session.add(entry)
    db.session.flush()
    write_version(entry, content, actor=actor, at=at)
    keep_steps([step_of(entry, 1, before=None, after=State.DRAFT, actor=actor, at=at)])
    _publish_drafted(entry, 1, actor=actor, at=at)
    return entry


def _begin_handed_in(record: Record, public_id: str, content: Content, *, actor: Actor, at: datetime) -> LogEntry:
    """Make a new entry that is handed in at once: each of its rows is written once, as it will stand."""
    standing = standing_when_submitted(content, record.day(at))
    entry = _new_entry(record, public_id, State.SUBMITTED, standing, at=at)
    db.session.add(entry)
    db.session.flush()
    hash_ = write_sealed_version(record, entry, content, actor=actor, at=at)
    keep_steps([step_of(entry, entry.version, before=State.DRAFT, after=State.SUBMITTED, actor=actor, at=at)])
    recount(entry.programme_id, before=(), after=[counted(entry)])
    _publish_submitted(entry, entry.version, hash_, actor=actor, at=at)
    return entry


def _new_entry(record: Record, public_id: str, state: State, standing: Standing, *, at: datetime) -> LogEntry:
    entry = LogEntry(
        public_id=public_id,
        programme_id=record.programme.id,
        trainee_id=record.trainee.id,
        state=state,
        version=1,
        recorded_at=at,
    )
    project(entry, record, standing)
    return entry


def _write(record: Record, entry: LogEntry, content: Content, *, actor: Actor, at: datetime) -> EntryVersion:
    """Write the version that is not handed in yet. Only a draft repeats it: a returned entry stands as it was."""
    version = write_version(entry, content, actor=actor, at=at)
    if entry.state == State.DRAFT:
        project(entry, record, standing_when_submitted(content, None))
    return version


def _draft_correction(entry: LogEntry, content: Content, *, actor: Actor, at: datetime) -> None:
    insist_on_standing_alone(entry)
    if entry.pending_state == State.SUBMITTED:
        raise EntryAlreadySubmitted
    version = write_version(entry, content, actor=actor, at=at)
    if entry.pending_state is None:
        move_correction(entry, State.DRAFT, number=version.number, actor=actor, at=at)
        _publish_drafted(entry, version.number, actor=actor, at=at, is_correction=True)


def _publish_drafted(entry: LogEntry, number: int, *, actor: Actor, at: datetime, is_correction: bool = False) -> None:
    publish(EntryDrafted(**about_version(entry, number, actor, at), is_correction=is_correction))


def _hand_in(
    record: Record, entry: LogEntry, version: EntryVersion, content: Content, *, actor: Actor, at: datetime
) -> None:
    hash_ = seal_version(record, entry, version, at=at)
    standing = standing_when_submitted(content, record.day(at))
    move(entry, State.SUBMITTED, number=version.number, actor=actor, at=at, record=record, standing=standing)
    _publish_submitted(entry, version.number, hash_, actor=actor, at=at)


def _publish_submitted(entry: LogEntry, number: int, hash_: str, *, actor: Actor, at: datetime) -> None:
    publish(EntrySubmitted(**about_version(entry, number, actor, at), content_hash=hash_))
