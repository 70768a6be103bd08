"""What one version of an entry says, and the bytes that a signer signs."""

import hashlib
import unicodedata
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Final

from trainee_app.logbook.rules.details import Details
from trainee_app.trail.rules import canonical_json

CANONICAL_VERSION: Final = 1
# How the documents are named that two people attest: what came with an office's record.
IMPORTED: Final = "import:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a version says: minutes on a local day. `started_at_minute` counts from local midnight.

    `case_id` None: no case was open, or (from an office's record) it is not known which. `note` is the free text, kept apart from the rest.
    """

    worked_on: date
    activity: str
    minutes: int
    outcome: str = "held"
    started_at_minute: int | None = None
    placement_id: int | None = None
    case_id: int | None = None
    details: Details = field(default_factory=Details)
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Whose version of which entry: the names that stand in the signed bytes. `placement` and `case` are public names."""

    programme: str
    trainee: str
    entry: str
    number: int
    source: str
    placement: str | None = None
    case: str | None = None


def canonical_bytes(identity: Identity, content: Content, text_hash: str) -> bytes:
    """Return the one spelling of a version that is hashed and signed: JSON, sorted, without spaces, UTF-8.

    The note itself is not in it, only its salted hash, so that a blanked text leaves every hash standing.
    """
    said: dict[str, Any] = {
        "canonical_version": CANONICAL_VERSION,
        "programme": identity.programme,
        "trainee": identity.trainee,
        "entry": identity.entry,
        "version": identity.number,
        "source": identity.source,
        "worked_on": content.worked_on.isoformat(),
        "started_at_minute": content.started_at_minute,
        "minutes": content.minutes,
        "activity": content.activity,
        "outcome": content.outcome,
        "case": identity.case,
        "placement": identity.placement,
        "details": content.details.canonical(),
        "text_hash": text_hash,
    }
    return canonical_json(said).encode()


def content_hash(canonical: bytes) -> str:
    """Return the SHA-256 of the canonical bytes, in hexadecimal."""
    return hashlib.sha256(canonical).hexdigest()


def salted_hash(salt: str, text: str) -> str:
    """Return the commitment to a text: empty for an empty text, else SHA-256 over salt and text."""
    return hashlib.sha256(f"{salt}:{text}".encode()).hexdigest() if text else ""


def comment_hash(entry: str, number: int, at: datetime, comment: str) -> str:
    """Return the commitment to what was said when a version was returned or became void; empty if nothing was.

    The entry's random name is salt enough: it is known to nobody who does not have the row, and a blanked
    comment cannot be looked up.
    """
    return salted_hash(f"{entry}:{number}:{at.astimezone(UTC).isoformat(timespec='microseconds')}", comment)


def document_name(entry: str) -> str:
    """Return the name under which an entry's versions are signed."""
    return f"entry:{entry}"


def stands_in_record(carried_by: str | None) -> bool:
    """Whether an entry was put into the log by a record made here, not by an office's record taken over.

    `carried_by` names the document whose signature covers it, if that is not the entry itself.
    """
    return carried_by is not None and not carried_by.startswith(IMPORTED)


def plain_text(text: str | None) -> str:
    """Return typed text without what a database may refuse: control characters, and halves of one. Line breaks stay."""
    lines = (text or "").replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        letter for letter in lines if letter in "\n\t" or unicodedata.category(letter) not in {"Cc", "Cs"}
    ).strip()
