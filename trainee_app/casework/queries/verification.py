"""Phases signed off, held against the trail and against what was signed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select

from trainee_app.casework.models import CasePhase
from trainee_app.casework.rules import DOCUMENT, phase_document
from trainee_app.db import db
from trainee_app.logbook.rules import comment_hash
from trainee_app.signatures.models import Signature
from trainee_app.trail.queries import lines_telling
from trainee_app.trail.rules import Line, RowFlaw

_SIGNED, _VOIDED = "PhaseSigned", "PhaseVoided"


def phase_flaws() -> Iterator[RowFlaw]:
    """Yield every phase that is not what was told and signed, or is gone; none when all is well."""
    told = {said.get("signature"): (line, said) for line in lines_telling(_SIGNED) if (said := _read(line.payload))}
    told_void = {said.get("document"): (line, said) for line in lines_telling(_VOIDED) if (said := _read(line.payload))}
    statement = select(CasePhase).order_by(CasePhase.id).execution_options(populate_existing=True)
    for phase in db.session.scalars(statement):
        known = told.pop(phase.signature_id, None)
        if known is None:
            yield RowFlaw("case_phase", phase.public_id, "the trail does not tell of it under this signature")
        else:
            yield from _told_flaws(phase, *known)
        yield from _void_flaws(phase, told_void.get(phase_document(phase.public_id)))
        yield from _signed_flaws(phase)
    for signature_id in told:
        document = db.session.scalar(select(Signature.document).where(Signature.id == signature_id)) or "gone"
        yield RowFlaw("case_phase", document.removeprefix(DOCUMENT), "the trail tells of it, and it is gone")


def _told_flaws(phase: CasePhase, line: Line, said: Mapping[str, Any]) -> Iterator[RowFlaw]:
    for name, stored, known in (
        ("programme_id", phase.programme_id, line.chain),
        ("case_id", phase.case_id, said.get("case_id")),
        ("phase", phase.phase, said.get("phase")),
        ("completed_on", phase.completed_on.isoformat(), said.get("completed_on")),
        ("content_hash", phase.content_hash, said.get("content_hash")),
        ("recorded_at", phase.recorded_at, line.at),
    ):
        if stored != known:
            yield RowFlaw("case_phase", phase.public_id, f"{name} is {stored}, the trail says {known}")


def _void_flaws(phase: CasePhase, told: tuple[Line, Mapping[str, Any]] | None) -> Iterator[RowFlaw]:
    if told is None:
        if phase.voided_at is not None or phase.voided_by is not None or phase.void_reason:
            yield RowFlaw("case_phase", phase.public_id, "it is void, and the trail does not tell of it")
    elif phase.voided_at is None:
        yield RowFlaw("case_phase", phase.public_id, "it stands, and the trail tells that it is void")
    else:
        line, said = told
        hash_ = comment_hash(phase.public_id, 1, phase.voided_at, phase.void_reason)
        for name, stored, known in (
            ("voided_at", phase.voided_at, line.at),
            ("voided_by", phase.voided_by, line.actor_id),
            ("void_reason", hash_, said.get("reason_hash")),
        ):
            if stored != known:
                yield RowFlaw("case_phase", phase.public_id, f"{name} is not what the trail says")


def _signed_flaws(phase: CasePhase) -> Iterator[RowFlaw]:
    signature = db.session.get(Signature, phase.signature_id, populate_existing=True)
    if signature is None or signature.document != phase_document(phase.public_id):
        yield RowFlaw("case_phase", phase.public_id, "its signature is not there, or on another document")
    elif signature.canonical != phase.canonical:
        yield RowFlaw("case_phase", phase.public_id, "it is not what was signed")
    if hashlib.sha256(phase.canonical).hexdigest() != phase.content_hash:
        yield RowFlaw("case_phase", phase.public_id, "what it says is not what its hash was made of")


def _read(text: str) -> dict[str, Any]:
    try:
        said = json.loads(text)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
