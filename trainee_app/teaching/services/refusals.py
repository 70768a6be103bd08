"""What the verbs of the teaching say when they will not. Nothing has changed then."""

from __future__ import annotations

from trainee_app.logbook.services import RecordFaulty
from trainee_app.refusals import Conflict, Refusal


class TeachingFaulty(RecordFaulty):
    """Something has to be mended, or a warning confirmed, first."""


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
