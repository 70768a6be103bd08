"""What is printed of a trainee's record."""

from trainee_app.reports.views import printing
from trainee_app.reports.views.blueprint import blueprint

__all__ = ["blueprint", "printing"]
