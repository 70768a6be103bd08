"""The pages of the log: one's own list, writing an entry, one entry, and the supervisor's queue."""

from trainee_app.logbook.views import deciding, exporting, lists, showing, signing, writing
from trainee_app.logbook.views.blueprint import blueprint

__all__ = ["blueprint", "deciding", "exporting", "lists", "showing", "signing", "writing"]
