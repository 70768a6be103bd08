"""What was told about a thing, and whether all that is kept agrees with it."""

from trainee_app.history.queries.telling import (
    KEEPERS,
    Looked,
    Page,
    chains_kept_by,
    keeps_trail_of_person,
    readings_of,
    told_about,
)
from trainee_app.history.queries.verification import CHECKS, counts, flaws

__all__ = [
    "CHECKS",
    "KEEPERS",
    "Looked",
    "Page",
    "chains_kept_by",
    "counts",
    "flaws",
    "keeps_trail_of_person",
    "readings_of",
    "told_about",
]
