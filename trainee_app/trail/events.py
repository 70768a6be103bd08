"""News of the installation itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from trainee_app.events import Event


@dataclass(frozen=True, kw_only=True)
class BackupRestored(Event):
    """The record was put back to an earlier state: that of `made_at`; `sha256` is the backup's database."""

    made_at: datetime
    sha256: str
