"""The list of one trainee's entries: what it is narrowed to, its pages by key, its sums, and all of its rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    tuple_,
    type_coerce,
    union_all,
)

from trainee_app.cohorts.models import Placement
from trainee_app.db import db
from trainee_app.db.rows import rows_of
from trainee_app.logbook.models import EntryStep, EntryText, EntryVersion, LogEntry
from trainee_app.logbook.queries.conditions import awaits_signature, is_unsettled
from trainee_app.logbook.queries.facts import IN_FACTS
from trainee_app.logbook.rules import IMPORTED, IN_SUMS, State, VoidSpan
from trainee_app.people.models import Person
from trainee_app.programmes.rules import Outcome
from trainee_app.programmes.rules.dates import month_end
from trainee_app.signatures.models import Signature
from trainee_app.signatures.rules import FROM_RECORD, WAYS

PAGE = 25
NOT_HELD = "not_held"
CORRECTION = "correction"
_handed_in_not_held = and_(LogEntry.state == State.SUBMITTED, LogEntry.outcome != Outcome.HELD)
_SHOWN_STATE = case((_handed_in_not_held, NOT_HELD), else_=LogEntry.state)
# Only what is handed in and held adds up; of anything else nothing is credited.
_CREDITED = case((LogEntry.state.in_(sorted(IN_SUMS)), LogEntry.credited_minutes), else_=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFilter:
    """What a list is narrowed to; None, empty, False: not at all.

    `month` is its first day; `state` may also be `CORRECTION` or `NOT_HELD`. `waiting_before`: waits for a signature and
    was handed in before that day. `counts` looks at `void` too: spans that a rule lets count in no sum. `words` stand in
    the text, `is_own` tells whether the writer looks, who alone reads what is not handed in.
    """

    state: str | None = None
    activity: str | None = None
    category: Collection[str] | None = None
    month: date | None = None
    from_on: date | None = None
    until_on: date | None = None
    case_id: int | None = None
    placement_id: int | None = None
    signed_by: int | None = None
    waiting_before: date | None = None
    is_late: bool = False
    counts: bool | None = None
    void: Sequence[VoidSpan] = ()
    words: str = ""
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class Key:
    """Where a page of a list begins: after this entry, newest first. The day as it was when the page was drawn, so
    that an entry which has moved since neither repeats nor hides another."""

    worked_on: date
    id: int


class Listed(NamedTuple):
    """One row of the list. `credited` is what counts, or will once it is signed; 0 for what is not handed in.

    `comment` is what was said when it was returned, or why it became void.
    """

    id: int
    public_id: str
    worked_on: date
    activity: str
    case_id: int | None
    placement_id: int | None
    placement: str | None
    outcome: str
    minutes: int
    credited: int
    state: str
    pending_state: str | None
    carried_by: str | None
    submitted_on: date | None
    signed_on: date | None
    signed_by: str | None
    late: bool
    video_reviewed: bool
    comment: str | None


@dataclass(frozen=True, slots=True)
class ListedPage:
    """One page of the list, and the key from which older ones follow, if there are any."""

    rows: list[Listed]
    older: Key | None


class StateSum(NamedTuple):
    """What the rows of one state come to. `corrections`: how many of them have one on its way."""

    state: str
    corrections: int
    entries: int
    recorded: int
    credited: int


_REFUSED = (State.RETURNED, State.VOID)
_last_said = (
    select(EntryStep.comment)
    .where(EntryStep.entry_id == LogEntry.id, EntryStep.state_after.in_(_REFUSED))
    .order_by(EntryStep.id.desc())
    .limit(1)
    .correlate(LogEntry)
    .scalar_subquery()
)
_has_said = or_(LogEntry.state.in_(_REFUSED), LogEntry.pending_state == State.RETURNED)
# By whom and how, in the words of `signed_words`; put together by the database, since a file may have a million rows.
_SIGNED_BY = Signature.signer_name + case(
    (LogEntry.carried_by.startswith(IMPORTED), f", {FROM_RECORD}"),
    *((Signature.method == method, f", {words}") for method, words in WAYS.items()),
    else_="",
)
# In the order of `Listed`.
_COLUMNS: tuple[Any, ...] = (
    LogEntry.id,
    LogEntry.public_id,
    LogEntry.worked_on,
    LogEntry.activity,
    LogEntry.case_id,
    LogEntry.placement_id,
    Placement.name,
    LogEntry.outcome,
    LogEntry.minutes,
    _CREDITED,
    LogEntry.state,
    LogEntry.pending_state,
    LogEntry.carried_by,
    LogEntry.submitted_on,
    LogEntry.signed_on,
    _SIGNED_BY,
    LogEntry.late,
    LogEntry.video_reviewed,
    case((_has_said, _last_said), else_=None),
)


_IS_THEIRS = LogEntry.trainee_id == bindparam("trainee_id")


def _rows(*columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(LogEntry)
        .outerjoin(Placement, Placement.id == LogEntry.placement_id)
        .outerjoin(Signature, Signature.id == LogEntry.signature_id)
        .where(_IS_THEIRS)
        .order_by(LogEntry.worked_on.desc(), LogEntry.id.desc())
    )


_PAGE_OF = _rows(*_COLUMNS).limit(bindparam("limit", type_=Integer))
# Days as the database has them: a file takes them as they are, and a million conversions are spared.
_DAYS = (LogEntry.worked_on, LogEntry.submitted_on, LogEntry.signed_on)
_ALL_OF = _rows(*(type_coerce(each, String) if each in _DAYS else each for each in _COLUMNS[1:]))


def listed_page(
    trainee_id: int,
    chosen: EntryFilter,
    *,
    after: Key | None = None,
    limit: int = PAGE,
    visible: ColumnElement[bool] | None = None,
) -> ListedPage:
    """Return a page of the trainee's entries, newest first. `visible` narrows it to what somebody may see."""
    terms = _narrowed(chosen, visible)
    if after is not None:
        terms.append(_older_than(after))
    statement = _page(chosen.state, terms) if chosen.state or terms else _NEWEST
    found = [Listed._make(row) for row in rows_of(statement, {"trainee_id": trainee_id, "limit": limit + 1})]
    shown = found[:limit]
    return ListedPage(shown, Key(shown[-1].worked_on, shown[-1].id) if len(found) > limit else None)


def _page(state: str | None, terms: Iterable[ColumnElement[bool]]) -> Select[Any]:
    return _PAGE_OF.where(_in_state(state), *terms)


def _older_than(key: Key) -> ColumnElement[bool]:
    return tuple_(LogEntry.worked_on, LogEntry.id) < tuple_(key.worked_on, key.id)


def all_listed(trainee_id: int, chosen: EntryFilter, visible: ColumnElement[bool] | None = None) -> Select[Any]:
    """Return the SELECT of all these entries, newest first: the columns of `Listed` without the id, days as text."""
    return _ALL_OF.where(_in_state(chosen.state), *_narrowed(chosen, visible)).params(trainee_id=trainee_id)


def sums_by_state(trainee_id: int, chosen: EntryFilter, visible: ColumnElement[bool] | None = None) -> list[StateSum]:
    """Return what all these entries come to in each state, whatever state is chosen, discarded ones included.

    What was missed or cancelled waits for nobody, so that it is summed apart from what waits for a signature.
    """
    terms = _narrowed(chosen, visible)
    statement = _sums(terms) if terms else _SUMS
    return [
        StateSum(state, entries if corrected else 0, entries, int(recorded), int(credited))
        for state, corrected, entries, recorded, credited in rows_of(statement, {"trainee_id": trainee_id})
        if entries
    ]


def _sums(terms: Iterable[ColumnElement[bool]]) -> CompoundSelect[Any]:
    # Nearly all of a long log is signed and stays so: that is added up by itself, and only the rest is grouped.
    is_settled = and_(LogEntry.state == State.SIGNED, LogEntry.pending_state.is_(None))
    sums = (func.count(), func.sum(LogEntry.minutes), func.sum(_CREDITED))
    settled = select(literal(State.SIGNED.value), literal(False), *sums).where(_IS_THEIRS, *terms, is_settled)
    # Grouped by their names: PostgreSQL takes the same expression with other parameters for another one.
    others = (
        select(_SHOWN_STATE.label("shown_state"), LogEntry.pending_state.is_not(None).label("has_correction"), *sums)
        .where(_IS_THEIRS, *terms, is_unsettled())
        .group_by("shown_state", "has_correction")
    )
    return union_all(settled, others)


def _in_state(state: str | None) -> ColumnElement[bool]:
    if state == CORRECTION:
        return LogEntry.pending_state.is_not(None)
    if state == NOT_HELD:
        return _handed_in_not_held
    if state == State.SUBMITTED:
        return and_(LogEntry.state == State.SUBMITTED, LogEntry.outcome == Outcome.HELD)
    return LogEntry.state == state if state else LogEntry.state != State.DISCARDED


# What nearly every look at a log asks, put together once: that costs more than the asking.
_NEWEST = _page(None, ())
_SUMS = _sums(())


def _narrowed(chosen: EntryFilter, visible: ColumnElement[bool] | None) -> list[ColumnElement[bool]]:
    """What is asked for beside the state."""
    terms = [] if visible is None else [visible]
    for column, value in (
        (LogEntry.activity, chosen.activity),
        (LogEntry.case_id, chosen.case_id),
        (LogEntry.placement_id, chosen.placement_id),
    ):
        if value is not None:
            terms.append(column == value)
    if chosen.signed_by is not None:
        terms.append(_is_signed_by(chosen.signed_by))
    if chosen.category is not None:
        terms.append(LogEntry.activity.in_(sorted(chosen.category)))
    terms += _of_days(chosen)
    if chosen.is_late:
        terms.append(LogEntry.late.is_(True))
    if chosen.waiting_before is not None:
        terms += [awaits_signature(), LogEntry.submitted_on < chosen.waiting_before]
    if chosen.counts is not None:
        terms.append(_counts(chosen.void) if chosen.counts else ~_counts(chosen.void))
    return [*terms, _says(chosen.words, is_own=chosen.is_own)] if chosen.words else terms


def _of_days(chosen: EntryFilter) -> list[ColumnElement[bool]]:
    terms: list[ColumnElement[bool]] = []
    if chosen.month:
        terms.append(LogEntry.worked_on.between(chosen.month, month_end(chosen.month)))
    if chosen.from_on:
        terms.append(LogEntry.worked_on >= chosen.from_on)
    if chosen.until_on:
        terms.append(LogEntry.worked_on <= chosen.until_on)
    return terms


def _is_signed_by(person_id: int) -> ColumnElement[bool]:
    return LogEntry.signature_id.in_(select(Signature.id).where(Signature.signer_id == person_id))


def _counts(void: Sequence[VoidSpan]) -> ColumnElement[bool]:
    terms = [LogEntry.state == State.SIGNED, LogEntry.outcome == Outcome.HELD, LogEntry.credited_minutes > 0]
    return and_(*terms, *(~_lies_in(span) for span in void))


def _lies_in(span: VoidSpan) -> ColumnElement[bool]:
    terms = [LogEntry.activity.in_(sorted(span.activities)), LogEntry.worked_on >= span.first_on]
    if span.last_on is not None:
        terms.append(LogEntry.worked_on <= span.last_on)
    if span.placement_ids is not None:
        # A number that no placement has stands for none, since NULL equals nothing.
        terms.append(func.coalesce(LogEntry.placement_id, 0).in_(sorted(each or 0 for each in span.placement_ids)))
    if span.case_id is not None:
        terms.append(func.coalesce(LogEntry.case_id, 0) == span.case_id)
    return and_(*terms)


def _says(words: str, *, is_own: bool) -> ColumnElement[bool]:
    """Condition: the words stand in the text of the version that counts or waits, as far as the reader may see it."""
    numbers = or_(EntryVersion.number == LogEntry.version, EntryVersion.number == LogEntry.pending_version)
    terms = [EntryVersion.entry_id == LogEntry.id, numbers, EntryText.version_id == EntryVersion.id]
    if not is_own:
        terms.append(EntryVersion.submitted_at.is_not(None))
    alike = [EntryText.text.icontains(words, autoescape=True)]
    if not words.isascii():
        # SQLite knows small and capital letters of ASCII alone.
        variants = sorted({words, words.lower(), words.capitalize()})
        alike += [EntryText.text.contains(each, autoescape=True) for each in variants]
    return exists().where(*terms, or_(*alike))


def signers_of(trainee_id: int) -> list[tuple[int, str, str]]:
    """Return who has signed entries of the trainee, A to Z: the person's id, public name and name."""
    statement = (
        select(Person.id, Person.public_id, Person.name)
        .where(
            Person.id.in_(
                select(Signature.signer_id)
                .join(LogEntry, LogEntry.signature_id == Signature.id)
                .where(LogEntry.trainee_id == trainee_id)
            )
        )
        .order_by(func.lower(Person.name), Person.id)
    )
    return [(row[0], row[1], row[2]) for row in db.session.execute(statement)]


def days_with_work(trainee_id: int, activities: Collection[str]) -> list[date]:
    """Return the days on which there is held work of these activities that is signed or waits, the first one first."""
    statement = (
        select(LogEntry.worked_on)
        .where(
            LogEntry.trainee_id == trainee_id,
            IN_FACTS,
            LogEntry.activity.in_(sorted(activities)),
            LogEntry.outcome == Outcome.HELD,
        )
        .distinct()
        .order_by(LogEntry.worked_on)
    )
    return list(db.session.scalars(statement))
