"""What a programme asks for, as plain values: the result of reading a definition.

Nothing here knows a trainee. Groups, categories and milestones are resolved while the definition is
read, so that judging a record only looks things up.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from trainee_app.programmes.rules.expressions import Expression
from trainee_app.programmes.rules.milestones import MilestoneLine
from trainee_app.programmes.rules.requirements import NamedStage, Requirement, SomeOf, Source
from trainee_app.programmes.rules.selections import plain
from trainee_app.programmes.rules.signing import Method, SignedKind, SigningRule


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
    formula: GroupFormula | Expression


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
    format: str = ""


class Sharing(StrEnum):
    """What becomes of work that several sums select.

    ONCE: it counts for the first named only. POOL: the first takes what it needs, what is left goes on to the next.
    SHARED: it counts in each, as it does where nothing is said.
    """

    ONCE = "once"
    POOL = "pool"
    SHARED = "shared"


@dataclass(frozen=True, slots=True)
class Counting:
    """How some sums share the work that more than one of them selects."""

    policy: Sharing
    requirements: tuple[str, ...]


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
    stages: tuple[NamedStage, ...] = ()
    counting: tuple[Counting, ...] = ()
    signing: SigningRule = field(default_factory=SigningRule)

    @property
    def parts(self) -> frozenset[str]:
        """The keys of requirements that others are made of."""
        made = (each.parts for each in self.requirements if isinstance(each, SomeOf))
        return frozenset(part.key for parts in made for part in parts)

    def activity(self, key: str) -> Activity:
        """Raises `UnknownActivity`."""
        try:
            return self.activities[key]
        except KeyError:
            raise UnknownActivity(key) from None

    def title_of(self, activity: str) -> str:
        """Return the activity's title; a key that the programme no longer has stands as it is."""
        known = self.activities.get(activity)
        return known.title if known else activity

    def kind_of_time(self, activity: str) -> SignedKind:
        """Say as which kind of document an entry of this activity is signed. Raises `UnknownActivity`."""
        is_study = self.activity(activity).signed_by is Signer.TUTOR and activity not in self.taught
        return SignedKind.STUDY if is_study else SignedKind.ENTRIES

    def accepts(self, activity: str, method: Method) -> bool:
        """Say whether an entry of this activity may be signed in this way. Raises `UnknownActivity`."""
        return self.signing.accepts(self.kind_of_time(activity), method)

    @property
    def handed_in_by_the_term(self) -> list[str]:
        """The activities that are handed in once a term, as one document: self-directed study, where there are terms."""
        kinds = {key: self.kind_of_time(key) for key in self.activities} if self.signing.terms else {}
        return sorted(key for key, kind in kinds.items() if kind is SignedKind.STUDY)

    def requirement(self, key: str) -> Requirement:
        """Raises `UnknownRequirement`."""
        for requirement in self.requirements:
            if requirement.key == key:
                return requirement
        raise UnknownRequirement(key)

    def activity_labelled(self, label: str) -> Activity | None:
        """The activity an office means by a label, whatever its case and stray spaces."""
        wanted = plain(label)
        for activity in self.activities.values():
            if wanted in {plain(word) for word in (activity.key, activity.title, *activity.labels)}:
                return activity
        return None
