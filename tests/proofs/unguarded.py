"""A planted fault: the same application, in which what was seen of an entry does not matter when it is made void."""

from __future__ import annotations

from typing import Any

from tests.proofs.killable import app
from trainee_app.logbook import services
from trainee_app.logbook.models import LogEntry
from trainee_app.logbook.services.holding import hold_entry

_void_entry = services.void_entry


def void_whatever_stands(*, entry: LogEntry, seen_version: int, **given: Any) -> None:
    """Take the version that stands now for the one that was seen."""
    _record, held = hold_entry(entry)
    _void_entry(entry=held, seen_version=held.version, **given)


services.void_entry = void_whatever_stands

__all__ = ["app"]
