"""The pages of the teaching."""

from trainee_app.teaching.views import registers, timetable
from trainee_app.teaching.views.blueprint import blueprint

__all__ = ["blueprint", "registers", "timetable"]
