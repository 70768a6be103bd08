"""What selection tells: ids, stages, days; never a score, a reason or a word that somebody wrote."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from trainee_app.events import Event


@dataclass(frozen=True, kw_only=True)
class _OfIntake(Event):
    intake_id: int
    intake: str

    @property
    def subject(self) -> str:
        """The intake."""
        return f"intake:{self.intake}"


@dataclass(frozen=True, kw_only=True)
class IntakeMade(_OfIntake):
    """People may apply for the cohort, from a day to a day; without days where an office's record has none."""

    cohort_id: int
    opens_on: date | None
    closes_on: date | None
    places: int | None


@dataclass(frozen=True, kw_only=True)
class IntakeChanged(_OfIntake):
    """The days or the places of an intake are these from now on."""

    opens_on: date
    closes_on: date
    places: int


@dataclass(frozen=True, kw_only=True)
class _OfApplication(Event):
    application_id: int
    application: str
    person_id: int

    @property
    def subject(self) -> str:
        """The application."""
        return f"application:{self.application}"


@dataclass(frozen=True, kw_only=True)
class ApplicationBegun(_OfApplication):
    """An application was begun: by the person, or by the office for them."""

    intake_id: int


@dataclass(frozen=True, kw_only=True)
class ApplicationMoved(_OfApplication):
    """An application reached a stage; `source` says whether on a page or in an office's record."""

    stage_before: str | None
    stage_after: str
    source: str


@dataclass(frozen=True, kw_only=True)
class InterviewArranged(_OfApplication):
    """An interview was arranged; `is_moved`: instead of an earlier one."""

    interview_id: int
    held_on: date
    is_moved: bool


@dataclass(frozen=True, kw_only=True)
class InterviewScored(_OfApplication):
    """One of the two interviewers gave a score. What it is stands in no event."""

    interview_id: int


@dataclass(frozen=True, kw_only=True)
class DecisionProposed(_OfApplication):
    """Somebody proposed what the course decides."""

    decision_id: int


@dataclass(frozen=True, kw_only=True)
class DecisionMade(_OfApplication):
    """Somebody else agreed to the decision, or did not."""

    decision_id: int
    outcome: str
    is_agreed: bool


@dataclass(frozen=True, kw_only=True)
class DecisionTakenBack(_OfApplication):
    """A proposed decision was taken back before anybody agreed."""

    decision_id: int


@dataclass(frozen=True, kw_only=True)
class OfferMade(_OfApplication):
    """A place is offered, to be answered by a day (included)."""

    offer_id: int
    answer_by: date


@dataclass(frozen=True, kw_only=True)
class OfferAnswered(_OfApplication):
    """The offer was accepted or declined; `on_word`: recorded by the office."""

    offer_id: int
    is_accepted: bool
    on_word: bool


@dataclass(frozen=True, kw_only=True)
class OfferWithdrawn(_OfApplication):
    """The course withdrew an offer that was not answered."""

    offer_id: int


@dataclass(frozen=True, kw_only=True)
class ApplicantEnrolled(_OfApplication):
    """An applicant is a trainee of the cohort from now on.

    `although`: the keys of what was due by then and neither met nor accepted, which whoever enrolled them ticked.
    """

    trainee_id: int
    trainee: str
    cohort_id: int
    although: str = ""
