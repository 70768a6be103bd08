"""The pages of this room: a person's standing, a cohort's, and waivers."""

from trainee_app.readiness.views import foreseeing, standing, waivers
from trainee_app.readiness.views.blueprint import blueprint

__all__ = ["blueprint", "foreseeing", "standing", "waivers"]
