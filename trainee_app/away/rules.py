"""Signing by a mailed link: how long, how often, what a link shows of itself, and what came of it. Pure."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

METHOD: Final = "link"
# A page takes as many entries as anybody looks at; a supervisor with forty has two pages.
_STRENGTH: Final = "link and code to "
_LONGEST_STRENGTH: Final = 40
# A link is good from one monthly letter to the next.
LINK_LASTS: Final = timedelta(days=28)
# Until the letter leaves, its link has no token; then its time begins.
UNTIL_SENT: Final = timedelta(days=30)
# Somebody is asked by hand at most this often for the same trainee.
ASKED_AGAIN_AFTER: Final = timedelta(days=3)
# The monthly letter leaves on one of the first days of a month, or not at all: whoever has nothing to sign has no mail.
LAST_DAY_OF_LETTERS: Final = 3
CODE_LASTS: Final = timedelta(minutes=15)
# A second press of the button within this time sends nothing: the first letter is on its way.
CODE_AGAIN_AFTER: Final = timedelta(minutes=1)
CODES_AN_HOUR: Final = 5
TRIES_A_CODE: Final = 5
# So many wrong codes in all, and the link works no longer: two in a hundred thousand are guessed by then.
TRIES_A_LINK: Final = 20
CODE_FIGURES: Final = 6
_CODE = re.compile(r"[0-9]{6}")


class Why(StrEnum):
    """Why a list can be signed no longer."""

    EXPIRED = "expired"
    REPLACED = "replaced"
    REVOKED = "revoked"
    NOT_MINE = "not_mine"
    GUESSED = "guessed"
    RESTORED = "restored"
    HAS_ACCOUNT = "has_account"


class Decided(StrEnum):
    """What its addressee decided about one item."""

    SIGNED = "signed"
    RETURNED = "returned"


class CodeOutcome(StrEnum):
    """What became of a code that was typed."""

    RIGHT = "right"
    WRONG = "wrong"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Bound:
    """An entry's version, as a list binds it."""

    entry: str
    version: int
    content_hash: str


@dataclass(frozen=True, slots=True)
class CodeState:
    """A code as it is kept. `expires_at` None: its letter has not left."""

    code_hash: str | None
    expires_at: datetime | None
    tries: int
    used_at: datetime | None


def hash_of_list(items: Iterable[Bound]) -> str:
    """Return the SHA-256 over all that a list binds, in whatever order it is given."""
    said = "\n".join(sorted(f"{each.entry}:{each.version}:{each.content_hash}" for each in items))
    return hashlib.sha256(said.encode()).hexdigest()


def hash_of_code(code: str, *, of: str, key: str) -> str:
    """Return what is kept of a code. Keyed, since six figures are soon guessed by whoever has the hash alone."""
    return hmac.new(key.encode(), f"signing code {of} {code}".encode(), hashlib.sha256).hexdigest()


def tidy_code(typed: str) -> str:
    """Return a code as typed, without spaces and hyphens."""
    return re.sub(r"[\s-]+", "", typed)


def judge_code(state: CodeState | None, typed_hash: str, at: datetime) -> CodeOutcome:
    """Say whether the code is the one that was sent, in time, for the first time, and not tried too often."""
    if state is None or state.code_hash is None or state.expires_at is None or state.used_at is not None:
        return CodeOutcome.OVER
    if at >= state.expires_at or state.tries >= TRIES_A_CODE:
        return CodeOutcome.OVER
    return CodeOutcome.RIGHT if hmac.compare_digest(state.code_hash, typed_hash) else CodeOutcome.WRONG


def is_code(typed: str) -> bool:
    """Say whether something is six figures."""
    return _CODE.fullmatch(typed) is not None


def masked(email: str, longest: int = 60) -> str:
    """Return an address as somebody knows their own again and nobody else learns it: "h…@example.org"."""
    name, _, domain = email.rpartition("@")
    room = longest - len(name[:1]) - 2
    if len(domain) > room:
        tail = domain[-(room - 2) :]
        domain = f"{domain[:1]}…{tail}"
    return f"{name[:1]}…@{domain}"


def strength_of(email: str) -> str:
    """Return what a signature by link says of its strength."""
    return _STRENGTH + masked(email, _LONGEST_STRENGTH - len(_STRENGTH))


# A signature's meaning takes two hundred characters, its evidence and a name among them.
LONGEST_EVIDENCE: Final = 70
_LONGEST_NAME: Final = 50


def countersigned_words(absent: str, evidence: str) -> str:
    """Return what somebody says who signs in another's absence: exactly that, and that they did not see it."""
    name = absent if len(absent) <= _LONGEST_NAME else absent[: _LONGEST_NAME - 1] + "…"
    return f"Countersigned in absence of {name}, on the evidence of {evidence}. I did not see this work."
