"""What only some programmes ask of a case: its age band, phases signed off, video reviewed, who supervised it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from trainee_app.cases.models import TrainingCase
from trainee_app.casework.models import CasePhase, CasePresented
from trainee_app.db import db
from trainee_app.signatures.models import Signature


def case_details(
    case_ids: Collection[int], on: date, known_by: datetime | None = None, signed: Collection[str] = ()
) -> dict[int, dict[str, Any]]:
    """Return for every case the fields of its fact that `facts_cases` leaves out.

    `on` leaves out what lies after that day, `known_by` what was recorded after that instant; `signed` are the documents
    that stood signed then, and only asked for together with it.
    """
    bands = db.session.execute(select(TrainingCase.id, TrainingCase.age_band).where(TrainingCase.id.in_(case_ids)))
    found: dict[int, dict[str, Any]] = {
        case_id: {"age_band": band, "phases": frozenset(), "video_reviews": 0, "supervisors": frozenset()}
        for case_id, band in bands
    }
    stands: ColumnElement[bool] = CasePhase.voided_at.is_(None)
    if known_by is not None:
        stands = or_(stands, CasePhase.voided_at > known_by)
    phases = select(CasePhase.case_id, CasePhase.phase).where(
        CasePhase.case_id.in_(case_ids), CasePhase.completed_on <= on, stands
    )
    presented = (
        select(CasePresented.case_id, CasePresented.video_reviewed, Signature.signer_id)
        .join(Signature, Signature.document == CasePresented.document)
        .where(CasePresented.case_id.in_(case_ids), CasePresented.held_on <= on)
    )
    if known_by is None:
        presented = presented.where(CasePresented.state == "signed")
    else:
        phases = phases.where(CasePhase.recorded_at <= known_by)
        # Nothing keeps when a presentation became signed or void: the entries of the same record tell it.
        presented = presented.where(
            CasePresented.recorded_at <= known_by, CasePresented.document.in_(signed), Signature.signed_at <= known_by
        )
    for case_id, phase in db.session.execute(phases):
        found[case_id]["phases"] |= {phase}
    for case_id, is_reviewed, signer_id in db.session.execute(presented):
        found[case_id]["video_reviews"] += is_reviewed
        found[case_id]["supervisors"] |= {signer_id}
    return found
