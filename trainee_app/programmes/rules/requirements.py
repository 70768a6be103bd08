"""What a programme can ask for: one dataclass for each kind of requirement.

Everything is resolved while the definition is read, so that judging a record only looks things up. Durations are
whole minutes.
"""

from dataclasses import dataclass
from enum import StrEnum

from trainee_app.programmes.rules.dates import Period
from trainee_app.programmes.rules.milestones import Pace
from trainee_app.programmes.rules.selections import Selection


class Shortfall(StrEnum):
    """What follows when a period closes short, or a count of cases stays short.

    VOID: the client contact of that period (at that site, of that case) does not count. WARN: the course team knows
    and helps; the hours count. REFER: a person decides.
    """

    VOID = "void"
    WARN = "warn"
    REFER = "refer"


class Over(StrEnum):
    """Whether a period is judged over all work together, or at each placement or for each case by itself."""

    ALL_WORK = "all work"
    EACH_SITE = "each site"
    EACH_CASE = "each case"


class Counts(StrEnum):
    """Whether a sum looks at minutes as credited or as recorded."""

    CREDITED = "credited"
    RECORDED = "recorded"


class Stage(StrEnum):
    """The moment by which something has to be there. NAMED: a stage that the programme has named."""

    APPLICATION = "application"
    ENROLMENT = "enrolment"
    FIRST_CASE = "first case"
    NAMED = "a named stage"
    QUALIFICATION = "qualification"


class RecordSort(StrEnum):
    """What kind of record is counted: the key of its kind in the file."""

    DOCUMENT = "document"
    ATTESTATION = "attestation"
    PAPER = "paper"
    FEES = "fees"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a requirement comes from: published words, or a value the course has yet to confirm."""

    is_published: bool
    words: str


@dataclass(frozen=True, slots=True)
class NamedStage:
    """A moment of the programme with a name of its own: so many months after its first day, moved by breaks."""

    key: str
    title: str
    after_months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementBase:
    """What every requirement tells about itself. `short` is its title where there is little room."""

    key: str
    title: str
    short: str
    why: str
    source: Source
    due_by: Stage = Stage.QUALIFICATION
    stage: NamedStage | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum(RequirementBase):
    """At least so many minutes of this work. What goes beyond `at_most_minutes` does not count here (None: all does)."""

    of: Selection
    at_least_minutes: int
    pace: Pace
    at_most_minutes: int | None = None
    counts: Counts = Counts.CREDITED

    @property
    def activities(self) -> frozenset[str]:
        """The activities it looks at."""
        return self.of.activities


@dataclass(frozen=True, slots=True, kw_only=True)
class Sessions(RequirementBase):
    """At least so many held sessions of this work; with a video review only, where it says so."""

    of: Selection
    at_least: int
    pace: Pace
    video_reviewed: bool

    @property
    def activities(self) -> frozenset[str]:
        """The activities it looks at."""
        return self.of.activities


@dataclass(frozen=True, slots=True)
class Share:
    """So many per cent of the credited time of some work."""

    percent: int
    of: Selection


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap(RequirementBase):
    """At most so much of this work counts, in all or in each calendar month; what is beyond counts in no sum.

    `at_most` is minutes, or a share of other work. It is never itself unmet: the latest work is what does not count.
    """

    of: Selection
    at_most: int | Share
    period: Period = Period.WHOLE_PROGRAMME


@dataclass(frozen=True, slots=True)
class Band:
    """Up to `up_to` minutes of client contact (None: any more) ask for `at_least` minutes."""

    up_to: int | None
    at_least: int


@dataclass(frozen=True, slots=True)
class Ratio:
    """`counts` minutes for every `every` minutes."""

    every: int
    counts: int

    def of(self, minutes: int) -> int:
        """In proportion, rounded down to the minute."""
        return minutes * self.counts // self.every

    def asked(self, minutes: int) -> int:
        """In proportion, rounded up to the minute."""
        return -(-minutes * self.counts // self.every)


@dataclass(frozen=True, slots=True)
class Needed:
    """How much a period asks for, by how much client contact it has: a fixed amount, in proportion, or by bands."""

    at_least: int = 0
    ratio: Ratio | None = None
    bands: tuple[Band, ...] = ()

    def minutes(self, contact: int) -> int:
        """Minutes asked for in a period with so many minutes of client contact."""
        if self.ratio is not None:
            return self.ratio.asked(contact)
        for band in self.bands:
            if band.up_to is None or contact <= band.up_to:
                return band.at_least
        return self.bands[-1].at_least if self.bands else self.at_least


@dataclass(frozen=True, slots=True)
class Weight:
    """Work of these activities counts toward a floor in proportion only."""

    activities: frozenset[str]
    ratio: Ratio


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor(RequirementBase):
    """At least so much of one thing in each period that has held time of another.

    `days` is the length of rolling periods. `voids`: what does not count when a period stays short; None: its contact.
    """

    period: Period
    over: Over
    beside: Selection
    of: Selection
    needed: Needed
    on_shortfall: Shortfall
    grace_days: int
    days: int = 0
    weights: tuple[Weight, ...] = ()
    voids: Selection | None = None

    @property
    def contact(self) -> frozenset[str]:
        """The activities that make a period one in which something is asked for."""
        return self.beside.activities

    @property
    def activities(self) -> frozenset[str]:
        """The activities that are asked for."""
        return self.of.activities

    @property
    def looks_at(self) -> frozenset[str]:
        """Every activity that can change how it stands."""
        return self.contact | self.activities | (self.voids.activities if self.voids else frozenset())


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadence(RequirementBase):
    """No gap of more than so many days without one thing while another goes on. Days of work alone are looked at."""

    of: Selection
    beside: Selection
    at_most_days: int
    on_shortfall: Shortfall


@dataclass(frozen=True, slots=True, kw_only=True)
class Recency(RequirementBase):
    """At least so many credited minutes of this work in the last so many months of the training."""

    of: Selection
    at_least_minutes: int
    last_months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Length(RequirementBase):
    """The programme has run to the person's end date."""

    months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration(RequirementBase):
    """Registered with a professional body, valid on the day of judging."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prerequisite(RequirementBase):
    """Something brought along or completed alongside: `record` names it, months are its amount if any."""

    record: str
    at_least_months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Records(RequirementBase):
    """At least so many records of a sort: documents approved, attestations given, papers passed, fees up to date.

    `by`: the role that attests, "" for any. `is_valid_on_day`: only what is valid on the day of judging counts.
    """

    sort: RecordSort
    record: str
    at_least: int
    by: str = ""
    is_valid_on_day: bool = False


class During(StrEnum):
    """The time that something has to have gone on for."""

    PROGRAMME = "programme"
    LAST_MONTHS = "the last months"
    ANOTHER_RECORD = "another record"


@dataclass(frozen=True, slots=True, kw_only=True)
class Continuing(RequirementBase):
    """Something that goes on, so many times a week, for the whole of a time: the programme, its last months, or the
    time of another record (`of_record`)."""

    record: str
    at_least_a_week: int
    during: During
    last_months: int = 0
    of_record: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance(RequirementBase):
    """At least such a share of each seminar series. `series` as `plain` writes them; empty: every one."""

    at_least_percent: int
    series: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cases(RequirementBase):
    """At least so many training cases, each as described (0, empty: any), and together of so many kinds of people.

    `supervisors`: so many different supervisors on the case. `distinct_supervisors`, `distinct_age_bands`: among the
    cases that count. A shortfall at the end of the programme is referred to people, or is a shortfall.
    """

    at_least: int
    kinds: frozenset[str]
    held_sessions: int
    lasting_months: int
    supervised_minutes: int
    endings: frozenset[str]
    on_shortfall: Shortfall | None
    age_bands: frozenset[str] = frozenset()
    phases: frozenset[str] = frozenset()
    video_reviews: int = 0
    supervisors: int = 0
    distinct_supervisors: int = 0
    distinct_age_bands: int = 0

    @property
    def asks_for_details(self) -> bool:
        """Whether it looks at more of a case than its sessions, its supervision and its ending."""
        people = self.supervisors or self.distinct_supervisors
        return bool(self.age_bands or self.phases or self.video_reviews or people or self.distinct_age_bands)


@dataclass(frozen=True, slots=True)
class Part:
    """A requirement that another one is made of."""

    key: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SomeOf(RequirementBase):
    """At least so many of these requirements: any, all, or k of n. They are judged as its parts."""

    parts: tuple[Part, ...]
    at_least: int


Requirement = (
    Sum
    | Sessions
    | Cap
    | Floor
    | Cadence
    | Recency
    | Length
    | Registration
    | Prerequisite
    | Records
    | Continuing
    | Attendance
    | Cases
    | SomeOf
)
