"""What the room of the cohorts tells. A `str` beside an id is the public name of the same thing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from trainee_app.events import Event


@dataclass(frozen=True, kw_only=True)
class CohortMade(Event):
    """A cohort exists from now on; both days are included."""

    cohort_id: int
    cohort: str
    starts_on: date
    ends_on: date

    @property
    def subject(self) -> str:
        """The cohort."""
        return f"cohort:{self.cohort}"


@dataclass(frozen=True, kw_only=True)
class VersionPinned(Event):
    """From now on the cohort is judged under this programme version; `number_before` is that of the one until now.

    Why a cohort was moved stands with the pin alone.
    """

    cohort_id: int
    cohort: str
    programme_version_id: int
    number: int
    number_before: int | None = None

    @property
    def subject(self) -> str:
        """The cohort."""
        return f"cohort:{self.cohort}"


@dataclass(frozen=True, kw_only=True)
class _OfTrainee(Event):
    """Something about one trainee's record."""

    trainee_id: int
    trainee: str

    @property
    def subject(self) -> str:
        """The trainee."""
        return f"trainee:{self.trainee}"


@dataclass(frozen=True, kw_only=True)
class TraineeJoined(_OfTrainee):
    """A person became a member of a cohort."""

    cohort_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class AgreementMade(_OfTrainee):
    """Somebody may sign for the trainee, in a capacity, from a day to a day (both included; None: until ended)."""

    agreement_id: int
    supervisor_id: int
    capacity: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, kw_only=True)
class AgreementEnded(_OfTrainee):
    """An agreement ends; `ends_on` is its last day, unless it was made `by_mistake` and never held."""

    agreement_id: int
    supervisor_id: int
    ends_on: date
    by_mistake: bool


@dataclass(frozen=True, kw_only=True)
class PlacementMade(_OfTrainee):
    """The trainee sees families at a service from a day to a day (both included; None: until ended)."""

    placement_id: int
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, kw_only=True)
class PlacementEnded(_OfTrainee):
    """A placement ends; `ends_on` is its last day, unless it was recorded `by_mistake` and never held."""

    placement_id: int
    ends_on: date
    by_mistake: bool


@dataclass(frozen=True, kw_only=True)
class AgreementAgreed(_OfTrainee):
    """One of the two whom a supervision agreement is about (`person_id`) has agreed to it."""

    agreement_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class PlacementAgreementMade(_OfTrainee):
    """A placement has signed an agreement about the trainee's work there, both days included."""

    placement_id: int
    covers_cases: bool
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, kw_only=True)
class PlacementAgreementEnded(_OfTrainee):
    """A placement's agreement ends; `ends_on` is its last day, unless it was recorded `by_mistake`."""

    placement_id: int
    ends_on: date
    by_mistake: bool


@dataclass(frozen=True, kw_only=True)
class BreakRecorded(_OfTrainee):
    """Time away or added was decided; the expected end moves by `days`. The reason stands with the break alone."""

    break_id: int
    kind: str
    starts_on: date
    ends_on: date
    days: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class BreakTakenBack(_OfTrainee):
    """A break was recorded by mistake, or did not take place: the expected end moves back."""

    break_id: int
    starts_on: date
    ends_on: date
    days: int


@dataclass(frozen=True, kw_only=True)
class DraftEvent(Event):
    """Something happened to a draft of a programme's next version; `programme` and `draft` are their public names.

    `follows` is the number of the version that was the latest when it was begun. Reasons stand with the draft alone.
    """

    programme: str
    draft_id: int
    draft: str
    follows: int

    @property
    def subject(self) -> str:
        """The programme."""
        return f"programme:{self.programme}"


@dataclass(frozen=True, kw_only=True)
class DraftBegun(DraftEvent):
    """Somebody began the next version as a copy of version `number`."""

    number: int


@dataclass(frozen=True, kw_only=True)
class DraftChanged(DraftEvent):
    """Somebody saved another text of a draft, which is its `edition`; `sha256` is that of the text.

    So many parts were `changed`, `added` and `removed`; none: only comments, layout or the number of the version.
    """

    edition: int
    sha256: str
    changed: int
    added: int
    removed: int


@dataclass(frozen=True, kw_only=True)
class DraftDiscarded(DraftEvent):
    """A draft will not be published."""


@dataclass(frozen=True, kw_only=True)
class VersionProposed(DraftEvent):
    """Somebody proposed to publish a draft as version `number`."""

    number: int


@dataclass(frozen=True, kw_only=True)
class ProposalTakenBack(DraftEvent):
    """A proposed draft is open again: taken back, or given back by whom it was proposed to."""


@dataclass(frozen=True, kw_only=True)
class VersionAgreed(DraftEvent):
    """Somebody else agreed to what was proposed by `person_id`; it was published as version `number`."""

    person_id: int
    number: int
