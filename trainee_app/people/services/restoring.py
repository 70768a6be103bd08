"""What a restored backup would bring back to life, and must not."""

from __future__ import annotations

from sqlalchemy import update

from trainee_app.db import db
from trainee_app.db.backup import Restoration
from trainee_app.people.models import AccessLink, SignIn


def end_what_was_open(restoration: Restoration) -> None:
    """End every session and revoke every link: they may have been ended or used up after the backup was made.

    People sign in again; whoever held an invitation needs a new one.
    """
    at = restoration.at
    db.session.execute(update(SignIn).where(SignIn.ended_at.is_(None)).values(ended_at=at))
    db.session.execute(
        update(AccessLink).where(AccessLink.used_at.is_(None), AccessLink.revoked_at.is_(None)).values(revoked_at=at)
    )
