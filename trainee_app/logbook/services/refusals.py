"""What the verbs of the log say when they will not. Nothing has changed then."""

from __future__ import annotations

from collections.abc import Sequence

from trainee_app.logbook.rules import Checked, Violation
from trainee_app.refusals import Conflict, FieldsAreFaulty, Refusal


class RecordFaulty(FieldsAreFaulty):
    """Something has to be mended, or a warning confirmed, before it stands in a log."""

    def __init__(self, violations: Sequence[Violation]) -> None:
        """Keep what is wrong, field by field, and of that what only has to be confirmed."""
        super().__init__(violations)
        self.errors = tuple(each for each in violations if not each.is_warning)
        self.warnings = tuple(each for each in violations if each.is_warning)


class EntryFaulty(RecordFaulty):
    """Something in the entry has to be mended, or a warning confirmed, first."""


class EntriesFaulty(Refusal):
    """Some entries of a batch have to be mended first; none was written."""

    def __init__(self, refused: Sequence[Checked]) -> None:
        """Keep what is wrong with each."""
        super().__init__("Nothing is stored yet: look at what is marked.")
        self.refused = tuple(refused)


class TooManyInBatch(Refusal):
    """More entries at once than anybody can have looked at."""

    def __init__(self, most: int) -> None:
        """Say how many."""
        super().__init__(f"That is more than {most} entries at once. Log them in two or more parts.")


class EntryCannotMove(Conflict):
    """The entry is no longer in a state from which this is possible."""

    def __init__(self) -> None:
        """Say so, and what to do."""
        super().__init__("This entry has moved on since your page was shown. Open it again to see where it stands.")


class EntryChangedSinceShown(Conflict):
    """The version on the page is not the one that stands now."""

    def __init__(self) -> None:
        """Say so, and what to do."""
        super().__init__("This entry changed after your page was shown. Open it again and look at what it says now.")


class EntryAlreadySubmitted(Conflict):
    """What was handed in cannot be written over."""

    def __init__(self) -> None:
        """Say so, and what to do."""
        super().__init__("This was handed in already. Withdraw it first if you want to change it.")


class EntryAlreadySigned(Conflict):
    """What is signed never changes; it can be corrected."""

    def __init__(self) -> None:
        """Say so, and what to do."""
        super().__init__("This is signed. Correct it instead: the correction counts once it is signed too.")


class EntryNotSigned(Conflict):
    """Only what is signed is corrected or void."""

    def __init__(self) -> None:
        """Say so, and what to do."""
        super().__init__("This is not signed. Change it, or withdraw it, instead.")


class EntryWaitsForAttestation(Refusal):
    """It came with an office's record, which two people attest as a whole."""

    def __init__(self) -> None:
        """Say so, and what to do."""
        super().__init__(
            "This came with the office's record and waits for its attestation. Correct it once it is attested."
        )


class EntryStandsInRecord(Refusal):
    """It was put there by a record of several people's time, which is corrected as a whole."""

    def __init__(self) -> None:
        """Say so, and what to do."""
        super().__init__(
            "This stands in the log because of a record that somebody signed for everybody present. It is corrected "
            "there: tell them what is wrong."
        )


class NothingToCorrect(Refusal):
    """The correction says what the signed entry says."""

    def __init__(self) -> None:
        """Say so, and what to do."""
        super().__init__("This says the same as the signed entry. Change what is wrong, or leave it as it is.")


class NothingToBlank(Refusal):
    """No text stands there, or none any more."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("There is no text left to take out of this entry.")


class TooManyAtOnce(Refusal):
    """More than anybody can have looked at."""

    def __init__(self, most: int) -> None:
        """Say how many."""
        super().__init__(f"At most {most} entries go together, so that each of them is looked at. Untick some.")


class TotalsAdrift(RuntimeError):
    """The running totals do not hold what is to be taken away: `flask totals verify` names the difference."""
