"""The pages of this room: proposals, the list of cases, one case, its phases."""

from trainee_app.casework.views import case, phases, proposals
from trainee_app.casework.views.blueprint import blueprint

__all__ = ["blueprint", "case", "phases", "proposals"]
