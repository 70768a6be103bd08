"""A restored backup brings no ended session and no used link back to life."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from tests.factories.people import make_person
from trainee_app.db.backup import Restoration
from trainee_app.people.models import AccessLink, SignIn
from trainee_app.people.services.restoring import end_what_was_open

AT = datetime(2027, 3, 3, 9, tzinfo=UTC)


def test_what_was_open_is_closed_and_what_was_closed_keeps_its_time(session: Any) -> None:
    marta, earlier = make_person(), AT - timedelta(hours=1)
    for ended_at in (None, earlier):
        session.add(
            SignIn(
                person_id=marta.id,
                token_hash=str(ended_at),
                device="",
                started_at=earlier,
                seen_at=earlier,
                ended_at=ended_at,
            )
        )
        session.add(
            AccessLink(person_id=marta.id, purpose="reset", made_at=earlier, expires_at=AT, revoked_at=ended_at)
        )
    session.flush()
    end_what_was_open(Restoration(AT, earlier, ""))
    assert sorted(session.scalars(select(SignIn.ended_at))) == [earlier, AT]
    assert sorted(session.scalars(select(AccessLink.revoked_at))) == [earlier, AT]
