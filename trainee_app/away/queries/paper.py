"""Every SELECT about sheets that are signed in ink, and what the office has back of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased

from trainee_app.access import Actor, scope
from trainee_app.away.models import PaperRecord, PaperRow, PaperSheet
from trainee_app.away.queries import Receipt, accepted, receipts_on, stands_now, waiting_for
from trainee_app.away.rules import RowNow, hash_of_sheet
from trainee_app.cohorts.models import Cohort, SupervisionAgreement, Trainee
from trainee_app.cohorts.queries import is_own_record
from trainee_app.db import db
from trainee_app.logbook.models import EntryVersion, LogEntry
from trainee_app.logbook.queries import Awaiting
from trainee_app.logbook.rules import Seen
from trainee_app.people.queries import holds_role
from trainee_app.people.rules import Role
from trainee_app.programmes.rules import Method
from trainee_app.signatures.rules import ink_strength

_LATEST = 50
_sheet = aliased(PaperSheet)


@dataclass(frozen=True, slots=True)
class Printed:
    """A row of a sheet: the version that was printed, and how it stands now."""

    number: int
    entry: LogEntry
    version: EntryVersion
    now: RowNow

    @property
    def seen(self) -> Seen:
        """What somebody has seen who read the row."""
        return Seen(self.entry.public_id, self.version.number, self.version.content_hash or "")


@dataclass(frozen=True, slots=True)
class Said:
    """What a record of a signed sheet says: which rows the ink of that day covers, and why the others were left out."""

    sheet: str
    inked_on: str
    scan: str
    covered: Sequence[Seen]
    left_out: Sequence[Seen]
    reason: str


def waiting_on_paper(agreement: SupervisionAgreement, on: date) -> dict[date, list[Awaiting]]:
    """Return by month what waits for the supervisor of an agreement and may be signed on paper, the earliest day first."""
    waiting = waiting_for(agreement.supervisor_id, agreement.programme_id, on, agreement.trainee_id)
    found: dict[date, list[Awaiting]] = {}
    for each in sorted(accepted(waiting, Method.PAPER), key=lambda each: (each.version.worked_on, each.entry.id)):
        found.setdefault(each.version.worked_on.replace(day=1), []).append(each)
    return dict(sorted(found.items()))


def sheet_alike(trainee_id: int, signer_id: int, month: date, content_hash: str) -> PaperSheet | None:
    """Return the sheet that says exactly this, if one was printed."""
    return db.session.scalar(
        select(PaperSheet).where(
            PaperSheet.trainee_id == trainee_id,
            PaperSheet.signer_id == signer_id,
            PaperSheet.month == month,
            PaperSheet.content_hash == content_hash,
        )
    )


def sheet_coded(code: str, actor: Actor) -> PaperSheet | None:
    """Return the sheet that bears the code, if it is one that the actor may see."""
    found: PaperSheet | None = db.session.scalar(scope("paper_sheet.read", actor).where(PaperSheet.code == code))
    return found


def printed_rows(sheet: PaperSheet) -> list[Printed]:
    """Return the rows of a sheet as they were printed, and how each stands now."""
    version = and_(EntryVersion.entry_id == PaperRow.entry_id, EntryVersion.number == PaperRow.version)
    statement = (
        select(PaperRow.number, LogEntry, EntryVersion)
        .join(LogEntry, LogEntry.id == PaperRow.entry_id)
        .join(EntryVersion, version)
        .where(PaperRow.sheet_id == sheet.id)
        .order_by(PaperRow.number)
        .execution_options(populate_existing=True)
    )
    return [
        Printed(number, entry, said, stands_now(entry, said.number))
        for number, entry, said in db.session.execute(statement)
    ]


def is_as_printed(sheet: PaperSheet) -> bool:
    """Say whether what is stored of a sheet is what it was made of."""
    rows = [Seen(each.entry.public_id, each.version, each.content_hash) for each in sheet.rows]
    made_of = hash_of_sheet(sheet.trainee.public_id, sheet.signer.public_id, sheet.month, rows)
    stands = [each.seen for each in printed_rows(sheet)]
    return made_of == sheet.content_hash and stands == rows


def is_as_recorded(record: PaperRecord) -> bool:
    """Say whether what is stored of a signed sheet is what its recorder has signed."""
    if hashlib.sha256(record.canonical.encode()).hexdigest() != record.content_hash:
        return False
    said = said_by(record)
    stands = (record.sheet.public_id, record.inked_on.isoformat(), record.file.sha256)
    return (said.sheet, said.inked_on, said.scan) == stands


def record_named(public_id: str) -> PaperRecord | None:
    """Return what was recorded under that public name."""
    return db.session.scalar(select(PaperRecord).where(PaperRecord.public_id == public_id))


def said_by(record: PaperRecord) -> Said:
    """Return what a record says of the rows of its sheet."""
    said = json.loads(record.canonical)
    covered, left_out = ([Seen(*row) for row in said[which]] for which in ("covered", "left_out"))
    return Said(said["sheet"], said["inked_on"], said["scan"], covered, left_out, said["reason"])


def records_of_sheet(sheet_id: int) -> list[PaperRecord]:
    """Return what was recorded of a sheet, the latest first."""
    statement = select(PaperRecord).where(PaperRecord.sheet_id == sheet_id).order_by(PaperRecord.id.desc())
    return list(db.session.scalars(statement))


def record_waiting(sheet_id: int) -> PaperRecord | None:
    """Return what was recorded of a sheet and waits for a decision."""
    return next((each for each in records_of_sheet(sheet_id) if each.decision is None), None)


def latest_records(sheet_ids: Collection[int]) -> dict[int, PaperRecord]:
    """Return what was recorded last of each of these sheets."""
    statement = select(PaperRecord).where(PaperRecord.sheet_id.in_(sheet_ids)).order_by(PaperRecord.id)
    return {each.sheet_id: each for each in db.session.scalars(statement)}


def receipts_of_record(record: PaperRecord) -> list[Receipt]:
    """Return the receipts of what was signed by a record, in the order of its sheet: in ink of that day, on that sheet.

    A row of it that its signer has signed in another way, or on another sheet, is not among them.
    """
    covered = {each.entry for each in said_by(record).covered}
    rows = [(each.entry, each.version.number) for each in printed_rows(record.sheet) if each.entry.public_id in covered]
    return receipts_on(rows, record.sheet.signer_id, strength=ink_strength(record.inked_on, record.sheet.code))


def sheets_of_trainee(trainee_id: int) -> list[PaperSheet]:
    """Return the sheets that were printed of a trainee's entries, the latest first; no more than somebody looks at."""
    statement = select(PaperSheet).where(PaperSheet.trainee_id == trainee_id)
    return list(db.session.scalars(statement.order_by(PaperSheet.id.desc()).limit(_LATEST)))


def sheets_of_cohort(cohort_id: int, actor: Actor) -> list[PaperSheet]:
    """Return the sheets that were printed of a cohort's entries as far as the actor may see them, the latest first."""
    of_cohort = exists().where(Trainee.id == PaperSheet.trainee_id, Trainee.cohort_id == cohort_id)
    statement = scope("paper_sheet.read", actor).where(of_cohort).order_by(PaperSheet.id.desc()).limit(_LATEST)
    return list(db.session.scalars(statement))


def records_to_decide(actor: Actor, cohort_id: int | None = None) -> list[PaperRecord]:
    """Return the signed sheets that wait for the actor to look at them, of one cohort or of all, the oldest first."""
    statement = scope("paper_record.decide", actor).where(PaperRecord.decision.is_(None))
    if cohort_id is not None:
        of_cohort = exists().where(
            _sheet.id == PaperRecord.sheet_id, Trainee.id == _sheet.trainee_id, Trainee.cohort_id == cohort_id
        )
        statement = statement.where(of_cohort)
    return list(db.session.scalars(statement.order_by(PaperRecord.id)))


def finds_sheets(actor: Actor) -> ColumnElement[bool]:
    """Condition on cohorts: the actor runs the programme, or decides on it."""
    return holds_role(actor, Cohort.programme_id, Role.ADMINISTRATOR, Role.DIRECTOR, Role.BOARD_MEMBER)


def reads_sheet(actor: Actor) -> ColumnElement[bool]:
    """Condition on sheets: it is of the actor's record or for the actor to sign, or the actor runs or decides."""
    return or_(
        is_own_record(actor, PaperSheet.trainee_id),
        PaperSheet.signer_id == actor.person_id,
        holds_role(actor, PaperSheet.programme_id, Role.ADMINISTRATOR, Role.DIRECTOR, Role.BOARD_MEMBER),
    )


def records_sheet(actor: Actor) -> ColumnElement[bool]:
    """Condition on sheets: the actor is administrator or director of the programme."""
    return holds_role(actor, PaperSheet.programme_id, Role.ADMINISTRATOR, Role.DIRECTOR)


def signs_sheet(actor: Actor) -> ColumnElement[bool]:
    """Condition on sheets: it is of the actor's record, or for the actor to sign."""
    return or_(is_own_record(actor, PaperSheet.trainee_id), PaperSheet.signer_id == actor.person_id)


def reads_record(actor: Actor) -> ColumnElement[bool]:
    """Condition on what was recorded: the sheet is one that the actor reads."""
    return or_(
        signs_recorded(actor),
        holds_role(actor, PaperRecord.programme_id, Role.ADMINISTRATOR, Role.DIRECTOR, Role.BOARD_MEMBER),
    )


def decides_record(actor: Actor) -> ColumnElement[bool]:
    """Condition on what was recorded: the actor is director or board member of the programme."""
    return holds_role(actor, PaperRecord.programme_id, Role.DIRECTOR, Role.BOARD_MEMBER)


def recorded_it(actor: Actor) -> ColumnElement[bool]:
    """Condition on what was recorded: the actor recorded it."""
    return PaperRecord.recorded_by == actor.person_id


def signs_recorded(actor: Actor) -> ColumnElement[bool]:
    """Condition on what was recorded: the sheet is of the actor's record, or the actor is its signer."""
    theirs = or_(is_own_record(actor, _sheet.trainee_id), _sheet.signer_id == actor.person_id)
    return exists().where(_sheet.id == PaperRecord.sheet_id, theirs)
