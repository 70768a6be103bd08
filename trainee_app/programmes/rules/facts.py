"""What is known about one trainee on the day of judging.

Facts are cut before they come here: nothing in them lies after the day they are judged for. A part of the
record that the installation does not keep yet is None, which is not the same as empty.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

EntryState = Literal["signed", "submitted"]


class Total(NamedTuple):
    """Minutes of one activity, month, case and state, as the stored month totals hold them.

    A named tuple, since a hundred are made for every change of an entry and a frozen dataclass takes longer.

    `month` is the first of the month; `case_id` 0 means no case. "submitted" waits for a signature.
    """

    activity: str
    month: date
    case_id: int
    state: EntryState
    recorded: int
    credited: int
    entries: int


class EntryFact(NamedTuple):
    """One entry of client contact or supervision, for rules by period, by site or by session.

    A named tuple, as a total is.

    `submitted_on` None: taken over from an earlier record, where the day of handing in is not known; such
    an entry is in time for its period once it is signed, and waits in time until then.
    `placement_id` None: the site is not known, and such work is judged together as a site of its own.
    """

    on: date
    activity: str
    case_id: int
    placement_id: int | None
    state: EntryState
    submitted_on: date | None
    signed_on: date | None
    recorded: int
    credited: int
    held: bool
    video_reviewed: bool


@dataclass(frozen=True, slots=True)
class ValidPeriod:
    """A registration with a body, both days included; `until_on` None: without an end."""

    body: str
    number: str
    from_on: date
    until_on: date | None


@dataclass(frozen=True, slots=True)
class PrerequisiteFact:
    """What is recorded of something brought along: accepted on a day, or not yet; months where it has any.

    `is_accepted_short`: somebody on the course decided to accept it although less is recorded than asked for.
    """

    record: str
    accepted_on: date | None
    months: int | None = None
    is_accepted_short: bool = False


@dataclass(frozen=True, slots=True)
class CaseFact:
    """A training case: how many sessions were held and signed, the first and last of them, its signed supervision,
    and how it ended, if it has. `counts` False: somebody decided that it does not count.

    `awaiting_sessions` wait for a signature, from the first to the last of them. `phases`: those signed off. `video_reviews`: signed supervision sessions in which video of it was reviewed.
    `supervisors`: everybody who has signed work on it or supervised it, by a number of theirs.
    """

    case_id: int
    first_held_on: date | None
    last_held_on: date | None
    supervised_minutes: int
    ending: str | None
    counts: bool = True
    held_sessions: int = 0
    kind: str = "parent_infant"
    awaiting_sessions: int = 0
    first_awaiting_on: date | None = None
    last_awaiting_on: date | None = None
    age_band: str = ""
    phases: frozenset[str] = frozenset()
    video_reviews: int = 0
    supervisors: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class RecordFact:
    """One record of a sort that a programme may ask for: a document, an attestation, a paper passed, fees.

    `accepted_on` None: it is there, and nobody has accepted it yet. Valid up to and with `until_on` (None: without an
    end). `by`: the role of who attested.
    """

    sort: str
    record: str
    accepted_on: date | None
    until_on: date | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class SpanFact:
    """Something that went on from a day to a day (None: still), so many times a week (None: nobody has said)."""

    record: str
    from_on: date
    until_on: date | None
    times_a_week: int | None = None


@dataclass(frozen=True, slots=True)
class AttendanceFact:
    """One date of a seminar series: its minutes, and those attended or made up for (None: no register yet)."""

    series: str
    on: date
    minutes: int
    attended: int | None


@dataclass(frozen=True, slots=True)
class Waiver:
    """A decision that a requirement, or one period of it (named by its first day), is not asked for."""

    requirement: str
    decided_on: date
    period_on: date | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything about one trainee that a requirement may look at.

    `ends_on` includes breaks, which have moved it by `moved_days`. `away_days`: on so many days of the training that
    have passed by the day of judging somebody was away in a break. `sites`: the names of placements by their number, as
    `plain` writes them, where a rule asks for them.
    """

    starts_on: date
    ends_on: date
    totals: tuple[Total, ...] = ()
    entries: tuple[EntryFact, ...] = ()
    registrations: tuple[ValidPeriod, ...] | None = None
    prerequisites: tuple[PrerequisiteFact, ...] | None = None
    cases: tuple[CaseFact, ...] | None = None
    waivers: tuple[Waiver, ...] = ()
    records: tuple[RecordFact, ...] | None = None
    spans: tuple[SpanFact, ...] | None = None
    attendance: tuple[AttendanceFact, ...] | None = None
    sites: Mapping[int, str] = field(default_factory=dict)
    moved_days: int = 0
    away_days: int = 0

    def site_number(self, placement_id: int | None) -> int | None:
        """One number for all placements of a name; its own where the name is not known."""
        site = self.site_of(placement_id)
        return (
            min((number for number, name in self.sites.items() if name == site), default=placement_id)
            if site
            else placement_id
        )

    def site_of(self, placement_id: int | None) -> str:
        """The name of a placement as rules compare it; "" where it is not known."""
        return self.sites.get(placement_id, "") if placement_id is not None else ""
