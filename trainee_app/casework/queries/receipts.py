"""Receipts of phases: whose record they are about, and how what was signed stands today."""

from __future__ import annotations

from sqlalchemy import ColumnElement, exists, select

from trainee_app.access import Actor
from trainee_app.casework.models import CasePhase
from trainee_app.casework.queries.cases import is_own_phase
from trainee_app.casework.queries.verification import flaws_of_phase
from trainee_app.casework.rules import DOCUMENT
from trainee_app.db import db
from trainee_app.logbook.rules import Answer, Held
from trainee_app.signatures.models import Signature


def is_under_own_phase(actor: Actor) -> ColumnElement[bool]:
    """Condition on signatures: it stands under a phase of the actor's own case."""
    return exists().where(CasePhase.signature_id == Signature.id, is_own_phase(actor))


def phase_stands(signature: Signature) -> Answer:
    """Return how a phase stands that was signed off; one that is void says since when."""
    name = signature.document.removeprefix(DOCUMENT)
    phase = db.session.scalar(select(CasePhase).where(CasePhase.public_id == name))
    if phase is None or phase.signature_id != signature.id or any(flaws_of_phase(phase)):
        return Answer(Held.ALTERED)
    return Answer(Held.AGREES) if phase.voided_at is None else Answer(Held.VOID, phase.voided_at)
