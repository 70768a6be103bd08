"""Asking the rules before anything is stored."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from trainee_app.cohorts.queries import breaks_in_force
from trainee_app.cohorts.rules import end_after
from trainee_app.logbook.models import LogEntry
from trainee_app.logbook.queries import known_surnames, open_cases, open_placements, same_day
from trainee_app.logbook.rules import (
    Code,
    Content,
    Context,
    Draft,
    SameDay,
    Violation,
    check_draft,
    check_entry,
    check_words,
    details_for,
    kind_of,
    mentions_a_name,
)
from trainee_app.logbook.services.holding import Record
from trainee_app.logbook.services.refusals import EntryFaulty


def fitted(record: Record, content: Content) -> Content:
    """Return the content without details of another kind than its activity's, and without a case it cannot have."""
    activity = record.definition.activities.get(content.activity)
    if activity is None:
        return content
    case_id = content.case_id if activity.needs_case else None
    return replace(content, case_id=case_id, details=details_for(kind_of(activity), content.details))


def insist_on_draft(record: Record, content: Content, *, at: datetime, but_not: LogEntry | None) -> None:
    """Raises EntryFaulty with what cannot even be kept as a draft."""
    violations = check_draft(Draft.of(content), _context(record, content, but_not), record.day(at))
    if violations:
        raise EntryFaulty(violations)


def insist_on_entry(
    record: Record, content: Content, *, at: datetime, but_not: LogEntry | None, confirmed: Collection[Code]
) -> None:
    """Raises EntryFaulty with all that is wrong, if something has to be mended or a warning is not confirmed."""
    violations = check_entry(Draft.of(content), _context(record, content, but_not), record.day(at))
    if any(not (each.is_warning and each.code in confirmed) for each in violations):
        raise EntryFaulty(violations)


def violations_of(
    record: Record,
    content: Content,
    *,
    at: datetime,
    but_not: LogEntry | None,
    beside: Sequence[SameDay] = (),
    hand_in: bool = True,
) -> list[Violation]:
    """Return all that is wrong with an entry, as if what is `beside` it stood on its day already; raises nothing."""
    context = _context(record, content, but_not)
    context = replace(context, same_day=[*context.same_day, *beside])
    check = check_entry if hand_in else check_draft
    return check(Draft.of(content), context, record.day(at))


def insist_on_words(text: str, field: str) -> None:
    """Raises EntryFaulty if a comment or reason holds what must not be stored; a name in it is only a warning."""
    violations = [each for each in check_words(text, field) if not each.is_warning]
    if violations:
        raise EntryFaulty(violations)


def _context(record: Record, content: Content, but_not: LogEntry | None) -> Context:
    """Return what the rules look at beside the entry, and no more than these rules of this entry will look at."""
    trainee_id = record.trainee.id
    activity = record.definition.activities.get(content.activity)
    away = breaks_in_force(trainee_id)
    return Context(
        definition=record.definition,
        starts_on=record.cohort.starts_on,
        ends_on=end_after(record.cohort.ends_on, sum(each.days for each in away)),
        breaks=[each.span for each in away if each.is_intermission],
        placements=open_placements(trainee_id) if content.placement_id else (),
        cases=open_cases(trainee_id) if activity and activity.needs_case else (),
        same_day=same_day(trainee_id, content.worked_on, but_not.id if but_not else None),
        known_names=known_surnames(record.programme.id) if mentions_a_name(content.note) else frozenset(),
    )
