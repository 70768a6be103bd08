"""What the verbs of signing by link, in absence and on paper say when they will not. Nothing has changed then."""

from __future__ import annotations

from datetime import date

from trainee_app.away.rules import Why
from trainee_app.refusals import Conflict, Refusal
from trainee_app.web.formats import long_date


class SignerHasAccount(Refusal):
    """Whoever can sign in signs in: a link would be the weaker way."""

    def __init__(self, name: str) -> None:
        """Say so, and what to do."""
        super().__init__(f"{name} has an account and finds this under “To sign”. No link is sent.")


class SignerHasNoAddress(Refusal):
    """There is nowhere to send a link."""

    def __init__(self, name: str) -> None:
        """Say so, and what to do."""
        super().__init__(f"{name} has no e-mail address here. They sign on paper, or the course office adds one.")


class NothingWaits(Conflict):
    """There is nothing to ask for."""

    def __init__(self, name: str) -> None:
        """Say so."""
        super().__init__(f"Nothing waits for {name} any more.")


class AskedLately(Refusal):
    """They were asked only just now."""

    def __init__(self, name: str, on: date, again_on: date) -> None:
        """Say when, and when they can be asked again."""
        super().__init__(f"{name} was asked on {long_date(on)}. You can ask again from {long_date(again_on)}.")


class LinkOver(Conflict):
    """The link works no longer; `why` says why not."""

    def __init__(self, why: Why) -> None:
        """Keep why."""
        super().__init__("This link works no longer.")
        self.why = why


class TooManyCodes(Refusal):
    """So many codes were sent within the hour that no more are."""

    def __init__(self) -> None:
        """Say so, and what to do."""
        super().__init__("Several codes were sent within the hour. Use the last of them, or wait an hour for another.")


class NotWhatWasShown(Conflict):
    """Something of it has moved on, or cannot be countersigned."""

    def __init__(self) -> None:
        """Say so, and what to do."""
        super().__init__("Something of this has moved on since your page was shown. Open it again and look.")


class SomeCannotBeCountersigned(Conflict):
    """Not all of the entries can be countersigned any more, so none was."""

    def __init__(self) -> None:
        """Say so, and what to do."""
        super().__init__(
            "Not all of these entries still wait as they were proposed, or the supervisor was not entitled to sign them. "
            "Nothing was signed. Decline this, and propose again what still waits."
        )


class AbsenceDecided(Conflict):
    """Somebody has decided it already."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("This has been decided already. Open the page again to see by whom.")


class DeciderProposed(Refusal):
    """Proposer and decider are two people."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("You proposed this; somebody else decides.")


class SheetRecordedAlready(Conflict):
    """Somebody has recorded that it came back, and nobody has decided yet."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("This sheet is recorded already, and waits for a decision. Open it again and look.")


class SheetTampered(Refusal):
    """What is stored is not what was printed, or not what was recorded."""

    def __init__(self) -> None:
        """Say so, and what to do."""
        super().__init__(
            "What is stored is not what was printed or recorded, so nothing was signed. Keep the paper and tell the data "
            "protection officer: this must be looked into."
        )


class SheetDecided(Conflict):
    """Somebody has decided it already."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("This has been decided already. Open the page again to see by whom.")


class RecorderDecides(Refusal):
    """Recorder and decider are two people."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("You recorded this; somebody else decides.")


class NotTheirsToAttest(Refusal):
    """Whose record it is, and whose signature, neither records nor decides."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("This is about your own record or your own signature; two others record and decide it.")


class NothingLeftToSign(Conflict):
    """No row of it can be signed any more."""

    def __init__(self) -> None:
        """Say so, and what to do."""
        super().__init__(
            "None of these rows still stands as printed, or its signer may not sign it. Nothing was signed: decline this, "
            "and print what still waits anew."
        )
