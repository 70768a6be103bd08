"""What a receipt of a signature says for itself, and what the record answers whoever holds one. Pure."""

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

_GROUP: Final = 4
_GROUPS: Final = 3
# Letters and figures that are mistaken for one another; the code itself holds no 0, 1, 8 or 9.
_MISREAD: Final = str.maketrans("018", "OIB")


class Held(StrEnum):
    """How the record stands to a receipt that somebody holds against it."""

    AGREES = "agrees"
    SUPERSEDED = "superseded"
    VOID = "void"
    OTHER = "other"
    ALTERED = "altered"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the record says of a receipt; `since`: from when it says otherwise, where it does by somebody's act.

    `zone`: on whose clocks that is told.
    """

    held: Held
    since: datetime | None = None
    zone: str = "UTC"


def check_code(seal: str) -> str:
    """Return the short code on a receipt: made of the seal over everything that the signature holds, the trail's head too."""
    digest = base64.b32encode(hashlib.sha256(f"receipt:{seal}".encode()).digest()).decode()
    return "-".join(digest[start : start + _GROUP] for start in range(0, _GROUP * _GROUPS, _GROUP))


def is_code_of(typed: str, seal: str) -> bool:
    """Whether a code, however it was typed, is the one of this seal."""
    tidy = "".join(each for each in typed.upper().translate(_MISREAD) if each.isalnum())
    return tidy == check_code(seal).replace("-", "")
