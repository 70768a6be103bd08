"""The world's lists to be signed by link, as they stand when somebody was asked."""

from __future__ import annotations

from datetime import timedelta

from tests.matrix.world import Cast, World
from trainee_app.away.models import SigningList
from trainee_app.db import db

# Whose, for whom they were asked to sign (None: for all), and by whom (None: the monthly letter).
_LISTS = {
    "marta's by herself": ("supervisor", "marta", "trainee"),
    "everybody's of the month": ("supervisor", None, None),
    "kit's by their office": ("bo", "kit", "elsewhere"),
}


def ask_by_link(world: World, cast: Cast) -> None:
    """Let three have been asked."""
    for name, (addressee, trainee, asked_by) in _LISTS.items():
        programme = cast.theirs if trainee == "kit" else cast.ours
        made = SigningList(
            programme_id=programme.id,
            person_id=cast.people[addressee].id,
            trainee_id=None if trainee is None else cast.trainees[trainee].id,
            month=None if asked_by else world.on.replace(day=1),
            content_hash="0" * 64,
            asked_by=None if asked_by is None else cast.people[asked_by].id,
            made_at=world.at,
            expires_at=world.at + timedelta(days=28),
            wrong_codes=0,
        )
        db.session.add(made)
        db.session.flush()
        world.ids["signing list", name] = made.public_id
