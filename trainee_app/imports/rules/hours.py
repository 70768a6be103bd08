"""The hours' sheet: each row becomes an entry, or says why it does not. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from trainee_app.imports.rules.applicants import Roll
from trainee_app.imports.rules.cells import NOT_KEPT, shown
from trainee_app.imports.rules.entries import RowWrong, read_entry, why_no_entry
from trainee_app.imports.rules.fingerprints import fingerprint
from trainee_app.imports.rules.headings import Line, Table
from trainee_app.imports.rules.outcomes import Outcome, ReadEntry, RowOutcome
from trainee_app.imports.rules.setting import Logged, Setting, likeness
from trainee_app.logbook.rules import Code, Context, Draft, SameDay, Violation, check_entry
from trainee_app.programmes.rules.dates import spoken_date, spoken_minutes


@dataclass(slots=True)
class _Reading:
    """What one pass through the hours keeps in mind: the rows it has placed, and what each day holds."""

    table: Table
    setting: Setting
    roll: Roll
    names: frozenset[str]
    fingerprints: frozenset[str]
    logged: dict[tuple[int | None, date], list[Logged]]
    first_rows: dict[tuple[object, ...], int] = field(default_factory=dict)
    ordinals: dict[tuple[object, ...], int] = field(default_factory=lambda: defaultdict(int))
    taken: dict[tuple[str, date], list[SameDay]] = field(default_factory=lambda: defaultdict(list))


def read_hours(table: Table, setting: Setting, roll: Roll) -> list[RowOutcome]:
    """Account for every row of an hours' sheet."""
    logged: dict[tuple[int | None, date], list[Logged]] = defaultdict(list)
    for each in setting.logged:
        logged[each.trainee_id, each.worked_on].append(each)
    fingerprints = frozenset(each.fingerprint for each in setting.logged if each.fingerprint)
    reading = _Reading(table, setting, roll, _known_names(table, setting, roll), fingerprints, dict(logged))
    rows = table.above() + [_row(reading, line) for line in table.lines()]
    return _without_changed_rows(reading, rows)


def _known_names(table: Table, setting: Setting, roll: Roll) -> frozenset[str]:
    """Return the surnames of everybody who may be named: trainees, and whoever stands as supervisor or leader."""
    people = [member.name for member in roll.members.values()] + [line.text("with_whom") for line in table.lines()]
    return setting.known_names | {name.split()[-1].casefold() for name in people if name}


def _row(reading: _Reading, line: Line) -> RowOutcome:
    no_entry = why_no_entry(reading.table, line)
    if no_entry:
        return reading.table.skipped(line.row, no_entry)
    try:
        return _placed(reading, line, read_entry(line, reading.setting.definition, reading.roll))
    except RowWrong as wrong:
        return _refused(reading.table, line, wrong)


def _placed(reading: _Reading, line: Line, entry: ReadEntry) -> RowOutcome:
    """Say whether a row that can be read is new, in already, or a double; raises RowWrong for one that must not be."""
    alike = likeness(entry)
    whole = (*alike, entry.note)
    if whole in reading.first_rows:
        reason = (
            f"The same as row {reading.first_rows[whole]}, which counts once. If it was a second one, say so under "
            "Notes and bring the file in again."
        )
        return _ended(reading, line, Outcome.DOUBLE, entry, reason)
    entry = replace(entry, ordinal=reading.ordinals[alike] + 1)
    outcome, reason = _beside_the_log(reading, entry)
    reading.first_rows[whole] = line.row
    reading.ordinals[alike] += 1
    if outcome is Outcome.TAKEN:
        day = SameDay(entry.activity, entry.minutes, None, counts=True)
        reading.taken[entry.member.key, entry.worked_on].append(day)
    return _ended(reading, line, outcome, entry, reason)


def _beside_the_log(reading: _Reading, entry: ReadEntry) -> tuple[Outcome, str]:
    trainee_id = entry.member.trainee_id
    if trainee_id is not None and fingerprint(trainee_id, entry) in reading.fingerprints:
        return Outcome.IN_ALREADY, "Taken from an earlier file."
    logged = reading.logged.get((trainee_id, entry.worked_on), [])
    warnings = _insist(reading, entry, logged)
    if any(each.fingerprint is None and each.counts and _is_alike(each, entry) for each in logged):
        return Outcome.DOUBLE, "The same was logged on a page already. If it was a second one, log it there too."
    return Outcome.TAKEN, "There is another one like it on that day." if Code.LIKELY_DOUBLE in warnings else ""


def _insist(reading: _Reading, entry: ReadEntry, logged: Sequence[Logged]) -> set[str]:
    """Put the row to the rules that hold for every entry; raises RowWrong, returns what is merely pointed out."""
    same_day = [SameDay(each.activity, each.minutes, each.started_at_minute, each.counts) for each in logged]
    context = Context(
        definition=reading.setting.definition,
        starts_on=reading.setting.starts_on,
        ends_on=reading.setting.ends_on,
        same_day=[*same_day, *reading.taken.get((entry.member.key, entry.worked_on), ())],
        known_names=reading.names,
    )
    draft = Draft(worked_on=entry.worked_on, activity=entry.activity, minutes=entry.minutes, note=entry.note)
    violations = check_entry(draft, context, reading.setting.today)
    for violation in violations:
        # Nobody is there to confirm that a name in a note is not a family's.
        if violation.code == Code.NAMED or not violation.is_warning:
            raise RowWrong(violation.field, _to_the_office(violation, entry, reading.setting))
    return {violation.code for violation in violations}


def _to_the_office(violation: Violation, entry: ReadEntry, setting: Setting) -> str:
    """Say what is wrong to somebody who has the file before them and not the page. Never quotes a note."""
    day = spoken_date(entry.worked_on)
    words: dict[str, str] = {
        Code.FUTURE: f"{day} is in the future. Look at the year.",
        Code.BEFORE_START: f"{day} is before the cohort's first day, {spoken_date(setting.starts_on)}. Look at the year.",
        Code.AFTER_END: f"{day} is after the cohort's last day, {spoken_date(setting.ends_on)}. Look at the year.",
        Code.NOTHING: "Nothing would be recorded. Say how long it took, or take the row out.",
        Code.DAY_FULL: f"With this, {day} would have more than 24 hours. Look at the other rows of that day.",
        Code.IDENTIFIER: "The note holds what could tell who a family is: a number, an address or a date of birth. "
        "Take it out of the file, then bring it in again.",
        Code.NAMED: "The note seems to name somebody. Families are never named here: write “the mother” instead.",
    }
    return words.get(violation.code, violation.message)


def _is_alike(logged: Logged, entry: ReadEntry) -> bool:
    return (logged.activity, logged.minutes) == (entry.activity, entry.minutes)


def _without_changed_rows(reading: _Reading, rows: list[RowOutcome]) -> list[RowOutcome]:
    """Refuse a row that was in an earlier file and has been altered there since: it would count twice."""
    still_there = {
        fingerprint(row.entry.member.trainee_id, row.entry)
        for row in rows
        if row.outcome is Outcome.IN_ALREADY and row.entry and row.entry.member.trainee_id is not None
    }
    return [_unless_changed(reading, row, still_there) for row in rows]


def _unless_changed(reading: _Reading, row: RowOutcome, still_there: set[str]) -> RowOutcome:
    entry = row.entry
    if row.outcome is not Outcome.TAKEN or entry is None:
        return row
    for logged in reading.logged.get((entry.member.trainee_id, entry.worked_on), []):
        is_earlier_row = logged.fingerprint is not None and logged.fingerprint not in still_there
        if is_earlier_row and logged.counts and logged.activity == entry.activity:
            reason = (
                f"An earlier file gave {spoken_minutes(logged.minutes)} of this for {spoken_date(entry.worked_on)}, and "
                "this file no longer says so. Correct the entry on its page; what is in the log is never overwritten."
            )
            heading = reading.table.headings["minutes"]
            value = spoken_minutes(entry.minutes)
            return replace(row, outcome=Outcome.REFUSED, column=heading, value=value, reason=reason, entry=None)
    return row


def _ended(reading: _Reading, line: Line, outcome: Outcome, entry: ReadEntry, reason: str) -> RowOutcome:
    return RowOutcome(sheet=reading.table.name, row=line.row, outcome=outcome, reason=reason, entry=entry)


def _refused(table: Table, line: Line, wrong: RowWrong) -> RowOutcome:
    is_words = wrong.field in {"note", "with_whom"}
    value = NOT_KEPT if is_words else shown(line.cells[wrong.field], is_day=wrong.field == "worked_on")
    return RowOutcome(
        sheet=table.name,
        row=line.row,
        outcome=Outcome.REFUSED,
        column=table.headings[wrong.field],
        value=value,
        reason=wrong.reason,
    )
