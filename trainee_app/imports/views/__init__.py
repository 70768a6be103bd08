"""The pages of the imports: offices' files and their attestation; time brought in from a file."""

from trainee_app.imports.views import batches, columns, times
from trainee_app.imports.views.blueprint import blueprint

__all__ = ["batches", "blueprint", "columns", "times"]
