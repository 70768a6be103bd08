"""Forms about notices and the weekly letter."""

from __future__ import annotations

from datetime import UTC, datetime

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField


class SeenForm(FlaskForm):
    """Which notices the page showed: those made until then."""

    up_to = HiddenField()

    def instant(self) -> datetime | None:
        """Return until when; None if what was sent is no instant."""
        try:
            found = datetime.fromisoformat(self.up_to.data or "")
        except ValueError:
            return None
        return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


class DigestForm(FlaskForm):
    """Whether the person wants the weekly letter."""

    wanted = BooleanField(
        "Write to me on Monday mornings",
        description="One letter a week that says how many things wait for you, and only when something does.",
    )
