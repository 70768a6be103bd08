"""What the verbs of the supervision say when they will not. Nothing has changed then."""

from __future__ import annotations

from trainee_app.logbook.services import RecordFaulty
from trainee_app.refusals import Conflict


class SessionFaulty(RecordFaulty):
    """Something in the session has to be mended, or a warning confirmed, first."""


class SessionNameTaken(Conflict):
    """The name that the page gave belongs to a record that says something else: nothing may be dropped in silence."""

    def __init__(self) -> None:
        """Say so, and what to do."""
        super().__init__(
            "This page was used for another record already, so nothing of this is recorded yet. "
            "If it is another session, look at it once more and sign it."
        )


class SessionChangedSinceShown(Conflict):
    """The record on the page is not the one that stands now, or counts no longer."""

    def __init__(self) -> None:
        """Say so, and what to do."""
        super().__init__("This record has changed since your page was shown. Open it again to see where it stands.")
