"""One trainee's record as raw rows: nothing summed, nothing credited, nothing cut.

The slow evaluator reads these; the same rows are put into a database, and the application gathers its facts there.
"""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Row:
    """One entry as it was written down. `case` and `site` are places in the lists of the record, None: neither.

    `submitted_on` None: taken over from an earlier record. `ended_on`: the day on which it was given back or made
    void. `present`: trainees in a group supervision.
    """

    on: date
    activity: str
    minutes: int
    state: str = "signed"
    outcome: str = "held"
    case: int | None = None
    site: int | None = None
    submitted_on: date | None = None
    signed_on: date | None = None
    ended_on: date | None = None
    video: bool = False
    present: int = 1


@dataclass(frozen=True)
class Presented:
    """That a case was spoken of in a supervision, with the share of its time. States: waiting, signed, void."""

    on: date
    minutes: int
    state: str = "signed"
    video: bool = False
    supervisor: str = "Rees"


@dataclass(frozen=True)
class RawCase:
    """A training case without its sessions, which are rows."""

    kind: str = "parent_infant"
    age_band: str = "under_3"
    opened_on: date = date(2026, 1, 1)
    ending: str | None = None
    ended_on: date | None = None
    presented: tuple[Presented, ...] = ()
    phases: tuple[tuple[str, date], ...] = ()


@dataclass(frozen=True)
class Excused:
    """A waiver as decided; `period_on` names one period by its first day, None: the whole requirement."""

    requirement: str
    decided_on: date
    period_on: date | None = None


@dataclass(frozen=True)
class Registered:
    """A registration with a body from a day to a day."""

    body: str
    from_on: date
    until_on: date | None


@dataclass(frozen=True)
class Filed:
    """A document, an attestation, a paper or the fees: accepted on a day or not yet, valid until a day or for good."""

    sort: str
    record: str
    accepted_on: date | None
    until_on: date | None = None
    by: str = ""


@dataclass(frozen=True)
class GoneOn:
    """Something that went on from a day to a day (None: still), so many times a week (None: not said)."""

    record: str
    from_on: date
    until_on: date | None
    times: int | None


@dataclass(frozen=True)
class Taught:
    """One date of a seminar series, and what was attended of it (None: no register yet)."""

    series: str
    on: date
    minutes: int
    attended: int | None


@dataclass(frozen=True)
class Record:
    """Everything about one trainee. `sites` are the names of placements; `moved_days`: by so many days breaks have
    moved the end, which `ends_on` says already. A part that is None is not kept here.
    """

    starts_on: date
    ends_on: date
    rows: tuple[Row, ...] = ()
    sites: tuple[str, ...] = ()
    cases: tuple[RawCase, ...] = ()
    excused: tuple[Excused, ...] = ()
    registered: tuple[Registered, ...] = ()
    brought: tuple[tuple[str, date | None, int | None, bool], ...] = ()
    moved_days: int = 0
    filed: tuple[Filed, ...] | None = None
    gone_on: tuple[GoneOn, ...] | None = None
    taught: tuple[Taught, ...] | None = None


@dataclass(frozen=True)
class Said:
    """What is said of one requirement. `lost` is the credit that another rule took, by that rule's key."""

    state: str
    figure: int | None = None
    recorded: int | None = None
    last_on: date | None = None
    lost: dict[str, int] = field(default_factory=dict)
