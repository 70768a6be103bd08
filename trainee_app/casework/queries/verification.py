"""Phases signed off, held against the trail and against what was signed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from sqlalchemy import select

from trainee_app.cases.models import TrainingCase
from trainee_app.casework.models import CasePhase
from trainee_app.casework.rules import DOCUMENT, phase_document
from trainee_app.db import db
from trainee_app.logbook.rules import comment_hash
from trainee_app.signatures.models import Signature
from trainee_app.trail.queries import lines_telling, told_about
from trainee_app.trail.rules import Line, RowFlaw, fact_flaws

_SIGNED, _VOIDED = "PhaseSigned", "PhaseVoided"


def phase_flaws() -> Iterator[RowFlaw]:
    """Yield every phase that is not what was told and signed, or is gone; none when all is well."""
    told = {line.said.get("signature"): line for line in lines_telling(_SIGNED) if line.said}
    told_void = {line.said.get("document"): line for line in lines_telling(_VOIDED) if line.said}
    statement = select(CasePhase).order_by(CasePhase.id).execution_options(populate_existing=True)
    for phase in db.session.scalars(statement):
        voided = told_void.get(phase_document(phase.public_id))
        yield from _flaws_of(phase, told.pop(phase.signature_id, None), voided)
    for signature_id in told:
        document = db.session.scalar(select(Signature.document).where(Signature.id == signature_id)) or "gone"
        yield RowFlaw("case_phase", document.removeprefix(DOCUMENT), "the trail tells of it, and it is gone")


def flaws_of_phase(phase: CasePhase) -> Iterator[RowFlaw]:
    """Yield what is wrong with one phase; nothing when all is well."""
    name = db.session.scalar(select(TrainingCase.public_id).where(TrainingCase.id == phase.case_id))
    lines = told_about([f"case:{name}"])[f"case:{name}"]
    told = (each for each in lines if each.event == _SIGNED and each.said.get("signature") == phase.signature_id)
    document = phase_document(phase.public_id)
    voided = (each for each in lines if each.event == _VOIDED and each.said.get("document") == document)
    yield from _flaws_of(phase, next(told, None), next(voided, None))


def _flaws_of(phase: CasePhase, told: Line | None, voided: Line | None) -> Iterator[RowFlaw]:
    if told is None:
        yield RowFlaw("case_phase", phase.public_id, "the trail does not tell of it under this signature")
    else:
        yield from _told_flaws(phase, told)
    yield from _void_flaws(phase, voided)
    yield from _signed_flaws(phase)


def _told_flaws(phase: CasePhase, told: Line) -> Iterator[RowFlaw]:
    facts = (
        ("programme_id", phase.programme_id, told.chain),
        ("case_id", phase.case_id, told.said.get("case_id")),
        ("phase", phase.phase, told.said.get("phase")),
        ("completed_on", phase.completed_on.isoformat(), told.said.get("completed_on")),
        ("content_hash", phase.content_hash, told.said.get("content_hash")),
        ("recorded_at", phase.recorded_at, told.at),
    )
    yield from fact_flaws("case_phase", phase.public_id, facts)


def _void_flaws(phase: CasePhase, told: Line | None) -> Iterator[RowFlaw]:
    if told is None:
        if phase.voided_at is not None or phase.voided_by is not None or phase.void_reason:
            yield RowFlaw("case_phase", phase.public_id, "it is void, and the trail does not tell of it")
    elif phase.voided_at is None:
        yield RowFlaw("case_phase", phase.public_id, "it stands, and the trail tells that it is void")
    else:
        reason = comment_hash(phase.public_id, 1, phase.voided_at, phase.void_reason)
        facts = (
            ("voided_at", phase.voided_at, told.at),
            ("voided_by", phase.voided_by, told.actor_id),
            ("void_reason", reason, told.said.get("reason_hash")),
        )
        yield from fact_flaws("case_phase", phase.public_id, facts)


def _signed_flaws(phase: CasePhase) -> Iterator[RowFlaw]:
    signature = db.session.get(Signature, phase.signature_id, populate_existing=True)
    if signature is None or signature.document != phase_document(phase.public_id):
        yield RowFlaw("case_phase", phase.public_id, "its signature is not there, or on another document")
    elif signature.canonical != phase.canonical:
        yield RowFlaw("case_phase", phase.public_id, "it is not what was signed")
    if hashlib.sha256(phase.canonical).hexdigest() != phase.content_hash:
        yield RowFlaw("case_phase", phase.public_id, "what it says is not what its hash was made of")
