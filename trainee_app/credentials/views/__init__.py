"""The pages of this room: registrations, and what people bring along."""

from trainee_app.credentials.views import bringing, evidence, registrations
from trainee_app.credentials.views.blueprint import blueprint

__all__ = ["blueprint", "bringing", "evidence", "registrations"]
