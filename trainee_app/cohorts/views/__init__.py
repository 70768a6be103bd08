"""The pages of this room: cohorts and their people, one trainee's arrangements, placements and breaks."""

from trainee_app.cohorts.views import arrangements, breaks, cohorts, placements
from trainee_app.cohorts.views.blueprint import blueprint

__all__ = ["arrangements", "blueprint", "breaks", "cohorts", "placements"]
