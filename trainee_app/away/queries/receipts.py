"""Receipts of what two decide: whose record it is about, and how what was signed stands today."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy import ColumnElement, exists, literal, or_

from trainee_app.access import Actor
from trainee_app.away.models import Absence, PaperRecord, PaperSheet
from trainee_app.away.queries.absences import absence_named
from trainee_app.away.queries.paper import record_named
from trainee_app.away.queries.paper_verification import PAPER_RECORD, flaws_of_record
from trainee_app.away.queries.verification import ABSENCE, flaws_of_absence
from trainee_app.cohorts.queries import is_own_record
from trainee_app.logbook.rules import Answer, Held, StandingOf
from trainee_app.signatures.models import Signature


def is_under_own(actor: Actor) -> ColumnElement[bool]:
    """Condition on signatures: it stands under what two decide about the actor's record."""
    is_absence = Signature.document == literal(ABSENCE) + Absence.public_id
    is_record = Signature.document == literal(PAPER_RECORD) + PaperRecord.public_id
    return or_(
        exists().where(is_absence, is_own_record(actor, Absence.trainee_id)),
        exists().where(is_record, PaperSheet.id == PaperRecord.sheet_id, is_own_record(actor, PaperSheet.trainee_id)),
    )


def _absence_stands(signature: Signature) -> Answer:
    absence = absence_named(signature.document.removeprefix(ABSENCE))
    if absence is None or any(flaws_of_absence(absence)):
        return Answer(Held.ALTERED)
    return _as_decided(absence)


def _record_stands(signature: Signature) -> Answer:
    record = record_named(signature.document.removeprefix(PAPER_RECORD))
    if record is None or any(flaws_of_record(record)):
        return Answer(Held.ALTERED)
    return _as_decided(record)


def _as_decided(row: Absence | PaperRecord) -> Answer:
    return Answer(Held.DECLINED, row.decided_at) if row.decision == "declined" else Answer(Held.AGREES)


DECIDED_BY_TWO: Final[Mapping[str, StandingOf]] = {"absence": _absence_stands, "paper": _record_stands}
