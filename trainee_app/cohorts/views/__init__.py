"""The pages of this room: cohorts and their people, and one trainee's arrangements."""

from trainee_app.cohorts.views import arrangements, cohorts
from trainee_app.cohorts.views.blueprint import blueprint

__all__ = ["arrangements", "blueprint", "cohorts"]
