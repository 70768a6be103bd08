"""The pages of this room: a person's standing, a cohort's, and waivers."""

from trainee_app.readiness.views import cohort, foreseeing, rows, standing, waivers
from trainee_app.readiness.views.blueprint import blueprint

__all__ = ["blueprint", "cohort", "foreseeing", "rows", "standing", "waivers"]
