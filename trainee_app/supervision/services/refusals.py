"""What the verbs of the supervision say when they will not. Nothing has changed then."""

from __future__ import annotations

from collections.abc import Sequence

from trainee_app.logbook.rules import Violation
from trainee_app.refusals import Conflict, FieldsAreFaulty


class SessionFaulty(FieldsAreFaulty):
    """Something in the session has to be mended, or a warning confirmed, first."""

    def __init__(self, violations: Sequence[Violation]) -> None:
        """Keep what is wrong, field by field, and of that what only has to be confirmed."""
        super().__init__(violations)
        self.errors = tuple(each for each in violations if not each.is_warning)
        self.warnings = tuple(each for each in violations if each.is_warning)


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
