"""The only place that knows what time it is; everything else is handed the date.

Today is a date of a programme's zone: a session at a quarter past midnight in London belongs to
the London day, whatever the server's clock says.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from flask import current_app, has_app_context

DEFAULT_ZONE = "Europe/London"


def now() -> datetime:
    """Return this instant (aware, UTC), moved by the configured offset in days."""
    offset = current_app.config.get("CLOCK_OFFSET_DAYS", 0) if has_app_context() else 0
    return datetime.now(UTC) + timedelta(days=offset)


def today(zone: str = DEFAULT_ZONE) -> date:
    """Return the local date in `zone` (an IANA name) at this instant."""
    return now().astimezone(ZoneInfo(zone)).date()
