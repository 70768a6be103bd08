"""What becomes of each row of a file of time: it comes in, is there already, is a double, is refused, or is no entry. Pure."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from trainee_app.imports.rules.mapping import Role, column_name
from trainee_app.imports.rules.outcomes import Member, Outcome
from trainee_app.imports.rules.timesheets import (
    LineLeftOut,
    LineWrong,
    Piece,
    Reader,
    ReadLine,
    pieces_of,
    read_piece,
    value_shown,
)
from trainee_app.logbook.rules import Code, Content, Draft, SameDay, Violation, check_draft, check_entry
from trainee_app.programmes.rules.dates import spoken_date

Exact = tuple[object, ...]
Alike = tuple[object, ...]
Progress = Callable[[int], None]
_A_PORTION: Final = 250
_ROLES: Final = {
    "worked_on": Role.DAY,
    "activity": Role.ACTIVITY,
    "minutes": Role.LENGTH,
    "outcome": Role.OUTCOME,
    "started_at": Role.START,
    "placement": Role.PLACEMENT,
    "case": Role.CASE,
    "note": Role.NOTE,
}
# Nobody is there to say so for each row: what a person would confirm on a page is refused here.
_UNCONFIRMED: Final = frozenset({Code.NAMED, Code.AGREED_NO_LONGER})


@dataclass(frozen=True, slots=True, kw_only=True)
class InLog:
    """An entry that is in the log, with what it says now. `came_as`: the fingerprint of the row that brought it.

    `is_there`: neither void nor discarded; `days` are what the rules look at of it, by day.
    """

    trainee_id: int
    content: Content
    is_there: bool
    came_as: str = ""
    days: tuple[tuple[date, SameDay], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLine:
    """How one row ended, or one filled cell of a wide sheet (`column` its letters).

    For a refused one a stable code, the heading and what may be kept of the cell that is why, and what to do about it.
    """

    row: int
    outcome: Outcome
    column: str = ""
    code: str = ""
    heading: str = ""
    value: str = ""
    reason: str = ""
    member: Member | None = None
    content: Content | None = None

    @property
    def minutes(self) -> int:
        """The minutes it says, where it could be read."""
        return 0 if self.content is None else self.content.minutes


@dataclass(frozen=True, slots=True)
class TimeAccount:
    """What became of every row of the sheet. `above` are the rows down to the headings."""

    above: int
    lines: tuple[TimeLine, ...]

    def having(self, *outcomes: Outcome) -> list[TimeLine]:
        """Return what ended so, in the order of the file."""
        return [line for line in self.lines if line.outcome in outcomes]

    def counts(self) -> Counter[Outcome]:
        """Return how many ended how."""
        return Counter(line.outcome for line in self.lines)

    def minutes(self) -> Counter[Outcome]:
        """Return the minutes of what could be read, by how it ended."""
        sums: Counter[Outcome] = Counter()
        for line in self.lines:
            sums[line.outcome] += line.minutes
        return sums

    def digest(self) -> str:
        """Return the SHA-256 of what a person has seen, so that nothing else is brought in than that."""
        said = [
            [line.row, line.column, line.outcome, line.code, line.member.key if line.member else "", repr(line.content)]
            for line in self.lines
        ]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def time_fingerprint(trainee_id: int, content: Content) -> str:
    """Return by what a row is told again once its entry has been changed. Its note is left out: that may be blanked."""
    said = [trainee_id, content.worked_on.isoformat(), content.activity, content.minutes, content.outcome]
    said += [content.started_at_minute, content.case_id]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


@dataclass(slots=True)
class _Scale:
    """What one pass through the rows keeps in mind."""

    reader: Reader
    today: date
    there: Counter[Exact] = field(default_factory=Counter)
    alike: Counter[Alike] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    days: dict[tuple[int, date], list[SameDay]] = field(default_factory=lambda: defaultdict(list))
    first_rows: dict[Exact, int] = field(default_factory=dict)


def weigh(reader: Reader, logged: Sequence[InLog], today: date, progress: Progress = lambda _done: None) -> TimeAccount:
    """Account for every row of the sheet: each ends in exactly one way. `progress` is told how many are done."""
    scale = _scale(reader, logged, today)
    lines = [_read(reader, piece) for piece in pieces_of(reader)]
    already = _there_already(scale, lines)
    ended: list[TimeLine] = []
    for number, (line, is_there) in enumerate(zip(lines, already, strict=True), 1):
        ended.append(_weighed(scale, line, is_there=is_there) if line.content is not None else line)
        if not number % _A_PORTION:
            progress(number)
    return TimeAccount(reader.mapping.heading_row, tuple(ended))


def _scale(reader: Reader, logged: Sequence[InLog], today: date) -> _Scale:
    scale = _Scale(reader, today)
    for each in logged:
        is_changed = each.came_as and each.came_as != time_fingerprint(each.trainee_id, each.content)
        if each.is_there:
            scale.there[_exact(each.trainee_id, each.content)] += 1
            scale.alike[_alike(each.trainee_id, each.content)] += 1
        if is_changed or (each.came_as and not each.is_there):
            scale.changed[each.came_as] += 1
        for on, day in each.days:
            scale.days[each.trainee_id, on].append(day)
    return scale


def _exact(trainee_id: int, content: Content) -> Exact:
    return (
        *_alike(trainee_id, content),
        content.outcome,
        content.started_at_minute,
        content.case_id,
        content.placement_id,
        content.details.with_whom.casefold(),
        " ".join(content.note.split()),
    )


def _alike(trainee_id: int, content: Content) -> Alike:
    return (trainee_id, content.worked_on, content.activity, content.minutes)


def _read(reader: Reader, piece: Piece) -> TimeLine:
    column = "" if piece.place is None else column_name(piece.place)
    try:
        read = read_piece(reader, piece)
    except LineLeftOut as left_out:
        return TimeLine(row=piece.row, column=column, outcome=Outcome.SKIPPED, reason=str(left_out))
    except LineWrong as wrong:
        return _refused(reader, piece, TimeLine(row=piece.row, column=column, outcome=Outcome.REFUSED), wrong)
    return _taken(piece, column, read)


def _taken(piece: Piece, column: str, read: ReadLine) -> TimeLine:
    return TimeLine(
        row=piece.row,
        column=column,
        outcome=Outcome.TAKEN,
        reason=read.remark,
        member=read.member,
        content=read.content,
    )


def _refused(reader: Reader, piece: Piece, line: TimeLine, wrong: LineWrong) -> TimeLine:
    heading, value = value_shown(reader, piece, wrong.role)
    return replace(
        line, outcome=Outcome.REFUSED, code=str(wrong.code), heading=heading, value=value, reason=wrong.reason
    )


def _there_already(scale: _Scale, lines: Sequence[TimeLine]) -> list[bool]:
    """Say of each row whether an entry of the log says the very same; each entry answers for one row alone."""
    found = []
    for line in lines:
        exact = None if line.content is None else _exact(_trainee(line), line.content)
        is_there = exact is not None and scale.there[exact] > 0
        if exact is not None and line.content is not None and is_there:
            scale.there[exact] -= 1
            scale.alike[_alike(_trainee(line), line.content)] -= 1
        found.append(is_there)
    return found


def _trainee(line: TimeLine) -> int:
    assert line.member is not None  # noqa: S101 - whatever could be read is somebody's
    return line.member.trainee_id or 0


def _weighed(scale: _Scale, line: TimeLine, *, is_there: bool) -> TimeLine:
    assert line.content is not None  # noqa: S101 - asked by the caller
    content, trainee_id = line.content, _trainee(line)
    if is_there:
        scale.first_rows.setdefault(_exact(trainee_id, content), line.row)
        return replace(line, outcome=Outcome.IN_ALREADY, reason="The same stands in the log already.")
    mark = time_fingerprint(trainee_id, content)
    if scale.changed[mark]:
        scale.changed[mark] -= 1
        scale.first_rows.setdefault(_exact(trainee_id, content), line.row)
        words = "Brought in before; the entry was changed or made void since, and stays as it is."
        return replace(line, outcome=Outcome.IN_ALREADY, reason=words)
    double = "" if scale.reader.mapping.takes_doubles else _double(scale, line)
    if double:
        return replace(line, outcome=Outcome.DOUBLE, code=str(Code.LIKELY_DOUBLE), reason=double)
    return _judged(scale, line)


def _double(scale: _Scale, line: TimeLine) -> str:
    """Say of which row or entry this seems to be a second standing; empty if of none."""
    assert line.content is not None  # noqa: S101 - asked by the caller
    trainee_id, content = _trainee(line), line.content
    exact = _exact(trainee_id, content)
    if exact in scale.first_rows:
        return f"The same as row {scale.first_rows[exact]}, which counts once."
    alike = _alike(trainee_id, content)
    if scale.alike[alike] > 0:
        scale.alike[alike] -= 1
        return "The same activity with the same time stands in the log on that day."
    return ""


def _judged(scale: _Scale, line: TimeLine) -> TimeLine:
    """Put a row to the rules that hold for every entry, with what the file adds to its day before it."""
    assert line.content is not None  # noqa: S101 - asked by the caller
    assert line.member is not None  # noqa: S101 - the same
    content, day = line.content, scale.days[_trainee(line), line.content.worked_on]
    context = replace(scale.reader.grounds[line.member.key].context, same_day=day)
    draft = Draft.of(content)
    found = check_entry(draft, context, scale.today)
    hands_in = scale.reader.mapping.hands_in or scale.reader.by_office
    stops = [each for each in found if _stops(each)] if hands_in else check_draft(draft, context, scale.today)
    if stops:
        return _against_a_rule(scale, line, stops[0])
    day.append(SameDay(content.activity, content.minutes, content.started_at_minute, hands_in))
    scale.first_rows.setdefault(_exact(_trainee(line), content), line.row)
    remark = _sentence(found[0], line, scale) if found else ""
    return replace(line, reason=" ".join(each for each in (line.reason, remark) if each))


def _stops(violation: Violation) -> bool:
    return not violation.is_warning or violation.code in _UNCONFIRMED


def _against_a_rule(scale: _Scale, line: TimeLine, violation: Violation) -> TimeLine:
    role = _ROLES.get(violation.field)
    sheet = scale.reader.sheet
    piece = Piece(line.row, sheet.rows[line.row - 1], _place(line.column))
    words = _sentence(violation, line, scale)
    return _refused(
        scale.reader, piece, replace(line, reason=""), LineWrong(violation.code, role, words)
    )  # fmt: skip


def _place(column: str) -> int | None:
    place = 0
    for letter in column:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1 if column else None


def _sentence(violation: Violation, line: TimeLine, scale: _Scale) -> str:
    """Say what is wrong without quoting a note, and to an office without saying "you"."""
    assert line.content is not None  # noqa: S101 - what was judged has been read
    day = spoken_date(line.content.worked_on)
    words: dict[str, str] = {
        Code.IDENTIFIER: "The note holds what could tell who a family is: a number, an address or a date of birth. "
        "Take it out.",
        Code.NAMED: "The note seems to name somebody. Families are never named here: write “the mother” instead.",
        Code.DAY_FULL: f"With this, {day} would have more than 24 hours. Look at the other rows of that day.",
    }
    if scale.reader.by_office:
        words[Code.AFTER_END] = f"{day} is after the last day of the training. Look at the year."
        words[Code.BEFORE_START] = f"{day} is before the first day of the training. Look at the year."
        words[Code.IN_BREAK] = f"{day} lies in a break of the training. Mend the day, or the break."
    return words.get(violation.code, violation.message)


def by_trainee(account: TimeAccount) -> Mapping[int, list[TimeLine]]:
    """Return what comes in, by trainee."""
    found: dict[int, list[TimeLine]] = defaultdict(list)
    for line in account.having(Outcome.TAKEN):
        found[_trainee(line)].append(line)
    return found
