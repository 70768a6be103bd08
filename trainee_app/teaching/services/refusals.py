"""What the verbs of the teaching say when they will not. Nothing has changed then."""

from __future__ import annotations

from collections.abc import Sequence

from trainee_app.logbook.rules import Violation
from trainee_app.refusals import Conflict, FieldsAreFaulty, Refusal


class TeachingFaulty(FieldsAreFaulty):
    """Something has to be mended, or a warning confirmed, first."""

    def __init__(self, violations: Sequence[Violation]) -> None:
        """Keep what is wrong, field by field, and of that what only has to be confirmed."""
        super().__init__(violations)
        self.errors = tuple(each for each in violations if not each.is_warning)
        self.warnings = tuple(each for each in violations if each.is_warning)


class TeachingNameTaken(Conflict):
    """The name that the page gave belongs to something else: it did not come from our page."""

    def __init__(self) -> None:
        """Say so, and what to do."""
        super().__init__("This form was already used for something else. Open the page anew.")


class RegisterChangedSinceShown(Conflict):
    """The register, or the date, is not as the page showed it."""

    def __init__(self) -> None:
        """Say so, and what to do."""
        super().__init__("This has changed since your page was shown. Open it again to see where it stands.")


class DateHasRegister(Refusal):
    """What has taken place cannot be cancelled."""

    def __init__(self) -> None:
        """Say so, and what to do."""
        super().__init__("Its register is signed, so it has taken place. Make the register void first if it has not.")
