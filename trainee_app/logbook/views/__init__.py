"""The pages of the log: lists and months, writing one entry or many, one entry, the queues, terms, and receipts."""

from trainee_app.logbook.views import (
    calendar,
    checking,
    deciding,
    documents,
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
    "checking",
    "deciding",
    "documents",
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
