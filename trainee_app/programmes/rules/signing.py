"""How each kind of document may be signed, and where a second person looks as well. Plain values.

Taken apart from who may sign: that is `Activity.signed_by` for time, and each room's own rule for its documents.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import MAXYEAR, MINYEAR, date, timedelta
from enum import StrEnum
from typing import Final


class SignedKind(StrEnum):
    """A kind of document that is signed. Self-directed study is what a tutor signs and no register holds."""

    ENTRIES = "entries"
    REGISTERS = "registers"
    SUPERVISION = "supervision"
    PHASES = "phases"
    STUDY = "self_directed_study"

    @property
    def words(self) -> str:
        """How it is spoken of in a sentence."""
        return _SPOKEN[self]


class Method(StrEnum):
    """How somebody signs: signed in, by a mailed link with a code, or in ink on a printed sheet.

    Or, where the supervisor is away or gone, two others in their absence, on named evidence.
    """

    ACCOUNT = "account"
    LINK = "link"
    PAPER = "paper"
    ABSENCE = "absence"

    @property
    def words(self) -> str:
        """How it is spoken of in a sentence."""
        return _BY[self]


_SPOKEN: Final[Mapping[SignedKind, str]] = {
    SignedKind.ENTRIES: "log entries",
    SignedKind.REGISTERS: "registers",
    SignedKind.SUPERVISION: "records of supervision",
    SignedKind.PHASES: "phases of a case",
    SignedKind.STUDY: "self-directed study",
}
_BY: Final[Mapping[Method, str]] = {
    Method.ACCOUNT: "signed in",
    Method.LINK: "by a mailed link",
    Method.PAPER: "on paper",
    Method.ABSENCE: "by two others in absence",
}
_ONLY_SIGNED_IN: Final = frozenset({Method.ACCOUNT})
USUALLY_ACCEPTED: Final[Mapping[SignedKind, frozenset[Method]]] = {
    kind: frozenset(Method) if kind is SignedKind.ENTRIES else _ONLY_SIGNED_IN for kind in SignedKind
}
# Whole documents are signed by somebody signed in: no sheet and no link shows one of these.
POSSIBLE: Final[Mapping[SignedKind, tuple[Method, ...]]] = {
    kind: tuple(Method) if kind in {SignedKind.ENTRIES, SignedKind.STUDY} else (Method.ACCOUNT,) for kind in SignedKind
}
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
# Days that every year has, by how they are written.
DAYS_OF_A_YEAR: Final[Mapping[str, tuple[int, int]]] = {
    f"{day} {name}": (month, day) for month, name in enumerate(_MONTHS, 1) for day in range(1, 29)
}
# A second person looks at what is signed one by one; a register and a record name everybody who was there.
SECOND_LEVEL_KINDS: Final = (SignedKind.ENTRIES, SignedKind.STUDY)


@dataclass(frozen=True, slots=True)
class SigningRule:
    """Which methods are accepted for each kind of document, and which kinds a second person verifies.

    What is signed counts at once, verified or not. `terms`: month and day on which each term begins, in order; where
    there are any, self-directed study is handed in once a term, as one document.
    """

    accepted: Mapping[SignedKind, frozenset[Method]] = field(default_factory=lambda: USUALLY_ACCEPTED)
    second_level: frozenset[SignedKind] = frozenset()
    terms: tuple[tuple[int, int], ...] = ()

    def term_of(self, on: date) -> tuple[date, date] | None:
        """Return the first and the last day of the term in which the day lies; None without terms, and where time ends."""
        years = (each for each in (on.year - 1, on.year, on.year + 1) if MINYEAR <= each <= MAXYEAR)
        begins = [date(year, month, day) for year in years for month, day in self.terms]
        first = max((each for each in begins if each <= on), default=None)
        following = min((each for each in begins if each > on), default=None)
        return None if first is None or following is None else (first, following - timedelta(days=1))

    def accepts(self, kind: SignedKind, method: Method) -> bool:
        """Whether this kind of document may be signed in this way."""
        return method in self.accepted[kind]

    def wants_second_level(self, kind: SignedKind) -> bool:
        """Whether a second person verifies what was signed."""
        return kind in self.second_level
