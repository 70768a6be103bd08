"""What may be recorded about cohorts, supervision agreements and placements. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from trainee_app.credentials.rules import check_year
from trainee_app.refusals import Violation

LONGEST_COHORT_NAME = 120
LONGEST_PLACEMENT_NAME = 200
# Trainings take years, not decades; more is a slip in a year.
_LONGEST_COHORT_YEARS = 10
# Supervision and placements are often settled before the course begins, hardly half a year before.
_MAY_BEGIN_BEFORE = timedelta(days=183)
_DAYS_OF_A_YEAR = 365.25


class Capacity(StrEnum):
    """In which capacity somebody signs for a trainee; it decides which activities."""

    SUPERVISOR = "supervisor"
    TUTOR = "tutor"

    @property
    def words(self) -> str:
        """What the capacity lets its holder sign."""
        return _CAPACITY_WORDS[self]


_CAPACITY_WORDS = {
    Capacity.SUPERVISOR: "Supervisor: signs client work and supervision",
    Capacity.TUTOR: "Tutor: signs teaching and self-directed study",
}


@dataclass(frozen=True, slots=True)
class Span:
    """From a day to a day, both included; without an end it goes on until somebody ends it."""

    starts_on: date
    ends_on: date | None

    def overlaps(self, other: Span) -> bool:
        """Whether they have a day in common."""
        return self.starts_on <= (other.ends_on or date.max) and other.starts_on <= (self.ends_on or date.max)


@dataclass(frozen=True, slots=True)
class CohortDraft:
    """A cohort as somebody would make it."""

    name: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class AgreementDraft:
    """A supervision agreement as somebody would make it; both are persons."""

    trainee_person_id: int
    supervisor_id: int
    capacity: Capacity
    span: Span


@dataclass(frozen=True, slots=True)
class PlacementDraft:
    """A placement as somebody would record it."""

    name: str
    span: Span


def check_cohort(draft: CohortDraft, names_taken: Sequence[str]) -> tuple[Violation, ...]:
    """Say what is wrong with a cohort on a programme that has others of these names."""
    found = [
        *_check_name(draft.name, LONGEST_COHORT_NAME, "Give the cohort a name, such as “Cohort 2027”."),
        *check_year("starts_on", draft.starts_on),
        *check_year("ends_on", draft.ends_on),
    ]
    if draft.name.casefold() in {name.casefold() for name in names_taken}:
        found.append(Violation("name_taken", "name", "The programme has a cohort of this name. Choose another one."))
    if draft.ends_on <= draft.starts_on:
        found.append(
            Violation("ends_before_it_begins", "ends_on", "The last day must come after the first. Change one of them.")
        )
    elif (draft.ends_on - draft.starts_on).days > _LONGEST_COHORT_YEARS * _DAYS_OF_A_YEAR:
        message = f"That is longer than {_LONGEST_COHORT_YEARS} years. Look at the years again."
        found.append(Violation("too_long", "ends_on", message))
    return tuple(found)


def check_agreement(
    draft: AgreementDraft, course: Span, standing: Sequence[AgreementDraft], *, may_supervise: bool
) -> tuple[Violation, ...]:
    """Say what is wrong with an agreement beside the trainee's others (`standing`).

    `course` is the trainee's time on the programme; `may_supervise` whether the person chosen holds a
    role on it in which people sign. Nobody signs for themselves (domain rule 19).
    """
    found = list(_check_span(draft.span, course))
    if draft.supervisor_id == draft.trainee_person_id:
        found.append(Violation("own_supervisor", "supervisor", "Nobody signs for themselves. Choose somebody else."))
    elif not may_supervise:
        message = "This person is neither supervisor nor tutor on the programme. Give them the role first."
        found.append(Violation("holds_no_role", "supervisor", message))
    if any(_is_same_pair(draft, other) for other in standing):
        message = (
            "There is already an agreement with this person, in this capacity, for some of these days. End it first."
        )
        found.append(Violation("already_agreed", "supervisor", message))
    return tuple(found)


def check_placement(draft: PlacementDraft, course: Span, standing: Sequence[PlacementDraft]) -> tuple[Violation, ...]:
    """Say what is wrong with a placement beside the trainee's others (`standing`)."""
    found = [
        *_check_name(draft.name, LONGEST_PLACEMENT_NAME, "Write the name of the service."),
        *_check_span(draft.span, course),
    ]
    if any(draft.name.casefold() == each.name.casefold() and draft.span.overlaps(each.span) for each in standing):
        message = "This placement is already recorded for some of these days. End it first, or change the days."
        found.append(Violation("already_recorded", "name", message))
    return tuple(found)


def check_end(span: Span, ends_on: date) -> tuple[Violation, ...]:
    """Say what is wrong with `ends_on` as the last day of something that was recorded for `span`.

    The first day itself is kept for what was recorded by mistake and never held.
    """
    if ends_on <= span.starts_on:
        message = (
            "Choose a day after the first one. If it should never have been recorded, choose “recorded by mistake”."
        )
        return (Violation("ends_before_it_begins", "ends_on", message),)
    if span.ends_on is not None and ends_on >= span.ends_on:
        return (Violation("ends_anyway", "ends_on", "It ends by then anyway. Choose an earlier day."),)
    return tuple(check_year("ends_on", ends_on))


def _check_span(span: Span, course: Span) -> Iterator[Violation]:
    yield from check_year("starts_on", span.starts_on)
    if span.ends_on is not None:
        yield from check_year("ends_on", span.ends_on)
        if span.ends_on < span.starts_on:
            message = "The last day is before the first. Change one of them, or leave the last day open."
            yield Violation("ends_before_it_begins", "ends_on", message)
        elif span.ends_on < course.starts_on:
            yield Violation("ends_before_the_course", "ends_on", "That is before the cohort’s first day.")
    if span.starts_on < course.starts_on - _MAY_BEGIN_BEFORE:
        message = "That is more than half a year before the cohort’s first day. Look at the year again."
        yield Violation("begins_long_before_the_course", "starts_on", message)
    if course.ends_on is not None and span.starts_on > course.ends_on:
        yield Violation("begins_after_the_course", "starts_on", "That is after the cohort’s last day.")


def _check_name(name: str, longest: int, missing: str) -> Iterator[Violation]:
    if not name:
        yield Violation("name_missing", "name", missing)
    elif len(name) > longest:
        yield Violation("name_too_long", "name", f"Shorten the name to {longest} letters at most.")


def _is_same_pair(draft: AgreementDraft, other: AgreementDraft) -> bool:
    pair, others = (draft.supervisor_id, draft.capacity), (other.supervisor_id, other.capacity)
    return pair == others and draft.span.overlaps(other.span)
