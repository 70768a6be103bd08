"""Signing by a mailed link, in absence and on paper: how long, how often, and what came of it. Pure."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from trainee_app.logbook.rules import Seen, State
from trainee_app.programmes.rules.dates import spoken_date
from trainee_app.refusals import Violation

# What a signature by link says of its strength: an address follows, cut to what the column takes.
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
class CodeState:
    """A code as it is kept. `expires_at` None: its letter has not left."""

    code_hash: str | None
    expires_at: datetime | None
    tries: int
    used_at: datetime | None


def hash_of_list(items: Iterable[Seen]) -> str:
    """Return the SHA-256 over all that a list binds, in whatever order it is given."""
    said = "\n".join(sorted(each.tick for each in items))
    return hashlib.sha256(said.encode()).hexdigest()


def hash_of_code(code: str, *, of: str, key: str) -> str:
    """Return what is kept of a code. Keyed, since six figures are soon guessed by whoever has the hash alone."""
    return hmac.new(key.encode(), f"signing code {of} {code}".encode(), hashlib.sha256).hexdigest()


def tidy_code(typed: str) -> str:
    """Return a code as typed, without spaces and hyphens."""
    return re.sub(r"[\s-]+", "", typed)


def judge_code(state: CodeState, typed_hash: str, at: datetime) -> CodeOutcome:
    """Say whether the code is the one that was sent, in time, for the first time, and not tried too often."""
    if state.code_hash is None or state.expires_at is None or state.used_at is not None:
        return CodeOutcome.OVER
    if at >= state.expires_at or state.tries >= TRIES_A_CODE:
        return CodeOutcome.OVER
    return CodeOutcome.RIGHT if hmac.compare_digest(state.code_hash, typed_hash) else CodeOutcome.WRONG


def is_six_figures(typed: str) -> bool:
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


class RowNow(StrEnum):
    """How a row that stands on a sheet stands in the record now."""

    WAITS = "waits"
    CHANGED = "changed"
    SIGNED = "signed"
    BACK = "back"
    VOID = "void"

    @property
    def words(self) -> str:
        """What to say of it."""
        return _ROW_WORDS[self]


_ROW_WORDS: Final = {
    RowNow.WAITS: "As printed, waits",
    RowNow.CHANGED: "Changed after printing",
    RowNow.SIGNED: "Signed already",
    RowNow.BACK: "Taken back, or returned",
    RowNow.VOID: "Void: it does not count",
}


class LeftOut(StrEnum):
    """Why rows of a sheet that came back are not signed by it."""

    CROSSED_OUT = "crossed_out"
    ALTERED = "altered"
    ILLEGIBLE = "illegible"

    @property
    def words(self) -> str:
        """What to say of it."""
        return _LEFT_OUT_WORDS[self]


_LEFT_OUT_WORDS: Final = {
    LeftOut.CROSSED_OUT: "Crossed out on the sheet",
    LeftOut.ALTERED: "Altered by hand on the sheet",
    LeftOut.ILLEGIBLE: "Not legible on the scan",
}


def row_now(version: int, *, state: str, counting: int, pending_state: str | None, pending: int | None) -> RowNow:
    """Say how the version of an entry that stands on a sheet stands now."""
    if state == State.VOID:
        return RowNow.VOID
    if state == State.SIGNED and counting == version:
        return RowNow.SIGNED
    if version != (counting if pending is None else pending):
        return RowNow.CHANGED
    return RowNow.WAITS if (pending_state or state) == State.SUBMITTED else RowNow.BACK


def hash_of_sheet(trainee: str, signer: str, month: date, rows: Iterable[Seen]) -> str:
    """Return the SHA-256 over what a sheet says: whose, for whom to sign, of which month, its rows in their order."""
    said = [trainee, signer, month.isoformat(), *(each.tick for each in rows)]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def check_ink(inked_on: date, *, printed_on: date, worked_on: date, today: date) -> Violation | None:
    """Say that nobody can have signed on that day: before the work, before the sheet was printed, or not yet."""
    if inked_on > today:
        words = "This day is still to come. Write the day that stands beside the signature."
    elif inked_on < worked_on:
        words = "This day is before the last work that is signed. Look at the scan again."
    elif inked_on < printed_on:
        words = f"The sheet was printed on {spoken_date(printed_on)}, later than this. Look at the scan again."
    else:
        return None
    return Violation("ink_day", "inked_on", words)
