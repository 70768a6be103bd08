"""What becomes of each row of a file, and the account of them all. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from trainee_app.admissions.rules import Stage
from trainee_app.credentials.rules import RegistrationDraft


class Outcome(StrEnum):
    """How a row ends. Every row of every sheet ends in one of these; nothing is lost silently."""

    TAKEN = "taken"
    REFUSED = "refused"
    SKIPPED = "skipped"
    DOUBLE = "double"
    IN_ALREADY = "in_already"
    WAITING = "waiting"

    @property
    def words(self) -> str:
        """The outcome as people read it."""
        return _WORDS[self]


_WORDS = {
    Outcome.TAKEN: "taken",
    Outcome.REFUSED: "refused",
    Outcome.SKIPPED: "no entry",
    Outcome.DOUBLE: "double",
    Outcome.IN_ALREADY: "in already",
    Outcome.WAITING: "waiting",
}

# The order in which they are told.
IN_ORDER = (
    Outcome.TAKEN,
    Outcome.IN_ALREADY,
    Outcome.REFUSED,
    Outcome.DOUBLE,
    Outcome.WAITING,
    Outcome.SKIPPED,
)
# By two people (domain, section 3).
ATTESTERS = 2


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an import stands: a state that the pages have a tag for, and words."""

    state: str
    words: str


def standing_of(attested: int, entries: int) -> Standing:
    """Say where an import stands, by how many have attested it and how many entries it brought."""
    if not entries:
        return Standing("not_yet_due", "No entries")
    if attested >= ATTESTERS:
        return Standing("signed", "Attested")
    return Standing("waiting", "Second attestation waits" if attested else "Two attestations wait")


@dataclass(frozen=True, slots=True)
class Member:
    """A trainee of the cohort, or somebody this file makes one (`trainee_id` None until then).

    `key` tells members apart within one file: the e-mail address in lower case, else the trainee's number.
    """

    key: str
    name: str
    trainee_id: int | None = None


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who applied: where the application ended, and what the row tells, where it could be read.

    Whoever accepted the offer is enrolled. `experienced_since`: the day from which on they work therapeutically.
    """

    member: Member
    email: str
    registration: RegistrationDraft | None
    stage: Stage = Stage.ENROLLED
    experienced_since: date | None = None
    interviewed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadEntry:
    """An entry as a good row holds it. `ordinal` counts rows that agree in everything but the note, from 1."""

    member: Member
    worked_on: date
    activity: str
    minutes: int
    with_whom: str
    note: str
    ordinal: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class RowOutcome:
    """How one row ended; for a refused one which column, what stood there, and what a person can do about it."""

    sheet: str
    row: int
    outcome: Outcome
    column: str = ""
    value: str = ""
    reason: str = ""
    entry: ReadEntry | None = None
    newcomer: Newcomer | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """What became of every row of a file."""

    rows: tuple[RowOutcome, ...]

    def having(self, *outcomes: Outcome) -> list[RowOutcome]:
        """Return the rows that ended so, in the order of the file."""
        return [row for row in self.rows if row.outcome in outcomes]

    @property
    def applicants(self) -> list[Newcomer]:
        """Whoever applied and was not known to have applied."""
        return [row.newcomer for row in self.having(Outcome.TAKEN) if row.newcomer is not None]

    @property
    def newcomers(self) -> list[Newcomer]:
        """Whoever becomes a trainee."""
        return [each for each in self.applicants if each.stage is Stage.ENROLLED]

    @property
    def entries(self) -> list[ReadEntry]:
        """The entries that are taken."""
        return [row.entry for row in self.having(Outcome.TAKEN) if row.entry is not None]

    @property
    def adds_something(self) -> bool:
        """Whether anything of this file is new."""
        return bool(self.applicants or self.entries)

    def counts(self) -> dict[str, Counter[Outcome]]:
        """Return how many rows of each sheet ended how."""
        return count_by_sheet((row.sheet, row.outcome) for row in self.rows)

    def minutes(self) -> dict[Member, Counter[str]]:
        """Return the minutes that this file adds, by trainee and activity."""
        sums: dict[Member, Counter[str]] = {}
        for entry in self.entries:
            sums.setdefault(entry.member, Counter())[entry.activity] += entry.minutes
        return sums


def count_by_sheet(ended: Iterable[tuple[str, Outcome]]) -> dict[str, Counter[Outcome]]:
    """Count outcomes by sheet, the sheets in the order in which they first come."""
    counts: dict[str, Counter[Outcome]] = {}
    for sheet, outcome in ended:
        counts.setdefault(sheet, Counter())[outcome] += 1
    return counts
