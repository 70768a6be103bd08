"""What is wrong with an entry before it is stored: the same for the page, an import and the API."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Final

from trainee_app import refusals
from trainee_app.cases.rules import Consent, withdrawn_by
from trainee_app.cohorts.rules import Span
from trainee_app.logbook.rules.days import spoken_start
from trainee_app.logbook.rules.details import Kind, kind_of
from trainee_app.logbook.rules.drafts import Draft
from trainee_app.logbook.rules.durations import MINUTES_OF_A_DAY
from trainee_app.logbook.rules.identifiers import REFUSED, Found, Identifier, identifiers_in
from trainee_app.programmes.rules import Definition, Outcome, Signer
from trainee_app.programmes.rules.dates import spoken_date, spoken_minutes

LONGEST_NOTE: Final = 4_000


class Code(StrEnum):
    """What is wrong, one code for one sentence."""

    NO_DATE = "no_date"
    FUTURE = "in_the_future"
    BEFORE_START = "before_the_first_day"
    AFTER_END = "after_the_last_day"
    IN_BREAK = "in_a_break"
    NO_ACTIVITY = "no_activity"
    UNKNOWN_ACTIVITY = "unknown_activity"
    UNKNOWN_OUTCOME = "unknown_outcome"
    NO_DURATION = "no_duration"
    NEGATIVE = "negative_duration"
    NOTHING = "no_minutes_held"
    NOT_HELD = "minutes_not_held"
    TOO_LONG = "more_than_a_day"
    DAY_FULL = "day_too_full"
    IN_RECORD = "in_a_record"
    PAST_MIDNIGHT = "past_midnight"
    OVERLAP = "overlap"
    PLACEMENT = "placement_not_open"
    PLACEMENT_MISSING = "placement_missing"
    CASE_UNKNOWN = "case_unknown"
    CASE_NOT_OPEN = "case_not_open"
    CASE_MISSING = "case_missing"
    NOT_AGREED = "family_no_longer_agrees"
    AGREED_NO_LONGER = "family_withdrew_that_day"
    LIKELY_DOUBLE = "likely_double"
    TEXT_TOO_LONG = "text_too_long"
    IDENTIFIER = "identifier"
    NAMED = "name"
    MOVED_ON = "moved_on"
    LATE = "period_closed"


@dataclass(frozen=True, slots=True)
class Violation(refusals.Violation):
    """Something wrong. A warning may be confirmed by the person who knows; everything else has to be mended."""

    is_warning: bool = False


@dataclass(frozen=True, slots=True)
class OpenPlacement:
    """A placement of the trainee, with its first and last day (None: goes on)."""

    id: int
    name: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A training case of the trainee by its number, never its code, with its first and last day (None: goes on).

    `seen`: when the family agreed to be seen by a trainee.
    """

    id: int
    number: int
    opened_on: date
    closed_on: date | None
    seen: tuple[Consent, ...] = ()

    def is_open(self, on: date) -> bool:
        """Whether a session on that day belongs to its time; first and last day do."""
        return self.opened_on <= on and (self.closed_on is None or on <= self.closed_on)


@dataclass(frozen=True, slots=True)
class SameDay:
    """Another entry of that trainee on that day. `counts`: signed, or waiting for its signature.

    `in_record`: a record that somebody made for everybody present put it into the log. `or_at`: where a correction is on
    its way, the start and the minutes of the shorter of the two versions, either of which may come to count.
    """

    activity: str
    minutes: int
    started_at_minute: int | None
    counts: bool
    in_record: bool = False
    or_at: tuple[int | None, int] | None = None

    @property
    def times(self) -> list[tuple[int, int]]:
        """The start and the minutes of each version that may come to count, where its start is known."""
        either = [(self.started_at_minute, self.minutes), *([] if self.or_at is None else [self.or_at])]
        return [(start, minutes) for start, minutes in either if start is not None]


def heavier(stands: SameDay, comes: SameDay) -> SameDay:
    """Of what stands and the correction that may take its place the longer one: a day must be possible either way."""
    longer, shorter = (comes, stands) if comes.minutes > stands.minutes else (stands, comes)
    shorter_at = (shorter.started_at_minute, shorter.minutes) if shorter.counts else None
    return replace(longer, or_at=shorter_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What an entry is checked against.

    `ends_on` includes breaks; `breaks` are the days on which the trainee was away. `known_names`: surnames of
    people the programme knows, in lower case.
    """

    definition: Definition
    starts_on: date
    ends_on: date
    placements: Sequence[OpenPlacement] = ()
    cases: Sequence[OpenCase] = ()
    same_day: Sequence[SameDay] = ()
    breaks: Sequence[Span] = ()
    known_names: frozenset[str] = field(default_factory=frozenset)


def check_entry(draft: Draft, context: Context, today: date) -> list[Violation]:
    """Return all that is wrong with an entry that is to be submitted, by field; empty when nothing is."""
    return [violation for check in _CHECKS for violation in check(draft, context, today)]


def check_draft(draft: Draft, context: Context, today: date) -> list[Violation]:
    """Return what cannot even be kept as a draft: what has no place to stand, and what must not be stored."""
    return [each for each in check_entry(draft, context, today) if each.code in _NOT_EVEN_A_DRAFT]


def check_words(text: str, name: str) -> list[Violation]:
    """Return what is wrong with a comment or a reason in the field `name`: identifiers, and its length."""
    return [*_length_of(text, name), *_identifiers(identifiers_in(text), name)]


def _day(draft: Draft, context: Context, today: date) -> Iterator[Violation]:
    if draft.worked_on is None:
        yield Violation(Code.NO_DATE, "worked_on", "Say on which day it was.")
    elif draft.worked_on > today:
        words = f"{spoken_date(draft.worked_on)} is still to come. Log it once it has taken place."
        yield Violation(Code.FUTURE, "worked_on", words)
    elif draft.worked_on < context.starts_on:
        words = f"The training begins on {spoken_date(context.starts_on)}; only work from that day on can be logged."
        yield Violation(Code.BEFORE_START, "worked_on", words)
    elif draft.worked_on > context.ends_on:
        words = (
            f"Your training ended on {spoken_date(context.ends_on)}. If that date has moved, tell the course office."
        )
        yield Violation(Code.AFTER_END, "worked_on", words)
    elif any(each.starts_on <= draft.worked_on <= (each.ends_on or draft.worked_on) for each in context.breaks):
        words = (
            f"{spoken_date(draft.worked_on)} lies in a break of your training, so it cannot count. "
            "If you were not away then, tell the course office."
        )
        yield Violation(Code.IN_BREAK, "worked_on", words)


def _activity(draft: Draft, context: Context, _today: date) -> Iterator[Violation]:
    if not draft.activity:
        yield Violation(Code.NO_ACTIVITY, "activity", "Say what it was.")
    elif draft.activity not in context.definition.activities:
        yield Violation(
            Code.UNKNOWN_ACTIVITY, "activity", "The programme has no such activity. Choose one of the list."
        )
    if draft.outcome not in {each.value for each in Outcome}:
        yield Violation(Code.UNKNOWN_OUTCOME, "outcome", "Say whether it was held, missed or cancelled.")


def _minutes(draft: Draft, _context: Context, _today: date) -> Iterator[Violation]:
    minutes, is_held = draft.minutes, draft.outcome not in {Outcome.MISSED, Outcome.CANCELLED}
    if minutes is None:
        if is_held:
            yield Violation(Code.NO_DURATION, "minutes", "Say how long it took, like 50 min or 1h30.")
    elif minutes < 0:
        yield Violation(Code.NEGATIVE, "minutes", "A duration cannot be below zero.")
    elif minutes > MINUTES_OF_A_DAY:
        yield Violation(Code.TOO_LONG, "minutes", "A day has 24 hours: enter each day's time by itself.")
    elif is_held and not minutes:
        words = "Nothing would be recorded. Say how long it took, or that it was missed or cancelled."
        yield Violation(Code.NOTHING, "minutes", words)
    elif minutes and not is_held:
        words = "What was missed or cancelled took no time: leave this empty, or say that it was held."
        yield Violation(Code.NOT_HELD, "minutes", words)


def _whole_day(draft: Draft, context: Context, _today: date) -> Iterator[Violation]:
    minutes = draft.minutes or 0
    others = sum(other.minutes for other in context.same_day if other.counts)
    if 0 < minutes <= MINUTES_OF_A_DAY < minutes + others:
        words = (
            f"{spoken_minutes(others)} are logged for that day already; with this it would have more than 24 hours. "
            "Look at the other entries of the day."
        )
        yield Violation(Code.DAY_FULL, "minutes", words)


def _overlap(draft: Draft, context: Context, _today: date) -> Iterator[Violation]:
    start, minutes = draft.started_at_minute, draft.minutes or 0
    if start is None or minutes <= 0:
        return
    if start + minutes > MINUTES_OF_A_DAY:
        words = "It would end after midnight. Log what falls on each day by itself, or leave the start time empty."
        yield Violation(Code.PAST_MIDNIGHT, "started_at", words)
    # Judged only where both have a start time (domain, section 4, rule 1).
    for begins, lasts in (time for other in context.same_day if other.counts for time in other.times):
        if start < begins + lasts and begins < start + minutes:
            words = f"It overlaps with an entry that began at {spoken_start(begins)}. Mend one of the two."
            yield Violation(Code.OVERLAP, "started_at", words)
            return


def _in_record(draft: Draft, context: Context, _today: date) -> Iterator[Violation]:
    """Each minute is entered once: what a record holds comes from it alone (domain, section 4, rule 4)."""
    for other in context.same_day:
        if other.in_record and other.counts and other.activity == draft.activity:
            words = (
                f"A record of that day put this into your log already, with {spoken_minutes(other.minutes)}. "
                "If something is missing or wrong in it, tell whoever made the record."
            )
            yield Violation(Code.IN_RECORD, "activity", words)
            return


def _double(draft: Draft, context: Context, _today: date) -> Iterator[Violation]:
    for other in context.same_day:
        if (other.activity, other.minutes) == (draft.activity, draft.minutes) and not _starts_apart(draft, other):
            words = "The same activity with the same time stands on that day already. Is this a second one?"
            yield Violation(Code.LIKELY_DOUBLE, "minutes", words, is_warning=True)
            return


def _starts_apart(draft: Draft, other: SameDay) -> bool:
    return None not in {draft.started_at_minute, other.started_at_minute} and (
        draft.started_at_minute != other.started_at_minute
    )


def _placement(draft: Draft, context: Context, _today: date) -> Iterator[Violation]:
    if draft.placement_id is None:
        yield from _no_placement(draft, context)
        return
    placement = next((each for each in context.placements if each.id == draft.placement_id), None)
    if placement is None:
        yield Violation(Code.PLACEMENT, "placement", "That is none of your placements. Choose one of the list.")
    elif draft.worked_on and not _is_open(placement, draft.worked_on):
        words = (
            f"{placement.name} was not open to you on {spoken_date(draft.worked_on)}. Choose another, or mend the day."
        )
        yield Violation(Code.PLACEMENT, "placement", words)


def _no_placement(draft: Draft, context: Context) -> Iterator[Violation]:
    activity = context.definition.activities.get(draft.activity or "")
    if activity is not None and activity.signed_by is Signer.PLACEMENT_MANAGER and draft.outcome == Outcome.HELD:
        words = "Choose where it was: the manager of that placement signs this."
        yield Violation(Code.PLACEMENT_MISSING, "placement", words)


def _is_open(placement: OpenPlacement, on: date) -> bool:
    return placement.starts_on <= on and (placement.ends_on is None or on <= placement.ends_on)


def _case(draft: Draft, context: Context, _today: date) -> Iterator[Violation]:
    activity, on = context.definition.activities.get(draft.activity or ""), draft.worked_on
    if activity is None or not activity.needs_case:
        return
    if draft.case_id is None:
        if on is not None and any(each.is_open(on) for each in context.cases):
            words = f"You had a case open on {spoken_date(on)}. Choose the one that this belongs to."
            yield Violation(Code.CASE_MISSING, "case", words)
        return
    case = next((each for each in context.cases if each.id == draft.case_id), None)
    if case is None:
        yield Violation(Code.CASE_UNKNOWN, "case", "That is none of your cases. Choose one of the list.")
    elif on is not None and not case.is_open(on):
        yield Violation(Code.CASE_NOT_OPEN, "case", _why_not_open(case, on))
    elif on is not None and draft.outcome == Outcome.HELD:
        yield from _agreement(case, on)


def _agreement(case: OpenCase, on: date) -> Iterator[Violation]:
    """A family is seen only while it agrees; what it says in its last session ends that day’s agreement, not the session."""
    since = withdrawn_by(case.seen, on)
    if since == on:
        words = f"The family of case {case.number} withdrew on that day. Was this session held before they did?"
        yield Violation(Code.AGREED_NO_LONGER, "case", words, is_warning=True)
    elif since is not None:
        words = (
            f"The family of case {case.number} has not agreed to be seen by a trainee since {spoken_date(since)}. "
            "If they have agreed again, record it on the case’s page first; else mend the day."
        )
        yield Violation(Code.NOT_AGREED, "case", words)


def _why_not_open(case: OpenCase, on: date) -> str:
    if on < case.opened_on:
        words = f"Case {case.number} was agreed on {spoken_date(case.opened_on)}, so it had no session before."
    else:
        words = f"Case {case.number} ended on {spoken_date(case.closed_on or on)}, so it had no session after."
    return f"{words} Choose another, or mend the day."


def _note(draft: Draft, context: Context, _today: date) -> Iterator[Violation]:
    activity = context.definition.activities.get(draft.activity or "")
    is_case_note = activity is None or activity.needs_case or kind_of(activity) is not Kind.OTHER
    found = identifiers_in(draft.note, context.known_names)
    yield from _length_of(draft.note, "note")
    yield from _identifiers([each for each in found if is_case_note or each.kind in REFUSED], "note")


def _length_of(text: str, name: str) -> Iterator[Violation]:
    if len(text) > LONGEST_NOTE:
        words = f"That is {len(text):,} characters long; shorten it to {LONGEST_NOTE:,}."
        yield Violation(Code.TEXT_TOO_LONG, name, words)


def _identifiers(found: Iterable[Found], name: str) -> Iterator[Violation]:
    for each in found:
        if each.kind in REFUSED:
            words = f"“{each.words}” {_WHAT_IT_IS[each.kind]} Take it out: nothing here may tell who a family is."
            yield Violation(Code.IDENTIFIER, name, words)
        else:
            words = (
                f"“{each.words}” looks like somebody’s name. Families are never named here; say “the mother” instead."
            )
            yield Violation(Code.NAMED, name, words, is_warning=True)


_WHAT_IT_IS: Final = {
    Identifier.NHS_NUMBER: "is an NHS number.",
    Identifier.EMAIL: "is an e-mail address.",
    Identifier.PHONE: "looks like a telephone number.",
    Identifier.POSTCODE: "looks like a postcode.",
    Identifier.BIRTH_DATE: "looks like a date of birth.",
}
_CHECKS: Final[tuple[Callable[[Draft, Context, date], Iterator[Violation]], ...]] = (
    _day,
    _activity,
    _minutes,
    _whole_day,
    _overlap,
    _in_record,
    _double,
    _placement,
    _case,
    _note,
)
_NOT_EVEN_A_DRAFT: Final = frozenset(
    {
        Code.NO_DATE,
        Code.NO_ACTIVITY,
        Code.UNKNOWN_ACTIVITY,
        Code.UNKNOWN_OUTCOME,
        Code.NEGATIVE,
        Code.TOO_LONG,
        Code.CASE_UNKNOWN,
        Code.TEXT_TOO_LONG,
        Code.IDENTIFIER,
    }
)
