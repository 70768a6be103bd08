"""The pages of the log: one's own list, writing an entry, one entry, and the supervisor's queue."""

from trainee_app.logbook.views import (
    calendar,
    deciding,
    exporting,
    lists,
    months,
    quick,
    receipts,
    series,
    showing,
    signing,
    terms,
    verifying,
    weeks,
    writing,
)
from trainee_app.logbook.views.blueprint import blueprint

__all__ = [
    "blueprint",
    "calendar",
    "deciding",
    "exporting",
    "lists",
    "months",
    "quick",
    "receipts",
    "series",
    "showing",
    "signing",
    "terms",
    "verifying",
    "weeks",
    "writing",
]
