"""What a signature says, and the seal over it. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Final

from trainee_app.programmes.rules.dates import spoken_date

CANONICAL_VERSION = 1
# The method of a signature that was given signed in, a password shown in the minutes before.
SIGNED_IN: Final = "password"
# The method of a signature that was given in ink, and recorded by two.
PAPER: Final = "paper"
# A meaning takes two hundred characters: what the signer says, and of a signature in ink by whom it came here.
_LONGEST_NAME: Final = 27
_DECIDED: Final = ", decided by "
_SAID: Final = ": "


class Slot(StrEnum):
    """The capacity in which somebody signs; each is filled once for a document's version."""

    SUPERVISOR = "supervisor"
    FIRST_ATTESTER = "first_attester"
    SECOND_ATTESTER = "second_attester"


class Meaning(StrEnum):
    """What the signer says by signing."""

    SUPERVISED = "I have supervised this work and confirm that it took place as recorded."
    TUTORED = "I confirm that this learning took place as recorded."
    TERM = "I have gone through this term’s self-directed study with its writer and confirm that it took place as recorded."
    MANAGED = "I answer for this placement and confirm that this work took place there as recorded."
    VERIFIED = (
        "I have looked at this as it was recorded and signed, and find nothing against it. I did not see this work."
    )
    HELD = "I held this supervision with those named here, as recorded."
    LED = "I led this and confirm who was there, as recorded."
    PHASE = "I have supervised this phase of the work and confirm that it is complete."
    PROPOSED_IN_ABSENCE = (
        "I propose to countersign this in the supervisor’s absence, on the evidence named. I did not see this work."
    )
    INK_RECORDED = (
        "I have this sheet before me, signed in ink, and recorded its scan, its day and its rows as they stand there."
    )
    INK_SEEN = "I have looked at the scan beside these rows: it shows this sheet, signed in ink as recorded."
    TRANSCRIBED = "Transcribed from the office's record; I attest that it agrees with it."


# How somebody signed, said after their name wherever a signature is shown or printed; signed in is the usual way.
WAYS: Final[Mapping[str, str]] = {
    "absence": "in the supervisor’s absence",
    "link": "by link",
    PAPER: "on paper",
}
FROM_RECORD: Final = "from the office’s record"


def signed_words(name: str, method: str, *, is_from_record: bool = False) -> str:
    """Return by whom and how, in one line: "Helen Rees, on paper"."""
    way = FROM_RECORD if is_from_record else WAYS.get(method, "")
    return f"{name}, {way}" if way else name


@dataclass(frozen=True)
class Document:
    """What is signed: a name ("entry:PUBLIC_ID"), the version, and the bytes that were shown."""

    name: str
    version: int
    canonical: bytes

    @property
    def content_hash(self) -> str:
        """SHA-256 of the bytes."""
        return hashlib.sha256(self.canonical).hexdigest()


@dataclass(frozen=True)
class Signer:
    """Who signs, as printed on the signature: name, role and registration as of the moment of signing."""

    person_id: int
    name: str
    role: str
    registration: str


@dataclass(frozen=True)
class Act:
    """How it was signed: in which slot, when, by which method and of what strength.

    `meaning` is a `Meaning`; on what was signed years ago, its wording of then.
    """

    slot: Slot
    meaning: str
    at: datetime
    method: str
    strength: str


def seal(
    public_id: str,
    programme_id: int,
    document: Document,
    signer: Signer,
    act: Act,
    trail_head: str,
    canonical_version: int = CANONICAL_VERSION,
) -> str:
    """Return the SHA-256 over everything that the signature row holds; the trail keeps it."""
    fields = {
        "public_id": public_id,
        "programme_id": programme_id,
        "document": document.name,
        "document_version": document.version,
        "content_hash": document.content_hash,
        "canonical_version": canonical_version,
        "trail_head": trail_head,
        **{f"signer_{name}": value for name, value in asdict(signer).items()},
        "slot": act.slot.value,
        "meaning": str(act.meaning),
        "at": act.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "method": act.method,
        "strength": act.strength,
    }
    return hashlib.sha256(json.dumps(fields, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def in_ink(inked_on: date, recorder: str, decider: str) -> str:
    """Return what a signature given in ink says before its meaning: when, and which two put it into the record."""
    return f"Signed on paper {spoken_date(inked_on)}, recorded by {_short(recorder)}{_DECIDED}{_short(decider)}{_SAID}"


def ink_strength(inked_on: date, code: str) -> str:
    """Return what a signature given in ink says of its strength: the day that stands on the sheet, and the sheet."""
    return f"ink {inked_on.isoformat()}, sheet {code}"


def ink_words(method: str, meaning: str) -> str:
    """Return how a signature came from paper: "signed on paper 30 November 2026, recorded by ..."; empty if it did not."""
    before, colon, _ = meaning.rpartition(_SAID)
    if method != PAPER or not colon:
        return ""
    words = before.partition(_DECIDED)[0]
    return words[:1].lower() + words[1:]


# What carries entries with it when it is signed, said after "signed this entry".
_WITH: Final[Mapping[str, str]] = {
    "import": ", as transcribed from the office’s record",
    "register": " with the register of that day",
    "supervision": " with the record of that supervision",
    "term": " with all of that term’s study",
}


def way_words(document: str, method: str, meaning: str) -> str:
    """Return how somebody signed, to be said after that they did: " on paper 30 November 2026, recorded by ..."."""
    if ink := ink_words(method, meaning):
        return ink.removeprefix("signed")
    if method == "absence":
        return ", countersigning in the supervisor’s absence, on evidence that two have looked at"
    if method in WAYS:
        return f" {WAYS[method]}"
    return _WITH.get(document.partition(":")[0], "")


def signers_words(method: str, meaning: str) -> str:
    """Return what the signer says, without what a signature in ink says before it."""
    return meaning.rpartition(_SAID)[2] if method == PAPER else meaning


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"
