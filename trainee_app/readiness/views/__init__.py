"""The pages of this room: a person's standing, a cohort's, waivers, and a programme's versions."""

from trainee_app.readiness.views import (
    behind,
    cohort,
    drafts,
    foreseeing,
    moving,
    publishing,
    rows,
    standing,
    supposing,
    telling,
    versions,
    waivers,
)
from trainee_app.readiness.views.blueprint import blueprint

__all__ = [
    "behind",
    "blueprint",
    "cohort",
    "drafts",
    "foreseeing",
    "moving",
    "publishing",
    "rows",
    "standing",
    "supposing",
    "telling",
    "versions",
    "waivers",
]
