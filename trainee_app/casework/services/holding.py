"""What belongs to a trainee's record, held while it is changed: whoever else wants to change it waits for the commit."""

from __future__ import annotations

from typing import TypeVar

from trainee_app.cases.models import CaseConsent, TrainingCase
from trainee_app.casework.models import CasePhase, CaseProposal
from trainee_app.cohorts.queries import hold_records
from trainee_app.db import db

_Row = TypeVar("_Row", CaseConsent, CasePhase, CaseProposal, TrainingCase)


def held(row: _Row, trainee_id: int) -> _Row:
    """Return the row as it stands now, its trainee's record held until the commit."""
    hold_records([trainee_id])
    return db.session.get_one(type(row), row.id, populate_existing=True)
