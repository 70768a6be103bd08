"""Breaks: time away and time added, and the day on which the training is then expected to end. Pure.

The dates move, the targets stay (domain, section 4, rule 14). Ordinary leave is no break.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from trainee_app.cohorts.rules.arranging import Span
from trainee_app.credentials.rules import check_year
from trainee_app.refusals import Violation

LONGEST_REASON = 1000
# Longer than this is a slip in a year, or no break any more.
_LONGEST_DAYS = 730


class BreakKind(StrEnum):
    """What a break is."""

    INTERMISSION = "intermission"
    EXTENSION = "extension"

    @property
    def words(self) -> str:
        """The kind as people say it."""
        return _WORDS[self]


_WORDS = {
    BreakKind.INTERMISSION: "Intermission: away from the training between two days",
    BreakKind.EXTENSION: "Extension: more time after the expected end",
}


@dataclass(frozen=True, slots=True)
class BreakDraft:
    """A break as somebody would record it, both days included. An extension ends on the new last day."""

    kind: BreakKind
    starts_on: date
    ends_on: date
    decided_on: date
    reason: str

    @property
    def days(self) -> int:
        """How many days there are, and by how many the expected end moves."""
        return (self.ends_on - self.starts_on).days + 1


def extension(*, ends_on: date, until: date, decided_on: date, reason: str) -> BreakDraft:
    """Return the extension of a training that is expected to end on `ends_on`, to the new last day `until`."""
    return BreakDraft(BreakKind.EXTENSION, ends_on + timedelta(days=1), until, decided_on, reason)


def end_after(ends_on: date, days: int) -> date:
    """Return the expected end of a training that ended on `ends_on`, with breaks of so many days together."""
    return ends_on + timedelta(days=days)


def check_break(draft: BreakDraft, course: Span, standing: Sequence[Span], today: date) -> tuple[Violation, ...]:
    """Say what is wrong with a break beside the trainee's intermissions (`standing`).

    `course` runs to the expected end of today. An extension follows that end, so it overlaps nothing; somebody may
    be away in time that was added.
    """
    return tuple(_faults(draft, course, standing, today))


def _faults(draft: BreakDraft, course: Span, standing: Sequence[Span], today: date) -> Iterator[Violation]:
    yield from _faulty_days(draft, course)
    if draft.decided_on > today:
        yield Violation(
            "decided_in_the_future", "decided_on", "A decision has been made already, or there is none yet."
        )
    if not draft.reason:
        yield Violation("reason_missing", "reason", "Write why; only directors can read it.")
    elif len(draft.reason) > LONGEST_REASON:
        yield Violation("reason_too_long", "reason", f"Shorten this to {LONGEST_REASON:,} characters.")
    is_away = draft.kind is BreakKind.INTERMISSION
    if is_away and any(Span(draft.starts_on, draft.ends_on).overlaps(each) for each in standing):
        words = (
            "Some of these days lie in a break that is recorded already. Take that one back first, or change the days."
        )
        yield Violation("overlaps", "starts_on", words)


def _faulty_days(draft: BreakDraft, course: Span) -> Iterator[Violation]:
    for field, day in (("starts_on", draft.starts_on), ("ends_on", draft.ends_on), ("decided_on", draft.decided_on)):
        yield from check_year(field, day)
    is_extension = draft.kind is BreakKind.EXTENSION
    if draft.ends_on < draft.starts_on:
        later = "The new last day is not after the expected end of today. Choose a later one."
        wrong = "The last day is before the first. Change one of them."
        yield Violation("ends_before_it_begins", "ends_on", later if is_extension else wrong)
    elif draft.days > _LONGEST_DAYS:
        yield Violation("too_long", "ends_on", "That is longer than two years. Look at the years again.")
    if draft.starts_on < course.starts_on:
        yield Violation("before_the_course", "starts_on", "That is before the course begins. Choose a later first day.")
    if not is_extension and course.ends_on is not None and draft.starts_on > course.ends_on:
        words = "The training is over by then. For more time at the end, choose the extension."
        yield Violation("after_the_course", "starts_on", words)
