"""The pages of selection."""

from trainee_app.admissions.views import answering, applications, deciding, intakes, interviews
from trainee_app.admissions.views.blueprint import blueprint

__all__ = ["answering", "applications", "blueprint", "deciding", "intakes", "interviews"]
