"""The world's enrolled phones."""

from __future__ import annotations

from datetime import timedelta

from tests.matrix.world import Cast, World
from trainee_app.db import db
from trainee_app.phones.models import PhoneEnrolment

_PHONES = {"trainee": "marta", "both": "ada", "kit": "kit"}


def enrol_phones(world: World, cast: Cast) -> None:
    """Let three have enrolled a phone, one of them elsewhere."""
    for word, name in _PHONES.items():
        trainee = cast.trainees[name]
        made = PhoneEnrolment(
            programme_id=trainee.programme_id,
            trainee_id=trainee.id,
            person_id=trainee.person_id,
            name="My own phone",
            token_hash=f"the hash of {word}'s token",
            enrolled_at=world.at,
            expires_at=world.at + timedelta(days=90),
        )
        db.session.add(made)
        db.session.flush()
        world.ids["phone", f"{word}'s"] = made.public_id
