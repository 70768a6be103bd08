"""The front pages, the pages that belong to nobody, and what every page is framed by."""

from trainee_app.home.views import applicant, course, front, plain, supervisor, trainee, ways
from trainee_app.home.views.blueprint import blueprint

__all__ = ["applicant", "blueprint", "course", "front", "plain", "supervisor", "trainee", "ways"]
