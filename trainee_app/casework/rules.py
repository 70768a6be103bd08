"""The life of a training case: what may be proposed, agreed, recorded; phases and endings. Pure.

Source: domain, section 2 (the clinical work a training case records).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

from trainee_app.cases.rules import AGE_BANDS, CaseKind
from trainee_app.logbook.rules import check_words
from trainee_app.programmes.rules import Definition
from trainee_app.programmes.rules.dates import months_after, spoken_date
from trainee_app.programmes.rules.requirements import Cases
from trainee_app.refusals import Violation
from trainee_app.trail.rules import canonical_json

# Parents who were interviewed were hurt by endings they had not seen coming.
ENDING_PROMPTS: Final = (timedelta(weeks=12), timedelta(weeks=8))
MOST_SESSIONS: Final = 200
LONGEST_RESPONSIBILITY: Final = 120
LONGEST_WORDS: Final = 1000
DOCUMENT: Final = "phase:"
_CANONICAL_VERSION: Final = 1
_LONG_BEFORE: Final = timedelta(days=366)
# Work with a family may go on after the training, in the same service; a day beyond this is a slip of the year.
_MONTHS_BEYOND: Final = 24

CARERS: Final = {
    "mother": "mother",
    "father": "father",
    "grandparent": "grandparent",
    "foster": "foster carer",
    "adoptive": "adoptive parent",
    "other": "another carer",
}
ASSESSMENTS: Final = {
    "pdi": "Parent Development Interview (PDI)",
    "care_index": "CARE-Index",
    "other": "Another assessment",
}
VIDEO_SCOPES: Final = {
    "supervision": "shown in supervision",
    "supervision_teaching": "shown in supervision and teaching",
}


class Part(StrEnum):
    """Who has to agree to a proposal."""

    PLACEMENT = "placement"
    SUPERVISOR = "supervisor"


class Phase(StrEnum):
    """The three phases of the work."""

    EARLY = "early"
    MIDDLE = "middle"
    FINAL = "final"

    @property
    def words(self) -> str:
        """What the phase is about."""
        return _PHASES[self]


_PHASES: Final = {
    Phase.EARLY: "Early: assessment, formulation, forming the relationship",
    Phase.MIDDLE: "Middle: elaboration and consolidation",
    Phase.FINAL: "Final: the ending",
}


class EndingKind(StrEnum):
    """How a case ended."""

    PLANNED = "planned"
    AGE_LIMIT = "age_limit"
    BY_FAMILY = "by_family"
    BY_SERVICE = "by_service"
    TRANSFERRED = "transferred"
    MOVED = "moved"
    NO_LONGER_TOGETHER = "no_longer_together"
    DEATH = "death"

    @property
    def words(self) -> str:
        """The kind as people say it."""
        return _ENDINGS[self]


_ENDINGS: Final = {
    EndingKind.PLANNED: "Planned ending",
    EndingKind.AGE_LIMIT: "Age limit reached",
    EndingKind.BY_FAMILY: "Ended early by the family",
    EndingKind.BY_SERVICE: "Ended by the trainee or the service",
    EndingKind.TRANSFERRED: "Transferred",
    EndingKind.MOVED: "The family moved",
    EndingKind.NO_LONGER_TOGETHER: "The baby is no longer with this carer",
    EndingKind.DEATH: "Death",
}


class MarkKind(StrEnum):
    """What may be noted with its day alone."""

    REVIEW = "review"
    ASSESSMENT = "assessment"
    RECORDED = "recorded"
    DESTROYED = "destroyed"
    FEEDBACK = "feedback"
    TOLD_LEAD = "told_lead"
    TOLD_SUPERVISOR = "told_supervisor"

    @property
    def words(self) -> str:
        """The mark as people say it."""
        return _MARKS[self]

    @property
    def is_safeguarding(self) -> bool:
        """Whether it is about safeguarding: dates only, never in packs or counts."""
        return self in {MarkKind.TOLD_LEAD, MarkKind.TOLD_SUPERVISOR}

    @property
    def outlives_the_case(self) -> bool:
        """Whether it may happen after the ending too."""
        return self.is_safeguarding or self in {MarkKind.DESTROYED, MarkKind.FEEDBACK}


_MARKS: Final = {
    MarkKind.REVIEW: "Review held",
    MarkKind.ASSESSMENT: "Assessment done",
    MarkKind.RECORDED: "A session was recorded on video, kept in the placement’s own store",
    MarkKind.DESTROYED: "The recordings were destroyed",
    MarkKind.FEEDBACK: "The parents’ feedback was received",
    MarkKind.TOLD_LEAD: "Told the placement’s safeguarding lead",
    MarkKind.TOLD_SUPERVISOR: "Told the supervisor about a safeguarding concern",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How long the work is agreed for: sessions, or an end, or both; and the last session the service allows."""

    agreed_sessions: int | None
    agreed_end_on: date | None
    last_allowed_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalDraft:
    """A family as the trainee proposes it. Nothing in it can say who they are."""

    kind: CaseKind
    age_band: str
    carers: tuple[str, ...]
    seen_agreed_on: date
    discussed_agreed_on: date
    responsibility: str
    plan: Plan


def check_proposal(draft: ProposalDraft, today: date) -> tuple[Violation, ...]:
    """Say what is wrong with a proposal."""
    return tuple(_proposal_faults(draft, today))


def _proposal_faults(draft: ProposalDraft, today: date) -> Iterator[Violation]:
    if draft.age_band not in AGE_BANDS:
        yield Violation("age_band_missing", "age_band", "Choose how old the baby is, roughly.")
    if not draft.carers or any(each not in CARERS for each in draft.carers):
        yield Violation("carers_missing", "carers", "Choose who looks after the baby.")
    for field, day in (("seen_agreed_on", draft.seen_agreed_on), ("discussed_agreed_on", draft.discussed_agreed_on)):
        if day > today:
            words = "That day is still to come. Propose the family once they have agreed."
            yield Violation("agreed_in_the_future", field, words)
        elif day < today - _LONG_BEFORE:
            yield Violation("agreed_long_ago", field, "That is more than a year ago. Look at the year.")
    yield from check_responsibility(draft.responsibility)
    yield from check_plan(draft.plan, today)


def check_responsibility(words: str) -> Iterator[Violation]:
    """Say what is wrong with the role that holds clinical responsibility; it names no family and no supervisor."""
    if not words:
        text = "Write who in the placement holds clinical responsibility, by their role, such as team lead."
        yield Violation("responsibility_missing", "responsibility", text)
    elif len(words) > LONGEST_RESPONSIBILITY:
        yield Violation("too_long", "responsibility", f"Shorten this to {LONGEST_RESPONSIBILITY} letters at most.")
    elif "supervisor" in words.casefold():
        text = "Clinical responsibility stays in the placement; it is never the supervisor’s. Write the role there."
        yield Violation("is_the_supervisor", "responsibility", text)
    yield from (each for each in check_words(words, "responsibility") if not each.is_warning)


def check_plan(plan: Plan, today: date, before: Plan | None = None) -> Iterator[Violation]:
    """Say what is wrong with how long the work is to last; what stood `before` may have passed by now."""
    if plan.agreed_sessions is None and plan.agreed_end_on is None:
        text = "Say how many sessions are agreed, or until when: families are hurt by endings they did not see coming."
        yield Violation("no_end", "agreed_sessions", text)
    if plan.agreed_sessions is not None and not 1 <= plan.agreed_sessions <= MOST_SESSIONS:
        yield Violation("sessions_out_of_range", "agreed_sessions", f"Write a number from 1 to {MOST_SESSIONS}.")
    if _is_new_and_past(plan.agreed_end_on, today, before.agreed_end_on if before else None):
        yield Violation("ends_in_the_past", "agreed_end_on", "That day has passed. Choose a day to come.")
    if _is_new_and_past(plan.last_allowed_on, today, before.last_allowed_on if before else None):
        yield Violation("allowed_in_the_past", "last_allowed_on", "That day has passed. Choose a day to come.")
    elif plan.agreed_end_on and plan.last_allowed_on and plan.agreed_end_on > plan.last_allowed_on:
        text = "The service does not allow sessions that long. Agree an earlier end, or ask the service first."
        yield Violation("longer_than_allowed", "agreed_end_on", text)


def _is_new_and_past(day: date | None, today: date, before: date | None) -> bool:
    return day is not None and day < today and day != before


def check_reach(days: Mapping[str, date | None], training_ends_on: date) -> Iterator[Violation]:
    """Say which of these days (by field) lie years beyond the training: a slip of the year, not work with a family."""
    latest = months_after(training_ends_on, _MONTHS_BEYOND)
    for field, day in days.items():
        if day is not None and day > latest:
            words = (
                f"That is more than two years after the training ends, on {spoken_date(training_ends_on)}. "
                f"Look at the year: {spoken_date(latest)} is the latest day here."
            )
            yield Violation("far_beyond_the_training", field, words)


def check_day(field: str, day: date, opened_on: date, today: date) -> Iterator[Violation]:
    """Say what is wrong with a day on which something about a case is said to have happened."""
    if day > today:
        yield Violation("in_the_future", field, "That day is still to come. Record it once it has happened.")
    elif day < opened_on - _LONG_BEFORE:
        yield Violation("long_before", field, "That is more than a year before the case was agreed. Look at the year.")


def check_consent_anew(given_on: date, withdrawn_on: date | None) -> Iterator[Violation]:
    """Say what is wrong with the day on which a family agreed again: a withdrawal before it stands for its days."""
    if withdrawn_on is not None and given_on < withdrawn_on:
        words = (
            f"They withdrew this on {spoken_date(withdrawn_on)}, and that stands. "
            "Choose the day on which they agreed again: that day or a later one."
        )
        yield Violation("before_it_was_withdrawn", "given_on", words)


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One session of a case as its page shows it. `left`: agreed sessions still to come after it, None: not counted."""

    entry: str
    on: date
    minutes: int
    outcome: str
    state: str
    left: int | None


def with_sessions_left(sessions: Sequence[tuple[str, date, int, str, str]], agreed: int | None) -> list[SessionLine]:
    """Return the sessions, the first one first, each with how many of those agreed were left after it.

    A missed or cancelled one takes none away.
    """
    held = 0
    lines = []
    for entry, on, minutes, outcome, state in sessions:
        held += outcome == "held"
        left = None if agreed is None else max(agreed - held, 0)
        lines.append(SessionLine(entry, on, minutes, outcome, state, left))
    return lines


def ending_prompt(plan: Plan, today: date) -> str:
    """Return the sentence due 12 and 8 weeks before the work ends, or before the service's last day; else nothing."""
    days = [day for day in (plan.agreed_end_on, plan.last_allowed_on) if day is not None]
    if not days or min(days) < today:
        return ""
    left = (min(days) - today).days
    if left > ENDING_PROMPTS[0].days:
        return ""
    urgency = (
        "Agree with the family how the work ends" if left > ENDING_PROMPTS[1].days else "Talk about the ending now"
    )
    weeks = left // 7
    words = f"{weeks} weeks are left" if weeks > 1 else "one week is left" if weeks else "less than a week is left"
    return f"{urgency}: {words}."


def cases_needed(definition: Definition) -> int:
    """Return how many training cases the programme asks for at least, whatever kind."""
    return max((each.at_least for each in definition.requirements if isinstance(each, Cases)), default=0)


def next_phase(signed: Sequence[str]) -> Phase | None:
    """Return which phase is signed off next; None when all are. They follow each other."""
    return next((phase for phase in Phase if phase.value not in signed), None)


def phase_waits_for(phase: Phase, first_session_on: date | None, ended_on: date | None) -> str:
    """Return why a phase cannot be signed off yet, by what the record holds; "" when nothing keeps it.

    It rests on work that was done and signed; the final one is about the ending, so there has to be one.
    """
    if first_session_on is None:
        return (
            "No session of this case is signed yet, so there is no work that a phase could rest on. "
            "Sign the sessions first."
        )
    if phase is Phase.FINAL and ended_on is None:
        return "The final phase is about the ending: the trainee records how the case ended first."
    return ""


def check_phase(
    completed_on: date, span: tuple[date, date | None], before: Sequence[date], first_session_on: date
) -> Iterator[Violation]:
    """Say what is wrong with the day on which a phase was complete: within the case (`span`), after those `before`,
    and not before the first session."""
    opened_on, closed_on = span
    if completed_on < opened_on:
        yield Violation("before_it_began", "completed_on", "That is before the case was agreed.")
    elif closed_on is not None and completed_on > closed_on:
        yield Violation(
            "after_the_end", "completed_on", "The case had ended by then. Choose its last day or an earlier one."
        )
    elif completed_on < first_session_on:
        words = f"The first signed session was on {spoken_date(first_session_on)}: a phase is not complete before it."
        yield Violation("before_the_first_session", "completed_on", words)
    elif before and completed_on < max(before):
        words = "The phase before this one was complete later than that. Phases follow each other."
        yield Violation("before_the_last_phase", "completed_on", words)


def check_reason(reason: str) -> list[Violation]:
    """Return what is wrong with the reason for which something signed or recorded no longer counts."""
    if not reason:
        return [Violation("reason_missing", "reason", "Say why, so that everybody concerned can understand it.")]
    if len(reason) > LONGEST_WORDS:
        return [Violation("too_long", "reason", f"Shorten this to {LONGEST_WORDS:,} characters.")]
    return [each for each in check_words(reason, "reason") if not each.is_warning]


def phase_bytes(said: Mapping[str, Any]) -> bytes:
    """Return the one spelling of what is signed with a phase: JSON, sorted, UTF-8."""
    whole = {"canonical_version": _CANONICAL_VERSION, **said}
    return canonical_json(whole).encode()


def phase_document(public_id: str) -> str:
    """Return the name under which a phase is signed."""
    return f"{DOCUMENT}{public_id}"
