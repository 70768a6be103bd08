"""What somebody brings along, as it may be recorded: posts, the observation course, personal therapy. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from trainee_app.credentials.rules.registrations import check_year
from trainee_app.programmes.rules import Code, Definition, Finding, Prerequisite, Registration, Requirement, State
from trainee_app.refusals import Violation

LONGEST_TITLE = 120
LONGEST_PLACE = 160
LONGEST_REASON = 1000
_WHOLE = 100


class Record(StrEnum):
    """What a prerequisite is about; the programme's definition names it so."""

    EXPERIENCE = "experience"
    OBSERVATION = "infant_observation"
    THERAPY = "personal_therapy"

    @property
    def words(self) -> str:
        """As people say it."""
        return _RECORD_WORDS[self]


_RECORD_WORDS = {
    Record.EXPERIENCE: "therapeutic experience",
    Record.OBSERVATION: "infant observation",
    Record.THERAPY: "personal therapy",
}


class Standing(StrEnum):
    """How far an observation course is."""

    DONE = "done"
    RUNNING = "running"
    TO_START = "to_start"

    @property
    def words(self) -> str:
        """As people say it."""
        return {"done": "Done", "running": "Running", "to_start": "To start"}[self.value]


class Told(StrEnum):
    """How personal therapy is known. Neither says anything of what it was about."""

    DECLARATION = "declaration"
    LETTER = "letter"

    @property
    def words(self) -> str:
        """As people say it."""
        return {"declaration": "Declared", "letter": "A letter confirms it"}[self.value]


class EvidenceKind(StrEnum):
    """What a file shows. A choice and no free text, so that no name gets in."""

    LETTER = "letter"
    CERTIFICATE = "certificate"
    REFERENCE = "reference"
    CONTRACT = "contract"
    REGISTER = "register"
    OTHER = "other"

    @property
    def words(self) -> str:
        """As people say it."""
        return _EVIDENCE_WORDS[self]


_EVIDENCE_WORDS = {
    EvidenceKind.LETTER: "A letter",
    EvidenceKind.CERTIFICATE: "A certificate",
    EvidenceKind.REFERENCE: "A confirmation from the employer",
    EvidenceKind.CONTRACT: "A contract or job description",
    EvidenceKind.REGISTER: "An extract from the register",
    EvidenceKind.OTHER: "Something else",
}


@dataclass(frozen=True, slots=True)
class Course:
    """From when to when a training runs for somebody, and what its version asks for. Told from above: this room
    knows no cohort and no intake."""

    starts_on: date
    ends_on: date
    definition: Definition


# Who knows the course of a person on a programme as of a day; None where there is none.
CourseOf = Callable[[int, int, date], Course | None]


@dataclass(frozen=True, slots=True)
class BroughtDraft:
    """One thing brought along, both days included; `until_on` None: it goes on, or its end is not known yet.

    `title` and `place` are a post's work and employer, or where a course is held; personal therapy has neither.
    `standing` is a `Standing` of an observation course, a `Told` of personal therapy, and empty for a post.
    """

    record: Record
    from_on: date
    until_on: date | None
    title: str = ""
    place: str = ""
    standing: str = ""
    share_percent: int | None = None


def check_brought(draft: BroughtDraft, recorded: Sequence[BroughtDraft], today: date) -> tuple[Violation, ...]:
    """Say what is wrong with it, beside what is recorded already (`recorded`, nothing taken back)."""
    found = [*_check_days(draft), *_CHECKS[draft.record](draft, today)]
    if draft in recorded:
        found.append(Violation("already_recorded", "from_on", "This is recorded already, with just these days."))
    return tuple(found)


def _check_days(draft: BroughtDraft) -> Iterator[Violation]:
    yield from check_year("from_on", draft.from_on)
    if draft.until_on is not None:
        yield from check_year("until_on", draft.until_on)
        if draft.until_on < draft.from_on:
            message = "The last day is before the first. Change one of them."
            yield Violation("ends_before_it_begins", "until_on", message)


def _check_post(draft: BroughtDraft, today: date) -> Iterator[Violation]:
    yield from _check_words(
        "title", draft.title, LONGEST_TITLE, "Write what the work is, such as child psychotherapist."
    )
    yield from _check_words("place", draft.place, LONGEST_PLACE, "Write who the employer is, or “own practice”.")
    if not 1 <= (draft.share_percent or 0) <= _WHOLE:
        yield Violation("share_not_possible", "share_percent", "Write how much of full time it is: 1 to 100 per cent.")
    if draft.from_on > today:
        yield Violation("not_begun", "from_on", "This post has not begun. Record it once it has.")
    elif draft.until_on is not None and draft.until_on > today:
        yield Violation("ends_later", "until_on", "That day has not come. Leave it empty for a post that goes on.")


def _check_observation(draft: BroughtDraft, today: date) -> Iterator[Violation]:
    yield from _check_words("place", draft.place, LONGEST_PLACE, "Write where the course is held.")
    until_on = draft.until_on
    if draft.standing == Standing.DONE:
        if until_on is None:
            yield Violation("end_missing", "until_on", "Choose the day on which it ended.")
        elif until_on > today:
            yield Violation("ends_later", "until_on", "That day has not come. Choose “Running”, or another day.")
    elif draft.standing == Standing.RUNNING:
        if draft.from_on > today:
            yield Violation("not_begun", "from_on", "That day has not come. Choose “To start”, or another day.")
        if until_on is not None and until_on < today:
            yield Violation("has_ended", "until_on", "That day is past. Choose “Done”, or another day.")
    elif draft.from_on <= today:
        yield Violation("has_begun", "from_on", "That day has come. Choose “Running”, or another day.")


def _check_therapy(draft: BroughtDraft, today: date) -> Iterator[Violation]:
    if draft.from_on > today:
        yield Violation("not_begun", "from_on", "That day has not come. Record it once it has begun.")
    elif draft.until_on is not None and draft.until_on > today:
        yield Violation("ends_later", "until_on", "That day has not come. Leave it empty while it goes on.")


_CHECKS = {Record.EXPERIENCE: _check_post, Record.OBSERVATION: _check_observation, Record.THERAPY: _check_therapy}


def _check_words(field: str, words: str, longest: int, missing: str) -> Iterator[Violation]:
    if not words:
        yield Violation(f"{field}_missing", field, missing)
    elif len(words) > longest:
        yield Violation(f"{field}_too_long", field, f"Shorten this to {longest} letters at most.")


def check_reason(reason: str, *, is_needed: bool) -> tuple[Violation, ...]:
    """Say what is wrong with the reason for accepting something; one is needed where less is recorded than asked for."""
    if is_needed and not reason:
        message = "Less is recorded than the programme asks for. Write why it is accepted all the same."
        return (Violation("reason_missing", "reason", message),)
    if len(reason) > LONGEST_REASON:
        return (Violation("reason_too_long", "reason", f"Shorten this to {LONGEST_REASON:,} letters at most."),)
    return ()


class Verdict(StrEnum):
    """How one prerequisite stands, in four words."""

    MET = "met"
    LATER = "due_later"
    MISSING = "missing"
    DECISION = "needs_decision"

    @property
    def words(self) -> str:
        """As people say it."""
        return {"met": "Met", "due_later": "Due later", "missing": "Missing"}.get(self.value, "Needs a decision")


_MISSING = {Code.REGISTRATION_MISSING, Code.REGISTRATION_LAPSED, Code.PREREQUISITE_MISSING}


def verdict_of(finding: Finding) -> Verdict:
    """Say in one of four words how it stands. What is missing is due and not there; a person decides about the rest."""
    if finding.state in {State.MET, State.WAIVED}:
        return Verdict.MET
    if finding.state is State.NOT_YET_DUE:
        return Verdict.LATER
    return Verdict.MISSING if finding.code in _MISSING else Verdict.DECISION


def prerequisites_asked(definition: Definition) -> tuple[Requirement, ...]:
    """Return what the version asks people to bring along, in its order."""
    return tuple(each for each in definition.requirements if isinstance(each, Prerequisite | Registration))


def is_about_therapy(requirement: Requirement) -> bool:
    """Say whether a requirement is about personal therapy, of which few are told anything."""
    return isinstance(requirement, Prerequisite) and requirement.record == Record.THERAPY


def is_short(definition: Definition, record: Record, months: int | None) -> bool:
    """Say whether less is recorded (`months`, None: nothing at all) than the version asks for."""
    least = [
        each.at_least_months
        for each in definition.requirements
        if isinstance(each, Prerequisite) and each.record == record
    ]
    return months is None or any(months < each for each in least)
