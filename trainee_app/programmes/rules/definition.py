"""What a programme asks for, as plain values: the result of reading a definition.

Nothing here knows a trainee. Groups, categories and milestones are resolved while the definition is
read, so that judging a record only looks things up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from trainee_app.programmes.rules.dates import Period, days_after


class Outcome(StrEnum):
    """What became of an arranged piece of work. Only what was held is credited."""

    HELD = "held"
    MISSED = "missed"
    CANCELLED = "cancelled"


class Signer(StrEnum):
    """The role that signs an activity."""

    SUPERVISOR = "supervisor"
    TUTOR = "tutor"
    PLACEMENT_MANAGER = "placement manager"


class Shortfall(StrEnum):
    """What follows when a period closes short, or a count of cases stays short.

    VOID: the client contact of that period (at that site) does not count. WARN: the course team knows
    and helps; the hours count. REFER: a person decides.
    """

    VOID = "void"
    WARN = "warn"
    REFER = "refer"


class Over(StrEnum):
    """Whether a period is judged over all work together or at each placement by itself."""

    ALL_WORK = "all work"
    EACH_SITE = "each site"


class Stage(StrEnum):
    """The moment by which something has to be there."""

    APPLICATION = "application"
    ENROLMENT = "enrolment"
    QUALIFICATION = "qualification"


class UnknownActivity(LookupError):
    """The programme has no activity of this key."""


class UnknownRequirement(LookupError):
    """The programme has no requirement of this key."""


@dataclass(frozen=True, slots=True)
class CreditBand:
    """Held time from `from_minutes` to `to_minutes`, both included, is credited as `credits` minutes."""

    from_minutes: int
    to_minutes: int
    credits: int


@dataclass(frozen=True, slots=True)
class CreditRule:
    """How recorded minutes become credited minutes; outside every band time counts as it is."""

    bands: tuple[CreditBand, ...] = ()

    def credit(self, minutes: int) -> int:
        for band in self.bands:
            if band.from_minutes <= minutes <= band.to_minutes:
                return band.credits
        return minutes


class GroupFormula(StrEnum):
    """How the time of a group supervision is credited to each trainee present (domain: shipped arithmetic).

    FULL: all of it. HALF: two hours count one. HALF_THEN_SHARED: half of it with up to 4 present, with more of them the
    time divided by their number. SHARED_TWICE: twice that. SHARED: once that. Never more than the full time.
    """

    FULL = "full"
    HALF = "half"
    HALF_THEN_SHARED = "half, then shared"
    SHARED_TWICE = "shared twice"
    SHARED = "shared"


@dataclass(frozen=True, slots=True)
class Supervised:
    """Which activities a supervision record is, and how the time of a group counts; "" where there is no such activity."""

    individual: str
    group: str
    formula: GroupFormula


@dataclass(frozen=True, slots=True)
class Category:
    """A name for activities that belong together; also used for activity groups, which cut across."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Activity:
    """Something a trainee spends time on. `labels` are other spellings that an import accepts."""

    key: str
    title: str
    category: str
    groups: frozenset[str]
    credit_rule: CreditRule
    signed_by: Signer
    needs_case: bool
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a requirement comes from: published words, or a value the course has yet to confirm."""

    is_published: bool
    words: str


@dataclass(frozen=True, slots=True)
class Milestone:
    """So many per cent of the target by the end of so many months of the programme."""

    after_months: int
    percent: int


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    """Straight lines between milestones, stretched over a person's own dates.

    A moved end date stretches the whole line, since targets stay when dates move.
    """

    length_months: int
    points: tuple[Milestone, ...]

    def begins_on(self, starts_on: date, ends_on: date) -> date:
        """The day from which anything is expected at all."""
        idle = max((point.after_months for point in self.points if not point.percent), default=0)
        total = max((ends_on - starts_on).days, 0)
        return days_after(starts_on, -(-total * idle // self.length_months))

    def expected(self, target: int, starts_on: date, ends_on: date, on: date) -> int:
        """How much of `target` (in its own unit, rounded down) the programme expects by `on`."""
        total = max((ends_on - starts_on).days, 1)
        elapsed = min(max((on - starts_on).days, 0), total) * self.length_months
        before = Milestone(0, 0)
        for point in self.points:
            if elapsed < point.after_months * total:
                span = (point.after_months - before.after_months) * total
                run = elapsed - before.after_months * total
                percent_of_span = before.percent * span + (point.percent - before.percent) * run
                return target * percent_of_span // (span * 100)
            before = point
        return target * before.percent // 100


@dataclass(frozen=True, slots=True)
class Pace:
    """What "on track" means for an amount.

    `most_a_week` is the most the programme thinks sensible in a week (minutes, or sessions); only
    when even that cannot reach the target is something "not possible". Nobody is behind who has what the
    line asked for `slack_weeks` ago, so that a day's delay in logging is not called behind.
    """

    line: MilestoneLine
    most_a_week: int
    too_early_weeks: int
    window_weeks: int
    slack_weeks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementBase:
    """What every requirement tells about itself. `short` is its title where there is little room."""

    key: str
    title: str
    short: str
    why: str
    source: Source
    due_by: Stage = Stage.QUALIFICATION


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum(RequirementBase):
    """At least so many credited minutes of these activities."""

    activities: frozenset[str]
    at_least_minutes: int
    pace: Pace


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoReviews(RequirementBase):
    """At least so many held sessions of these activities in which video was reviewed."""

    activities: frozenset[str]
    at_least: int
    pace: Pace


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor(RequirementBase):
    """At least so many minutes of one thing in each period that has held time of another."""

    period: Period
    over: Over
    contact: frozenset[str]
    activities: frozenset[str]
    at_least_minutes: int
    on_shortfall: Shortfall
    grace_days: int


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
class Cases(RequirementBase):
    """At least so many training cases of these kinds, held, lasting, supervised and ended as described (0, empty: any).

    A shortfall at the end of the programme is referred to people, or is a shortfall.
    """

    at_least: int
    kinds: frozenset[str]
    held_sessions: int
    lasting_months: int
    supervised_minutes: int
    endings: frozenset[str]
    on_shortfall: Shortfall | None


Requirement = Sum | VideoReviews | Floor | Length | Registration | Prerequisite | Cases


@dataclass(frozen=True, slots=True)
class Policy:
    """A rule of the course told in words only; nothing is calculated from it."""

    key: str
    title: str
    text: str
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One version of a programme. Published versions never change. `taught`: activities that have a register."""

    key: str
    title: str
    version: int
    length_months: int
    grace_days: int
    former_supervisor_days: int
    categories: tuple[Category, ...]
    activity_groups: tuple[Category, ...]
    activities: Mapping[str, Activity]
    supervised: Supervised
    taught: tuple[str, ...]
    milestones: Mapping[str, MilestoneLine]
    requirements: tuple[Requirement, ...]
    policies: tuple[Policy, ...]

    def activity(self, key: str) -> Activity:
        """Raises `UnknownActivity`."""
        try:
            return self.activities[key]
        except KeyError:
            raise UnknownActivity(key) from None

    def requirement(self, key: str) -> Requirement:
        """Raises `UnknownRequirement`."""
        for requirement in self.requirements:
            if requirement.key == key:
                return requirement
        raise UnknownRequirement(key)

    def activity_labelled(self, label: str) -> Activity | None:
        """The activity an office means by a label, whatever its case and stray spaces."""
        wanted = _plain(label)
        for activity in self.activities.values():
            if wanted in {_plain(word) for word in (activity.key, activity.title, *activity.labels)}:
                return activity
        return None


def _plain(label: str) -> str:
    return " ".join(label.replace("_", " ").split()).casefold()
