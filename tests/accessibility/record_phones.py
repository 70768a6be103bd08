"""A trainee's enrolled phones: one that was used, one with a long name that was not."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from trainee_app.db import db
from trainee_app.phones.models import PhoneEnrolment

if TYPE_CHECKING:
    from tests.accessibility.world import Cast


def enrol_phones(cast: Cast, today: date, at: datetime) -> None:
    """Let the trainee have enrolled two phones."""
    marta = cast.trainees["trainee"]
    for name, used_on in (("My own phone", today), ("The telephone that belongs to the ward on the third floor", None)):
        db.session.add(
            PhoneEnrolment(
                programme_id=marta.programme_id,
                trainee_id=marta.id,
                person_id=marta.person_id,
                name=name,
                token_hash=name,
                enrolled_at=at,
                expires_at=at + timedelta(days=90),
                used_on=used_on,
            )
        )
    db.session.flush()
