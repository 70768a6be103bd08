"""Sums made anew from the entries, and what differs between what is stored and what it is made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, cast, func, select

from trainee_app.cohorts.models import Trainee
from trainee_app.cohorts.queries import definition_of_cohort
from trainee_app.cohorts.queries.versions import rules_in_time
from trainee_app.db import db
from trainee_app.logbook.models import NO_CASE, EntryStep, EntryVersion, LogEntry, MonthTotal
from trainee_app.logbook.queries.entries import content_of
from trainee_app.logbook.queries.facts import IN_FACTS
from trainee_app.logbook.rules import (
    Counted,
    Share,
    Standing,
    State,
    TotalKey,
    is_late,
    local_day,
    net_change,
    standing_after,
)
from trainee_app.programmes.models import Programme
from trainee_app.programmes.rules import Definition, credited_minutes


def month_of(day: Any) -> ColumnElement[date]:
    """Return the first day of the month that the column's day lies in."""
    if db.engine.dialect.name == "sqlite":
        return func.date(day, "start of month", type_=Date)
    return cast(func.date_trunc("month", day), Date)


def sums_of_entries() -> Select[*tuple[Any, ...]]:
    """Return the SELECT of what month totals ought to hold, by the entries as they stand; in the order of their keys."""
    month = month_of(LogEntry.worked_on)
    case_id = func.coalesce(LogEntry.case_id, NO_CASE)
    key = (LogEntry.trainee_id, LogEntry.activity, month, case_id, LogEntry.state)
    return (
        select(
            LogEntry.trainee_id.label("trainee_id"),
            LogEntry.activity.label("activity"),
            month.label("month"),
            case_id.label("case_id"),
            LogEntry.state.label("state"),
            LogEntry.programme_id.label("programme_id"),
            func.sum(LogEntry.minutes).label("recorded"),
            func.sum(LogEntry.credited_minutes).label("credited"),
            func.count().label("entries"),
        )
        .where(IN_FACTS, LogEntry.outcome == "held")
        .group_by(*key, LogEntry.programme_id)
        .order_by(*key)
    )


@dataclass(frozen=True, slots=True)
class Difference:
    """Something stored is not what it is made of: where, what is stored, and what it ought to be."""

    where: str
    stored: str
    expected: str

    def __str__(self) -> str:
        """Say it in a line."""
        return f"{self.where}: stored {self.stored}, expected {self.expected}"


@dataclass(frozen=True, slots=True)
class Told:
    """An entry as its versions and steps tell it, without looking at what is stored beside them."""

    entry: LogEntry
    state: str
    number: int
    pending: tuple[str, int] | None
    standing: Standing
    credited_minutes: int
    is_late: bool

    def counted(self) -> Counted:
        """What it adds to sums."""
        content = self.standing.content
        return Counted(
            programme_id=self.entry.programme_id,
            trainee_id=self.entry.trainee_id,
            activity=content.activity,
            worked_on=content.worked_on,
            case_id=content.case_id,
            state=self.state,
            outcome=content.outcome,
            minutes=content.minutes,
            credited_minutes=self.credited_minutes,
        )


def differences() -> Iterator[Difference]:
    """Yield every difference between entries or totals and what versions and steps tell; none when all is well."""
    for trainee_id, cohort_id, zone in db.session.execute(
        select(Trainee.id, Trainee.cohort_id, Programme.zone)
        .join(Programme, Programme.id == Trainee.programme_id)
        .order_by(Trainee.id)
    ).all():
        told = list(told_entries(trainee_id, definition_of_cohort(cohort_id), zone))
        for each in told:
            yield from entry_differences_in_time(each, cohort_id, zone)
        yield from _of_totals(trainee_id, [each.counted() for each in told])


def told_entries(
    trainee_id: int, definition: Definition, zone: str, known_by: datetime | None = None
) -> Iterator[Told]:
    """Yield the trainee's entries as their versions and steps tell them: the slow, obvious way.

    `known_by` leaves out every step made after that instant, and what had not begun by then.
    """
    theirs = LogEntry.trainee_id == trainee_id
    begun, made = (
        (theirs, theirs)
        if known_by is None
        else (theirs & (LogEntry.recorded_at <= known_by), theirs & (EntryStep.at <= known_by))
    )
    entries = {each.id: each for each in db.session.scalars(select(LogEntry).where(begun))}
    versions: dict[int, dict[int, EntryVersion]] = {entry_id: {} for entry_id in entries}
    of_them = select(EntryVersion).join(LogEntry, LogEntry.id == EntryVersion.entry_id).where(begun)
    for version in db.session.scalars(of_them):
        versions[version.entry_id][version.number] = version
    steps: dict[int, list[EntryStep]] = defaultdict(list)
    moves = select(EntryStep).join(LogEntry, LogEntry.id == EntryStep.entry_id).where(made)
    for step in db.session.scalars(moves.order_by(EntryStep.id)):
        steps[step.entry_id].append(step)
    for entry_id in sorted(entries if known_by is None else entries.keys() & steps.keys()):
        yield told_entry(entries[entry_id], versions[entry_id], steps[entry_id], definition, zone)


def told_entry(
    entry: LogEntry,
    versions: dict[int, EntryVersion],
    steps: list[EntryStep],
    definition: Definition,
    zone: str,
    rules_at: Callable[[datetime], Definition] | None = None,
) -> Told:
    """Return an entry as its versions and steps tell it. Raises KeyError where a version that a step names is gone.

    `rules_at` gives the rules of an instant where the cohort was moved from one version to another: which days count,
    and what is late, was settled by the rules of then; what is at rest keeps the credit that it had.
    """
    rules_at = rules_at or (lambda _at: definition)
    state, number, pending = State.DRAFT.value, 1, None
    standing: Standing | None = None
    settled = then = definition
    for step in steps:
        then = rules_at(step.at)
        is_first_signature = state != State.SIGNED
        if step.state_after in {State.VOID, State.SUPERSEDED}:
            state = step.state_after if step.state_after == State.VOID else state
            pending = None
        elif not is_first_signature and step.state_after != State.SIGNED:
            pending = None if step.state_after == State.DISCARDED else (step.state_after, step.version)
        else:
            state, number, pending, settled = step.state_after, step.version, None, then
            if step.state_after == State.SIGNED:
                after = _standing(versions[number], zone, local_day(step.at, zone))
                standing = after if is_first_signature else standing_after(then, standing, after)
    standing = standing or _standing(versions[number], zone, None)
    content = standing.content
    present = content.details.group_of
    crediting = then if state in {State.VOID, State.DISCARDED} else definition
    credit = credited_minutes(crediting, content.activity, content.minutes, content.outcome, present)
    return Told(entry, state, number, pending, standing, credit, is_late(settled, content, standing.submitted_on))


def _standing(version: EntryVersion, zone: str, signed_on: date | None) -> Standing:
    """The day of handing in is not known for what came from an office's record."""
    content = content_of(version)
    if content.details.stands_from is not None:
        since = content.details.stands_from
        return Standing(content, since[0], since[1] if signed_on else None)
    is_known = version.submitted_at is not None and version.source != "import"
    submitted_on = local_day(version.submitted_at, zone) if is_known and version.submitted_at else None
    return Standing(content, submitted_on, signed_on)


def entry_differences(told: Told) -> Iterator[Difference]:
    """Yield what differs between an entry and what its versions and steps tell."""
    entry, content = told.entry, told.standing.content
    expected = {
        "state": told.state,
        "version": told.number,
        "pending": told.pending,
        "worked_on": content.worked_on,
        "activity": content.activity,
        "minutes": content.minutes,
        "credited_minutes": told.credited_minutes,
        "outcome": content.outcome,
        "case_id": content.case_id,
        "placement_id": content.placement_id,
        "video_reviewed": content.details.video_reviewed,
        "submitted_on": told.standing.submitted_on,
        "signed_on": told.standing.signed_on,
        "late": told.is_late,
    }
    stored: dict[str, Any] = {name: getattr(entry, name) for name in expected if name != "pending"}
    stored["pending"] = None if entry.pending_state is None else (entry.pending_state, entry.pending_version)
    for name, value in expected.items():
        if stored[name] != value:
            yield Difference(f"entry {entry.public_id}, {name}", str(stored[name]), str(value))


def entry_differences_in_time(told: Told, cohort_id: int, zone: str) -> Iterator[Difference]:
    """Yield what differs; what does only since the cohort was moved to another version is no difference."""
    found = list(entry_differences(told))
    if found:
        entry_id = told.entry.id
        versions = {
            each.number: each
            for each in db.session.scalars(select(EntryVersion).where(EntryVersion.entry_id == entry_id))
        }
        steps = db.session.scalars(select(EntryStep).where(EntryStep.entry_id == entry_id).order_by(EntryStep.id))
        definition = definition_of_cohort(cohort_id)
        again = told_entry(told.entry, versions, list(steps), definition, zone, rules_in_time(cohort_id))
        yield from entry_differences(again)


def _of_totals(trainee_id: int, entries: list[Counted]) -> Iterator[Difference]:
    expected = net_change((), entries)
    rows = db.session.scalars(select(MonthTotal).where(MonthTotal.trainee_id == trainee_id))
    stored = {
        TotalKey(row.trainee_id, row.activity, row.month, row.case_id, row.state): Share(
            row.recorded, row.credited, row.count
        )
        for row in rows
    }
    for key in sorted({*expected, *stored}):
        is_, ought = stored.get(key, Share()), expected.get(key, Share())
        if is_ != ought:
            where = (
                f"total of trainee {key.trainee_id}, {key.activity}, {key.month:%Y-%m}, case {key.case_id}, {key.state}"
            )
            yield Difference(where, _spoken(is_), _spoken(ought))


def _spoken(share: Share) -> str:
    return f"{share.recorded} recorded, {share.credited} credited, {share.count} entries"
