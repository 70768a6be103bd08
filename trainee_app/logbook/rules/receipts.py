"""What a receipt of a signature says for itself, and what the record answers whoever holds one. Pure."""

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from trainee_app.paper.rules import SIGNS, number_in, spelled

# Ninety-six random bits are a signature's name; so many signs spell it, and so many a code.
_NAME_BYTES: Final = 12
_NAME_SIGNS: Final = 20
_CODE_SIGNS: Final = 12
# Codes that were printed in an alphabet with look-alikes held no 0, 1, 8 or 9.
_MISREAD: Final = str.maketrans("018", "OIB")


class Held(StrEnum):
    """How the record stands to a receipt that somebody holds against it."""

    AGREES = "agrees"
    SUPERSEDED = "superseded"
    VOID = "void"
    DECLINED = "declined"
    OTHER = "other"
    ALTERED = "altered"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the record says of a receipt; `since`: from when it says otherwise, where it does by somebody's act.

    `zone`: on whose clocks that is told. `signed_at`: when the signature was given, where it is genuine.
    """

    held: Held
    since: datetime | None = None
    zone: str = "UTC"
    signed_at: datetime | None = None


# Documents that one signature covers with all they hold, as their kind is called where it is signed.
WHOLE_DOCUMENTS: Final = {
    "absence": "Countersigning in a supervisor’s absence",
    "import": "An office’s record that was brought in",
    "paper": "A sheet that came back signed on paper",
    "phase": "A phase of the work with a family",
    "register": "The register of a teaching day",
    "supervision": "The record of a supervision",
    "term": "A term’s self-directed study",
}
# Of them, those that name the versions of entries which they cover, and under which word.
NAMING_VERSIONS: Final = {"absence": "entries", "paper": "covered"}
# Who knows how a document of some kind stands today answers for its signature.
StandingOf = Callable[[Any], Answer]


def receipt_number(name: str) -> str:
    """Return the number on a receipt: the signature's random name in signs that nobody takes for one another."""
    try:
        raw = base64.urlsafe_b64decode(name)
    except ValueError:
        return name
    is_whole = base64.urlsafe_b64encode(raw).decode() == name and len(raw) == _NAME_BYTES
    return spelled(int.from_bytes(raw), _NAME_SIGNS) if is_whole else name


def name_numbered(typed: str) -> str:
    """Return the signature's name that a typed number spells, or what was typed where it spells none.

    What was printed before receipts spelled it is the name itself.
    """
    number = number_in(typed, _NAME_SIGNS)
    if number is None or number >= 1 << 8 * _NAME_BYTES:
        return typed
    return base64.urlsafe_b64encode(number.to_bytes(_NAME_BYTES)).decode()


def check_code(seal: str) -> str:
    """Return the short code on a receipt: made of the seal over everything that the signature holds, the trail's head too."""
    return spelled(int.from_bytes(_digest(seal)) % len(SIGNS) ** _CODE_SIGNS, _CODE_SIGNS)


def is_code_of(typed: str, seal: str) -> bool:
    """Whether a code, however it was typed, is the one of this seal, in today's spelling or the one before."""
    tidy = "".join(each for each in typed.upper() if each.isalnum())
    return tidy == check_code(seal).replace("-", "") or tidy.translate(_MISREAD) == _code_before(seal)


def _digest(seal: str) -> bytes:
    return hashlib.sha256(f"receipt:{seal}".encode()).digest()


def _code_before(seal: str) -> str:
    return base64.b32encode(_digest(seal)).decode()[:_CODE_SIGNS]
