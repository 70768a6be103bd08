"""The front pages, the pages that belong to nobody, and what every page is framed by."""

from trainee_app.home.views import course, front, plain, supervisor, trainee, ways
from trainee_app.home.views.blueprint import blueprint

__all__ = ["blueprint", "course", "front", "plain", "supervisor", "trainee", "ways"]
