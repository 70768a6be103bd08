"""Signing in ink: a sheet is printed, comes back signed, is recorded by one and decided by another."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import astuple
from datetime import date, datetime
from typing import IO, Any

from trainee_app.access import Actor
from trainee_app.away.events import (
    PaperSheetDeclined,
    PaperSheetPrinted,
    PaperSheetRecorded,
    PaperSheetSigned,
)
from trainee_app.away.models import PaperRecord, PaperRow, PaperSheet
from trainee_app.away.queries import acting
from trainee_app.away.queries import paper as queries
from trainee_app.away.queries.paper import Printed
from trainee_app.away.rules import LeftOut, RowNow, check_ink, hash_of_sheet
from trainee_app.away.services.attesting import DECIDERS, PROPOSERS, deciders
from trainee_app.away.services.refusals import (
    NothingLeftToSign,
    NothingWaits,
    NotTheirsToAttest,
    NotWhatWasShown,
    RecorderDecides,
    SheetDecided,
    SheetRecordedAlready,
    SheetTampered,
)
from trainee_app.cohorts.models import SupervisionAgreement
from trainee_app.db import db, held_row
from trainee_app.events import publish
from trainee_app.files.models import StoredFile
from trainee_app.files.services import keep_file, opened
from trainee_app.logbook.rules import MOST_AT_ONCE, Seen, SignOutcome, local_day
from trainee_app.logbook.services import sign_entries
from trainee_app.mail import services as mail
from trainee_app.paper.rules import CODES, code_of
from trainee_app.people.queries import held_person, programme
from trainee_app.refusals import Violation, refuse_faults
from trainee_app.signatures.queries import signer_by_role
from trainee_app.signatures.rules import PAPER, SIGNED_IN, Act, Document, Meaning, Signer, Slot, in_ink, ink_strength
from trainee_app.signatures.services import sign
from trainee_app.trail.rules import canonical_json

TO_DECIDE_LETTER = "away.paper_to_decide"
SIGNED_LETTER = "away.signed_on_paper"


def print_sheet(*, agreement: SupervisionAgreement, month: date, actor: Actor, at: datetime, on: date) -> PaperSheet:
    """Make the sheet of what waits for the supervisor of an agreement in a month; the same again if nothing changed.

    Raises NothingWaits.
    """
    signer = held_person(agreement.supervisor_id)
    waiting = queries.waiting_on_paper(agreement, on).get(month, [])
    if not waiting:
        raise NothingWaits(signer.name)
    rows = [each.seen for each in waiting]
    content_hash = hash_of_sheet(agreement.trainee.public_id, signer.public_id, month, rows)
    alike = queries.sheet_alike(agreement.trainee_id, signer.id, month, content_hash)
    if alike is not None:
        return alike
    sheet = PaperSheet(
        programme_id=agreement.programme_id,
        trainee_id=agreement.trainee_id,
        signer_id=signer.id,
        month=month,
        code=code_of(secrets.randbelow(CODES)),
        content_hash=content_hash,
        printed_by=actor.person_id,
        printed_at=at,
    )
    sheet.rows = [
        PaperRow(
            number=number,
            programme_id=agreement.programme_id,
            entry_id=each.entry.id,
            version=each.version.number,
            content_hash=each.version.content_hash or "",
        )
        for number, each in enumerate(waiting, start=1)
    ]
    db.session.add(sheet)
    db.session.flush()
    publish(PaperSheetPrinted(entries=len(rows), content_hash=content_hash, **_told(sheet, actor, at)))
    return sheet


def record_sheet(
    *,
    sheet: PaperSheet,
    covered: Sequence[str],
    reason: LeftOut | None,
    inked_on: date,
    stream: IO[bytes] | None,
    name: str | None,
    public_id: str,
    actor: Actor,
    at: datetime,
    on: date,
    strength: str,
) -> PaperRecord:
    """Record that a sheet came back signed, as first of two; nothing counts before somebody else has looked at the scan.

    `covered` are the entries that the ink covers, of those that stand as printed; `reason` says why not the others.
    Sent twice it is recorded once. Raises NotWhatWasShown, SheetRecordedAlready, SheetTampered, NotTheirsToAttest,
    FieldsAreFaulty, FileRefused.
    """
    held, known = _held_to_record(sheet, public_id, actor)
    if known is not None:
        return known
    of_ink, left_out = _ticked(held, covered)
    _check(held, of_ink, left_out, inked_on=inked_on, reason=reason, on=on)
    # Kept last, as it cannot be taken back: whatever is refused has left no file.
    file = keep_file(programme_id=held.programme_id, stream=stream, name=name, actor_id=actor.person_id, at=at)
    words = reason.words if left_out and reason is not None else ""
    canonical = _canonical(held, public_id, file, inked_on, of_ink, left_out, words)
    made = PaperRecord(
        public_id=public_id,
        programme_id=held.programme_id,
        sheet_id=held.id,
        file_id=file.id,
        inked_on=inked_on,
        canonical=canonical,
        content_hash=hashlib.sha256(canonical.encode()).hexdigest(),
        recorded_by=actor.person_id,
        recorded_at=at,
    )
    db.session.add(made)
    db.session.flush()
    _sign_as_first(made, actor, at, on, strength)
    _tell_of_recorded(made, len(of_ink), actor, at, on)
    return made


def _held_to_record(sheet: PaperSheet, public_id: str, actor: Actor) -> tuple[PaperSheet, PaperRecord | None]:
    """Hold the sheet; return it, and what was recorded of it already if this is the same page sent once more."""
    held, known = held_row(PaperSheet, sheet.id), queries.record_named(public_id)
    if known is not None:
        if (known.sheet_id, known.recorded_by) != (held.id, actor.person_id):
            raise NotWhatWasShown
        return held, known
    _insist_on_another(held, actor)
    if any(each.decision is None for each in queries.records_of_sheet(held.id)):
        raise SheetRecordedAlready
    if not queries.is_as_printed(held):
        raise SheetTampered
    return held, None


def _sign_as_first(made: PaperRecord, actor: Actor, at: datetime, on: date, strength: str) -> None:
    signer = signer_by_role(actor.person_id, made.programme_id, on, PROPOSERS)
    _sign(made, signer, Act(Slot.FIRST_ATTESTER, Meaning.INK_RECORDED, at, SIGNED_IN, strength))


def _tell_of_recorded(made: PaperRecord, entries: int, actor: Actor, at: datetime, on: date) -> None:
    told = _told_of(made, actor, at, entries=entries)
    publish(PaperSheetRecorded(scan=made.file.sha256, inked_on=made.inked_on.isoformat(), **told))
    concerned = [made.recorded_by, made.sheet.trainee.person_id, made.sheet.signer_id]
    for person_id in deciders(made.programme_id, on, but_not=concerned):
        mail.post(kind=TO_DECIDE_LETTER, person_id=person_id, params={"record_id": made.id}, at=at)


def _ticked(sheet: PaperSheet, covered: Sequence[str]) -> tuple[list[Printed], list[Printed]]:
    """Return the rows that the ink covers, and the others that still stand as printed. Raises NotWhatWasShown."""
    waiting = [each for each in queries.printed_rows(sheet) if each.now is RowNow.WAITS]
    if not covered or not set(covered) <= {each.entry.public_id for each in waiting}:
        raise NotWhatWasShown
    of_ink = [each for each in waiting if each.entry.public_id in covered]
    return of_ink, [each for each in waiting if each not in of_ink]


def _check(
    sheet: PaperSheet,
    of_ink: Sequence[Printed],
    left_out: Sequence[Printed],
    *,
    inked_on: date,
    reason: LeftOut | None,
    on: date,
) -> None:
    printed_on = local_day(sheet.printed_at, programme(sheet.programme_id).zone)
    worked_on = max(each.version.worked_on for each in of_ink)
    found = [check_ink(inked_on, printed_on=printed_on, worked_on=worked_on, today=on)]
    if left_out and reason is None:
        found.append(Violation("reason_missing", "reason", "Say why the rows that are not ticked are left out."))
    refuse_faults(each for each in found if each is not None)


def sign_as_recorded(
    *, record: PaperRecord, seen_hash: str, actor: Actor, at: datetime, on: date, strength: str
) -> tuple[int, int]:
    """Agree, as second of two: each row that the ink covers and that stands as printed is signed by its signer.

    Returns how many were signed, and how many left out since they are no longer what was printed, or not theirs to
    sign. Raises SheetDecided, RecorderDecides, NotTheirsToAttest, NotWhatWasShown, SheetTampered, FileDamaged,
    NothingLeftToSign.
    """
    held = held_row(PaperRecord, record.id)
    _insist_on_open(held)
    if held.recorded_by == actor.person_id:
        raise RecorderDecides
    _insist_on_another(held.sheet, actor)
    if seen_hash != held.content_hash:
        raise NotWhatWasShown
    _insist_on_whole(held)
    covered = queries.said_by(held).covered
    second = signer_by_role(actor.person_id, held.programme_id, on, DECIDERS)
    signed = _sign_rows(held, covered, second.name, at)
    if not signed:
        raise NothingLeftToSign
    _sign(held, second, Act(Slot.SECOND_ATTESTER, Meaning.INK_SEEN, at, SIGNED_IN, strength))
    held.decision, held.decided_by, held.decided_at = "signed", actor.person_id, at
    publish(PaperSheetSigned(left_out=len(covered) - signed, **_told_of(held, actor, at, entries=signed)))
    mail.post(kind=SIGNED_LETTER, person_id=held.sheet.signer_id, params={"record_id": held.id}, at=at)
    return signed, len(covered) - signed


def _sign_rows(held: PaperRecord, covered: Sequence[Seen], decider: str, at: datetime) -> int:
    """Sign as the signer of the sheet, as of the day of the ink; what may not be signed is left as it is."""
    # What they may sign is judged like everybody's: the agreement and the registration on the day of the ink.
    signer = acting(held.sheet.signer_id, held.inked_on)
    outcomes = [
        each.outcome
        for start in range(0, len(covered), MOST_AT_ONCE)
        for each in sign_entries(
            items=covered[start : start + MOST_AT_ONCE],
            actor=signer,
            at=at,
            method=PAPER,
            strength=ink_strength(held.inked_on, held.sheet.code),
            said_before=in_ink(held.inked_on, held.recorder.name, decider),
        )
    ]
    return outcomes.count(SignOutcome.SIGNED)


def decline_record(*, record: PaperRecord, actor: Actor, at: datetime) -> None:
    """Decline what was recorded, or take one's own back; the entries wait as before. Raises SheetDecided."""
    held = held_row(PaperRecord, record.id)
    _insist_on_open(held)
    held.decision, held.decided_by, held.decided_at = "declined", actor.person_id, at
    publish(PaperSheetDeclined(**_told_of(held, actor, at, entries=len(queries.said_by(held).covered))))


def document_of_record(record: PaperRecord) -> str:
    """Return how what was recorded is called where it is signed."""
    return f"paper:{record.public_id}"


def _insist_on_open(held: PaperRecord) -> None:
    if held.decision is not None:
        raise SheetDecided


def _insist_on_another(sheet: PaperSheet, actor: Actor) -> None:
    if actor.person_id in {sheet.signer_id, sheet.trainee.person_id}:
        raise NotTheirsToAttest


def _insist_on_whole(held: PaperRecord) -> None:
    """What was printed, what was recorded and the scan are still what they were."""
    if not queries.is_as_recorded(held) or not queries.is_as_printed(held.sheet):
        raise SheetTampered
    opened(held.file)


def _canonical(
    sheet: PaperSheet,
    public_id: str,
    file: StoredFile,
    inked_on: date,
    of_ink: Sequence[Printed],
    left_out: Sequence[Printed],
    reason: str,
) -> str:
    said = {
        "paper": public_id,
        "sheet": sheet.public_id,
        "code": sheet.code,
        "printed": sheet.content_hash,
        "trainee": sheet.trainee.public_id,
        "signer": sheet.signer.public_id,
        "inked_on": inked_on.isoformat(),
        "scan": file.sha256,
        "covered": [astuple(each.seen) for each in of_ink],
        "left_out": [astuple(each.seen) for each in left_out],
        "reason": reason,
    }
    return canonical_json(said)


def _sign(record: PaperRecord, signer: Signer, act: Act) -> None:
    document = Document(document_of_record(record), 1, record.canonical.encode())
    sign(programme_id=record.programme_id, document=document, signer=signer, act=act)


def _told(sheet: PaperSheet, actor: Actor, at: datetime) -> dict[str, Any]:
    return {
        "programme_id": sheet.programme_id,
        "actor_id": actor.person_id,
        "at": at,
        "paper": sheet.public_id,
        "code": sheet.code,
        "trainee_id": sheet.trainee_id,
        "trainee": sheet.trainee.public_id,
        "person_id": sheet.signer_id,
    }


def _told_of(record: PaperRecord, actor: Actor, at: datetime, *, entries: int) -> dict[str, Any]:
    told = _told(record.sheet, actor, at)
    return {**told, "record": record.public_id, "content_hash": record.content_hash, "entries": entries}
