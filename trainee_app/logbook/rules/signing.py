"""What becomes of each entry that somebody signs from a list they have seen. Pure."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from trainee_app.programmes.rules import Method, Signer
from trainee_app.signatures.rules import Meaning

# A person takes in so many at once; more would be signing unseen.
MOST_AT_ONCE: Final = 20
_TICK = re.compile(r"([^:]*):([0-9]{1,8}):([^:]*)")


class SignOutcome(StrEnum):
    """What became of one item."""

    SIGNED = "signed"
    CHANGED = "changed_since_shown"
    ALREADY_SIGNED = "already_signed"
    NOT_YOURS = "not_yours"
    NOT_REGISTERED = "not_registered"
    NOT_IN_THIS_WAY = "not_in_this_way"
    DAMAGED = "damaged"

    @property
    def words(self) -> str:
        """What to tell the signer."""
        return _WORDS[self]


_WORDS: Final = {
    SignOutcome.SIGNED: "Signed.",
    SignOutcome.CHANGED: "This changed after your page was shown, so it was not signed. Look at it again.",
    SignOutcome.ALREADY_SIGNED: "This was signed already.",
    SignOutcome.NOT_YOURS: "This is not yours to sign.",
    SignOutcome.NOT_REGISTERED: (
        "Your registration, as we know it, was not valid on the day of the work, or is not today. "
        "Tell the course office the number and its dates."
    ),
    SignOutcome.NOT_IN_THIS_WAY: (
        "The programme does not accept a signature given in this way for this kind of time, so it was not signed. "
        "The course office can tell you how it is signed."
    ),
    SignOutcome.DAMAGED: (
        "What is stored is not what was handed in, so it was not signed. Tell the course office: this must be looked into."
    ),
}


_MEANINGS: Final = {
    Signer.SUPERVISOR: Meaning.SUPERVISED,
    Signer.TUTOR: Meaning.TUTORED,
    Signer.PLACEMENT_MANAGER: Meaning.MANAGED,
}


def meaning_of(capacity: Signer) -> Meaning:
    """Return what somebody says who signs time in that capacity."""
    return _MEANINGS[capacity]


_WHEN_VERIFYING: Final = {
    SignOutcome.SIGNED: "Verified.",
    SignOutcome.CHANGED: "This changed after your page was shown, so it was not verified. Look at it again.",
    SignOutcome.ALREADY_SIGNED: "This was verified already.",
    SignOutcome.NOT_YOURS: "This is not yours to verify.",
    SignOutcome.DAMAGED: (
        "What is stored is not what was signed, so it was not verified. Tell the course office: this must be looked into."
    ),
}


def words_when_verifying(outcome: SignOutcome) -> str:
    """What to tell somebody who verifies."""
    return _WHEN_VERIFYING[outcome]


def method_meant(method: str) -> Method:
    """Return which of a programme's ways of signing a signature's method is: whoever is signed in shows a password."""
    return Method(method) if method in tuple(Method) else Method.ACCOUNT


@dataclass(frozen=True, slots=True)
class Seen:
    """What the signer had before their eyes: which version of an entry, by its hash."""

    entry: str
    version: int
    content_hash: str

    @property
    def tick(self) -> str:
        """What a tick beside it says to the page that is sent."""
        return f"{self.entry}:{self.version}:{self.content_hash}"


def seen_in(tick: str) -> Seen | None:
    """Return what a tick says: which version of which entry, by its hash. Anything else is nobody's tick."""
    found = _TICK.fullmatch(tick)
    return Seen(found[1], int(found[2]), found[3]) if found else None


@dataclass(frozen=True, slots=True)
class SignResult:
    """What became of one seen item, and how many recorded minutes were signed with it."""

    entry: str
    outcome: SignOutcome
    minutes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Signable:
    """How an entry stands for this signer now. `awaiting_*` is the version that waits for a signature, if any.

    `is_accepted`: the programme takes a signature given in this way for this kind of time.
    """

    is_theirs: bool
    is_registered: bool
    is_accepted: bool
    is_signed: bool
    signed_version: int | None
    awaiting_version: int | None
    awaiting_hash: str | None


def judge(seen: Seen, now: Signable | None) -> SignOutcome:
    """Say what becomes of a seen item; `now` None: the signer knows no such entry."""
    if now is None or not now.is_theirs:
        # Said first, so that nobody learns how somebody else's entry stands, or that there is one.
        return SignOutcome.NOT_YOURS
    if now.is_signed and now.signed_version == seen.version:
        return SignOutcome.ALREADY_SIGNED
    if (now.awaiting_version, now.awaiting_hash) != (seen.version, seen.content_hash):
        return SignOutcome.CHANGED
    if not now.is_accepted:
        return SignOutcome.NOT_IN_THIS_WAY
    return SignOutcome.SIGNED if now.is_registered else SignOutcome.NOT_REGISTERED
