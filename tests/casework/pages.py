"""What the tests of the pages of the casework share."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from trainee_app.db import db
from trainee_app.db.tables import new_public_id


def number(app, model, *terms) -> int:
    with app.app_context():
        found = db.session.scalar(select(func.count()).select_from(model).where(*terms))
        db.session.rollback()
    return found or 0


def family(world, **changes: Any) -> dict[str, Any]:
    usual = {
        "once": new_public_id(),
        "placement": world.placement.public_id,
        "kind": "parent_infant",
        "age_band": "under_3",
        "carers": ["mother"],
        "seen_agreed_on": "2026-11-02",
        "discussed_agreed_on": "2026-11-02",
        "responsibility": "Clinical lead",
        "agreed_sessions": "30",
    }
    return {**usual, **changes}


def own(world, tail: str = "") -> str:
    return f"/trainees/{world.training.trainee.public_id}/cases{tail}"
