"""Time brought in on a page: a file is put up, its columns said, its rows looked at, and all of them brought in or none."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import case, insert, update

from trainee_app.access import Actor
from trainee_app.background.rules import Progress
from trainee_app.background.services import ask_task
from trainee_app.cohorts.models import Cohort, Trainee
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.events import publish
from trainee_app.imports import queries
from trainee_app.imports.events import TimeBroughtIn
from trainee_app.imports.models import RememberedMapping, TimeFile, TimeRow
from trainee_app.imports.queries import times
from trainee_app.imports.rules import Outcome
from trainee_app.imports.rules.guessing import guess, taken_up
from trainee_app.imports.rules.mapping import Mapping, headings_of, read_mapping, shape_of, written
from trainee_app.imports.rules.weighing import TimeAccount, TimeLine, by_trainee, time_fingerprint, weigh
from trainee_app.imports.services.batches import name_of_file
from trainee_app.imports.services.bringing_office_time import bring_as_office
from trainee_app.logbook.services import bring_own
from trainee_app.logbook.services import hold as hold_record
from trainee_app.refusals import Conflict, Refusal
from trainee_app.tables import FileUnreadable, Limits, Sheet, read_tables
from trainee_app.tables.keeping import read_cells, stored_cells

TASK: Final = "bring time in"
# What a person keeps of years; an office's whole record comes by command.
LIMITS: Final = Limits(
    packed_bytes=5 * 1024 * 1024,
    unpacked_bytes=32 * 1024 * 1024,
    rows=5_000,
    columns=60,
    cells=200_000,
    text=4 * 1024 * 1024,
    sheets=20,
)
# More than this is written while the person looks at something else.
MOST_AT_ONCE: Final = 400
KEPT_FOR: Final = timedelta(days=30)
_LONGEST: Final = {"code": 40, "heading": 60, "value": 200, "reason": 300}
_CHANGED = (
    "The log or the file’s columns have changed since your page was shown. Look at the rows again, then bring them in."
)


class AccountChanged(Conflict):
    """What would come in now is not what was shown."""


class FileIsClosed(Conflict):
    """The file was brought in, or dropped, already."""


class CellsAreForgotten(Refusal):
    """The file's cells are no longer kept."""


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file as it was given: its name without folders, and its bytes."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class UnpackedFile:
    """A given file whose sheets have been read: the hash is of its bytes."""

    name: str
    sha256: str
    sheets: tuple[Sheet, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Looked:
    """What would become of every row now, and how the file is read."""

    account: TimeAccount
    mapping: Mapping
    sheets: tuple[Sheet, ...] = field(repr=False)


def unpacked(given: GivenFile) -> UnpackedFile:
    """Read a file's sheets. Takes its time, so no transaction should be open. Raises FileUnreadable, FileTellsTooMuch."""
    name = name_of_file(given.name) or "file"
    sheets = tuple(sheet for sheet in read_tables(given.content, LIMITS) if sheet.rows)
    if not sheets:
        raise FileUnreadable("There is nothing in this file: every sheet is empty.")
    return UnpackedFile(name, hashlib.sha256(given.content).hexdigest(), sheets)


def put_up(
    *,
    public_id: str,
    cohort: Cohort,
    trainee: Trainee | None,
    is_own: bool,
    given: UnpackedFile,
    actor: Actor,
    at: datetime,
) -> TimeFile:
    """Keep a file to be looked at; guess how to read it, or read it as its like was read before.

    Putting up the same form twice keeps it once.
    """  # fmt: skip
    known = times.time_file_named(public_id)
    if known is not None:
        return known
    file = TimeFile(
        public_id=public_id,
        programme_id=cohort.programme_id,
        cohort_id=cohort.id,
        cohort=cohort,
        trainee_id=trainee.id if trainee else None,
        trainee=trainee,
        is_own=is_own,
        uploaded_by=actor.person_id,
        uploaded_at=at,
        file_name=given.name,
        file_sha256=given.sha256,
        content=stored_cells(given.sheets),
        mapping="",
        state="open",
        seen="",
    )
    file.mapping = written(_first_mapping(file, given.sheets))
    db.session.add(file)
    db.session.flush()
    return file


def _first_mapping(file: TimeFile, sheets: tuple[Sheet, ...]) -> Mapping:
    guessed = guess(sheets, times.definition_for(file), own=times.own_names(file))
    before = times.remembered(file.uploaded_by, file.programme_id, _shape(sheets, guessed))
    return guessed if before is None else taken_up(read_mapping(before.mapping), guessed)


def _shape(sheets: tuple[Sheet, ...], mapping: Mapping) -> str:
    return shape_of(headings_of(sheets[mapping.sheet], mapping.heading_row))


def cells_of(file: TimeFile) -> tuple[Sheet, ...]:
    """Return the file's sheets. Raises CellsAreForgotten."""
    if file.content is None:
        raise CellsAreForgotten("This file was put up more than a month ago, and its rows are no longer kept here.")
    return read_cells(file.content)


def map_columns(*, file: TimeFile, mapping: Mapping, at: datetime) -> None:
    """Say how the file is to be read, and remember it for the next one like it. Raises FileIsClosed."""
    hold(file)
    _insist_open(file)
    sheets = cells_of(file)
    file.mapping = written(mapping)
    shape = _shape(sheets, mapping)
    before = times.remembered(file.uploaded_by, file.programme_id, shape)
    if before is None:
        before = RememberedMapping(programme_id=file.programme_id, person_id=file.uploaded_by, shape=shape)
        db.session.add(before)
    before.mapping, before.used_at = file.mapping, at


def look(*, file: TimeFile, on: date, progress: Progress = lambda _done: None) -> Looked:
    """Return what would become of every row if the file were brought in now; stores nothing."""
    sheets, mapping = cells_of(file), read_mapping(file.mapping)
    reader = times.reader_for(file, sheets, mapping)
    log = times.log_beside([ground.member.trainee_id or 0 for ground in reader.grounds.values()])
    return Looked(weigh(reader, log, on, progress), mapping, sheets)


def drop(*, file: TimeFile, at: datetime) -> None:
    """Put a file away without bringing it in; its cells are gone. Raises FileIsClosed."""
    hold(file)
    _insist_open(file)
    file.state, file.content, file.ended_at = "dropped", None, at


def confirm(*, file: TimeFile, seen: str, actor: Actor, on: date, at: datetime) -> bool:
    """Bring in what was seen: at once, or where it is much, as a task. Return whether it is in already.

    Raises AccountChanged, FileIsClosed.
    """
    hold(file)
    if file.state == "done" and file.seen == seen:
        return True
    _insist_open(file)
    looked = look(file=file, on=on)
    if looked.account.digest() != seen:
        raise AccountChanged(_CHANGED)
    file.seen = seen
    if len(looked.account.lines) <= MOST_AT_ONCE:
        _bring_in(file, looked, actor=actor, at=at)
        return True
    file.state = "working"
    ask_task(kind=TASK, subject=file.public_id, total=len(looked.account.lines), asked_by=actor.person_id, at=at)
    return False


def hold(file: TimeFile) -> None:
    """Hold all that the file may change until the commit, and read the file anew: another may have been first."""
    if file.is_own and file.trainee_id is not None:
        hold_record(file.trainee_id)
    else:
        queries.hold(file.cohort)
    db.session.refresh(file, with_for_update=True)


def finish(*, file: TimeFile, actor: Actor, on: date, at: datetime) -> None:
    """Bring in what was confirmed and waited for its turn; twice is harmless. Raises AccountChanged."""
    hold(file)
    if file.state != "working":
        return
    looked = look(file=file, on=on)
    if looked.account.digest() != file.seen:
        raise AccountChanged(_CHANGED)
    _bring_in(file, looked, actor=actor, at=at)


def reopen(*, public_id: str) -> None:
    """Let a file be looked at again whose task has failed."""
    working = (TimeFile.public_id == public_id, TimeFile.state == "working")
    db.session.execute(update(TimeFile).where(*working).values(state="open"))


def forget_old_files(*, at: datetime) -> None:
    """Forget the cells of files that were put up long ago; what was never brought in is put away with them."""
    old = update(TimeFile).where(TimeFile.content.is_not(None), TimeFile.uploaded_at < at - KEPT_FOR)
    ended = case((TimeFile.state == "done", "done"), else_="dropped")
    db.session.execute(old.values(content=None, state=ended), execution_options={"synchronize_session": False})


def _insist_open(file: TimeFile) -> None:
    if file.state != "open":
        raise FileIsClosed(
            "This file was brought in or put away already. Open the list of files to see where it stands."
        )


def _bring_in(file: TimeFile, looked: Looked, *, actor: Actor, at: datetime) -> None:
    entries = _write(file, looked, actor=actor, at=at)
    _keep_rows(file, looked.account, entries)
    file.state, file.ended_at = "done", at
    counts = looked.account.counts()
    publish(
        TimeBroughtIn(
            programme_id=file.programme_id,
            actor_id=actor.person_id,
            at=at,
            file=file.public_id,
            trainee_id=file.trainee_id,
            file_sha256=file.file_sha256,
            entries=counts[Outcome.TAKEN],
            recorded_minutes=looked.account.minutes()[Outcome.TAKEN],
            refused=counts[Outcome.REFUSED],
            handed_in=looked.mapping.hands_in or not file.is_own,
        )
    )


def _write(file: TimeFile, looked: Looked, *, actor: Actor, at: datetime) -> dict[int, int]:
    """Write what comes in; return the ids of the entries by the ids of their lines."""
    if not file.is_own:
        return bring_as_office(file=file, account=looked.account, actor=actor, at=at, public_id=new_public_id())
    entries: dict[int, int] = {}
    for trainee_id, lines in by_trainee(looked.account).items():
        contents = [line.content for line in lines if line.content is not None]
        taken = bring_own(
            trainee_id=trainee_id, contents=contents, hands_in=looked.mapping.hands_in, actor=actor, at=at
        )  # fmt: skip
        entries |= {id(line): entry.id for line, entry in zip(lines, taken, strict=True)}
    return entries


def _keep_rows(file: TimeFile, account: TimeAccount, entries: Table[int, int]) -> None:
    rows = [_row(file, line, entries.get(id(line))) for line in account.lines]
    if rows:
        db.session.execute(insert(TimeRow), rows)


def _row(file: TimeFile, line: TimeLine, entry_id: int | None) -> dict[str, Any]:
    mark = None
    if entry_id is not None and line.member is not None and line.content is not None:
        mark = time_fingerprint(line.member.trainee_id or 0, line.content)
    return {
        "programme_id": file.programme_id,
        "file_id": file.id,
        "row": line.row,
        "column": line.column,
        "outcome": line.outcome.value,
        "minutes": line.minutes,
        "fingerprint": mark,
        "entry_id": entry_id,
        **{name: getattr(line, name)[:longest] for name, longest in _LONGEST.items()},
    }
