"""The pages of the supervision."""

from trainee_app.supervision.views import given, preparing, recording, showing
from trainee_app.supervision.views.blueprint import blueprint

__all__ = ["blueprint", "given", "preparing", "recording", "showing"]
