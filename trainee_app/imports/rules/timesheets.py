"""Rows of a file become what an entry says, or say why they do not: cell by cell, as the mapping has it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from trainee_app.imports.rules import mapping as how
from trainee_app.imports.rules.cells import heading_key, is_empty, is_telling, key_of, note_text, shown, text_of
from trainee_app.imports.rules.lengths import read_minutes
from trainee_app.imports.rules.mapping import LEFT_OUT, Role, name_key
from trainee_app.imports.rules.moments import Moment, read_moment
from trainee_app.imports.rules.outcomes import Member
from trainee_app.logbook.rules import (
    Code,
    Content,
    Context,
    DayUnreadable,
    Details,
    DurationUnreadable,
    TimeUnreadable,
    details_for,
    kind_of,
)
from trainee_app.programmes.rules import Definition, Outcome
from trainee_app.tables import Cell, Sheet

LONGEST_WITH: Final = 120
TAKEN_FROM: Final = "office workbook"
_SUM: Final = re.compile(
    r"(?:sub[\s\-]?|grand[\s\-]?|month(?:ly)?[\s\-]?|week(?:ly)?[\s\-]?)?(?:totals?|sum)\b", re.IGNORECASE
)
_OUTCOMES: Final = {
    **dict.fromkeys(("", "held", "attended", "yes", "y", "completed", "done", "took place", "present"), Outcome.HELD),
    **dict.fromkeys(("missed", "dna", "did not attend", "no show", "absent", "not attended", "no"), Outcome.MISSED),
    **dict.fromkeys(("cancelled", "canceled", "cancelled by family", "called off"), Outcome.CANCELLED),
}
_A_MINUTE: Final = 60
_FORMULA: Final = frozenset("=+-@")


class LineWrong(Exception):
    """A row cannot be an entry: a stable code, the role of the cell that is why, and what a person can do."""

    def __init__(self, code: str, role: Role | None, reason: str) -> None:
        """Keep all three."""
        super().__init__(reason)
        self.code, self.role, self.reason = code, role, reason


class LineLeftOut(Exception):
    """A row is no entry; `str()` says why not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What the rows of one trainee are put against, whatever their day. `days` is filled by whoever weighs.

    `placements` by their names, `cases` by their codes, both as `key_of` spells them.
    """

    member: Member
    context: Context
    placements: Mapping[str, int] = field(default_factory=dict)
    cases: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """All that reading a row needs. `whose` is set where all rows are one trainee's; `trainees` by name and by e-mail.

    `own_names`: how the one trainee may be spelt in the file.
    """

    sheet: Sheet
    mapping: how.Mapping
    definition: Definition
    zone: str
    grounds: Mapping[str, Ground]
    whose: Member | None = None
    trainees: Mapping[str, Sequence[Member]] = field(default_factory=dict)
    by_office: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """One row, or in a wide sheet one filled cell of a row (`place` its column): what is to become one entry."""

    row: int
    cells: tuple[Cell, ...]
    place: int | None = None


@dataclass(frozen=True, slots=True)
class ReadLine:
    """What a row says, and whose it is. `remark`: something about it that a person should know."""

    member: Member
    content: Content
    remark: str = ""


def pieces_of(reader: Reader) -> Iterator[Piece]:
    """Give everything below the headings: every row at least once."""
    amounts = reader.mapping.columns(Role.AMOUNT)
    for row, cells in how.body_of(reader.sheet, reader.mapping):
        filled = [place for place in amounts if not _is_nothing(cells[place])]
        if not filled:
            yield Piece(row, cells)
        for place in filled:
            yield Piece(row, cells, place)


def _is_nothing(cell: Cell) -> bool:
    """Whether a cell of a wide sheet says that there was no such time."""
    return text_of(cell) in {"", "0", "-", "–", "0:00", "0:00:00", "00:00", "00:00:00"}


def read_piece(reader: Reader, piece: Piece) -> ReadLine:
    """Return what a row says. Raises LineLeftOut where it is no entry, LineWrong for the first cell that cannot be read."""
    _leave_out(reader, piece)
    member = _member(reader, piece)
    activity = _activity(reader, piece)
    outcome = _outcome(reader, piece)
    day, start = _when(reader, piece)
    minutes, remark = _minutes(reader, piece, start, outcome)
    content = Content(
        worked_on=day,
        activity=activity,
        minutes=minutes,
        outcome=outcome,
        started_at_minute=None if start is None else start // _A_MINUTE,
        placement_id=_placement(reader, piece, member),
        case_id=_case(reader, piece, member),
        details=_details(reader, piece),
        note=note_text(str(_cell(reader, piece, Role.NOTE))),
    )
    return ReadLine(member, fitted(reader, content), remark)


def fitted(reader: Reader, content: Content) -> Content:
    """Return the content as the log would keep it: no case where the activity has none, no details of another kind."""
    activity = reader.definition.activity(content.activity)
    details = content.details
    case_id = content.case_id if activity.needs_case else None
    if reader.by_office:
        details = Details(
            taken_from=details.taken_from,
            with_whom=details.with_whom,
            case_not_known=activity.needs_case and case_id is None,
        )
    return Content(
        worked_on=content.worked_on,
        activity=content.activity,
        minutes=content.minutes,
        outcome=content.outcome,
        started_at_minute=content.started_at_minute,
        placement_id=content.placement_id,
        case_id=case_id,
        details=details_for(kind_of(activity), details),
        note=content.note,
    )


def value_shown(reader: Reader, piece: Piece, role: Role | None) -> tuple[str, str]:
    """Return the heading of the cell that is why a row is refused, and of its value what may be kept."""
    place = piece.place if role in {Role.AMOUNT, Role.LENGTH} and piece.place is not None else None
    if place is None and role is not None:
        place = reader.mapping.column(role)
    if place is None:
        return "", ""
    heading = how.headings_of(reader.sheet, reader.mapping.heading_row)[place]
    if role is Role.NOTE:
        return heading or how.column_name(place), ""
    return heading or how.column_name(place), shown(piece.cells[place], is_day=role is Role.DAY)


def _cell(reader: Reader, piece: Piece, role: Role) -> Cell:
    place = reader.mapping.column(role)
    cell = "" if place is None else piece.cells[place]
    # A list of refused rows has an apostrophe before what a spreadsheet programme would take for a formula.
    return cell[1:] if isinstance(cell, str) and cell[:1] == "'" and cell[1:2] in _FORMULA else cell


def _text(reader: Reader, piece: Piece, role: Role) -> str:
    return text_of(_cell(reader, piece, role))


def _leave_out(reader: Reader, piece: Piece) -> None:
    """Raises LineLeftOut for a row that is no entry at all: empty, a sum, the headings again, a remark, left out."""
    if is_empty(piece.cells):
        raise LineLeftOut("Empty.")
    words = [text_of(cell) for cell in piece.cells if isinstance(cell, str) and text_of(cell)]
    has_day = bool(_text(reader, piece, Role.DAY) or _text(reader, piece, Role.START))
    if words and _SUM.match(words[0]) and not has_day:
        raise LineLeftOut("A sum of other rows.")
    if _text(reader, piece, Role.DAY) and _SUM.fullmatch(_text(reader, piece, Role.DAY)):
        raise LineLeftOut("A sum of other rows.")
    headings = how.headings_of(reader.sheet, reader.mapping.heading_row)
    if [heading_key(text_of(cell)) for cell in piece.cells] == [heading_key(each) for each in headings]:
        raise LineLeftOut("The headings again.")
    _leave_out_without_time(reader, piece, has_day=has_day)
    named = _text(reader, piece, Role.ACTIVITY)
    if named and reader.mapping.activities.get(name_key(named)) == LEFT_OUT:
        raise LineLeftOut("Left out: you said that this is no time for the training.")


def _leave_out_without_time(reader: Reader, piece: Piece, *, has_day: bool) -> None:
    says = [role for role in (Role.LENGTH, Role.END, Role.ACTIVITY) if _text(reader, piece, role)]
    if reader.mapping.is_wide and piece.place is None:
        raise LineLeftOut("No time stands in this row.")
    if not has_day and not says and piece.place is None:
        raise LineLeftOut("A remark: nothing stands under the headings of an entry.")
    others = [role for role in (Role.NOTE, Role.START, Role.CASE, Role.OUTCOME) if _text(reader, piece, role)]
    if has_day and not says and not others and piece.place is None:
        raise LineLeftOut("Only a date: nothing was done, as far as this row says.")


def _member(reader: Reader, piece: Piece) -> Member:
    name = _text(reader, piece, Role.TRAINEE)
    found = reader.trainees.get(key_of(name), ()) if name else ()
    if reader.whose is not None:
        return _the_one(reader, name, found)
    if len(found) == 1:
        return found[0]
    if not name:
        raise LineWrong("no_trainee", Role.TRAINEE, "Say whose time this is.")
    if found:
        words = "More than one trainee has this name. Write the e-mail address here instead."
        raise LineWrong("which_trainee", Role.TRAINEE, words)
    raise LineWrong("unknown_trainee", Role.TRAINEE, "No trainee of this cohort has this name. Mend the spelling.")


def _the_one(reader: Reader, name: str, found: Sequence[Member]) -> Member:
    """Refuse a row that names somebody else: an export of a whole team holds other people's time."""
    assert reader.whose is not None  # noqa: S101 - asked by the caller
    if name and reader.whose not in found:
        words = "This row names somebody else. If it is the same person by another name, leave that column out."
        raise LineWrong("another_person", Role.TRAINEE, words)
    return reader.whose


def _activity(reader: Reader, piece: Piece) -> str:
    mapping, known = reader.mapping, reader.definition.activities
    if piece.place is not None:
        key = mapping.amounts.get(piece.place, "")
    elif Role.ACTIVITY in mapping.roles:
        name = _text(reader, piece, Role.ACTIVITY)
        if not name:
            raise LineWrong(Code.NO_ACTIVITY, Role.ACTIVITY, "Say what it was.")
        key = mapping.activities.get(name_key(name), "")
    else:
        key = mapping.one_activity
    if key not in known:
        words = "The programme has no such activity. Say on the page of the columns what this name means."
        raise LineWrong(Code.UNKNOWN_ACTIVITY, Role.ACTIVITY, words)
    return key


def _outcome(reader: Reader, piece: Piece) -> Outcome:
    found = _OUTCOMES.get(key_of(_text(reader, piece, Role.OUTCOME)))
    if found is None:
        words = "Say whether it was held, missed or cancelled."
        raise LineWrong(Code.UNKNOWN_OUTCOME, Role.OUTCOME, words)
    return found


def _moment(reader: Reader, piece: Piece, role: Role) -> Moment:
    mapping = reader.mapping
    try:
        return read_moment(
            _cell(reader, piece, role), mapping.day_order, is_swapped=bool(mapping.is_swapped), zone=reader.zone
        )
    except DayUnreadable as unreadable:
        raise LineWrong(unreadable.problem, role, str(unreadable)) from None
    except TimeUnreadable as unreadable:
        raise LineWrong("not_a_time", role, str(unreadable)) from None


def _when(reader: Reader, piece: Piece) -> tuple[date, int | None]:
    """Return the day, and the second after midnight at which it began, if the row says so."""
    on, began = _moment(reader, piece, Role.DAY), _moment(reader, piece, Role.START)
    if on.day and began.day and on.day != began.day:
        raise LineWrong("two_days", Role.START, "The date and the time it began name two days. Mend one of the two.")
    day = on.day or began.day
    if day is None:
        words = "Say on which day it was. Write it like 3/11/2026 or 3 Nov 2026."
        raise LineWrong(Code.NO_DATE, Role.DAY, words)
    # A date column's own midnight is no time of day.
    return day, began.second if began.second is not None else (on.second or None)


def _minutes(reader: Reader, piece: Piece, start: int | None, outcome: Outcome) -> tuple[int, str]:
    said, spanned = _said_minutes(reader, piece), _spanned_minutes(reader, piece, start)
    if outcome is not Outcome.HELD:
        # A tracker gives the planned length of what was missed; the log keeps none.
        return 0, ("Missed or cancelled: it took no time." if said or spanned else "")
    if said is None and spanned is None:
        raise LineWrong(Code.NO_DURATION, _length_role(reader), "Say how long it took, like 50 min or 1h30.")
    if said is None:
        return spanned or 0, ""
    if spanned is not None and said > spanned + 1:
        words = "It took longer than from its beginning to its end. Mend one of the three."
        raise LineWrong("times_disagree", Role.LENGTH, words)
    if spanned and abs(said - spanned) <= 1:
        # Rounded each by itself, two that follow each other would overlap by a minute.
        return spanned, ""
    apart = spanned is not None and spanned > said
    return said, "Shorter than from its beginning to its end: the duration is taken." if apart else ""


def _length_role(reader: Reader) -> Role:
    return Role.LENGTH if Role.LENGTH in reader.mapping.roles else Role.END


def _said_minutes(reader: Reader, piece: Piece) -> int | None:
    place = piece.place if piece.place is not None else reader.mapping.column(Role.LENGTH)
    if place is None or not text_of(piece.cells[place]):
        return None
    try:
        return read_minutes(piece.cells[place], reader.mapping.units.get(place), rounds=bool(reader.mapping.rounds))
    except DurationUnreadable as unreadable:
        raise LineWrong(unreadable.problem, Role.LENGTH, str(unreadable)) from None


def _spanned_minutes(reader: Reader, piece: Piece, start: int | None) -> int | None:
    if start is None or not _text(reader, piece, Role.END):
        return None
    ended = _moment(reader, piece, Role.END)
    if ended.second is None:
        raise LineWrong("not_a_time", Role.END, "Say at what time it ended, like 14:50.")
    began_on = _moment(reader, piece, Role.START).day or _moment(reader, piece, Role.DAY).day
    if ended.day is not None and ended.day != began_on:
        words = "It would end on another day. Log what falls on each day by itself."
        raise LineWrong(Code.PAST_MIDNIGHT, Role.END, words)
    if ended.second <= start:
        raise LineWrong("ends_before_it_begins", Role.END, "It ends before it begins. Mend one of the two.")
    # As the clock shows them: began 9:00:20, ended 9:50:10 is fifty minutes.
    return ended.second // _A_MINUTE - start // _A_MINUTE


def _placement(reader: Reader, piece: Piece, member: Member) -> int | None:
    name = _text(reader, piece, Role.PLACEMENT)
    if not name:
        return None
    found = reader.grounds[member.key].placements.get(key_of(name))
    if found is None:
        words = "No placement of this trainee has this name. Mend the spelling, or leave it empty."
        raise LineWrong(Code.PLACEMENT, Role.PLACEMENT, words)
    return found


def _case(reader: Reader, piece: Piece, member: Member) -> int | None:
    code = _text(reader, piece, Role.CASE)
    if not code:
        return None
    found = reader.grounds[member.key].cases.get(case_key(code))
    if found is None:
        words = "No case of this trainee has this code. Mend it, or leave it empty."
        raise LineWrong(Code.CASE_UNKNOWN, Role.CASE, words)
    return found


def case_key(code: str) -> str:
    """Return what two spellings of a case's code share: "KESTREL-47" and "kestrel 47"."""
    return heading_key(code.replace("_", " ").replace("-", " ")).replace(" ", "")


def _details(reader: Reader, piece: Piece) -> Details:
    name = _text(reader, piece, Role.WITH_WHOM) if reader.by_office else ""
    if len(name) > LONGEST_WITH or is_telling(name):
        raise LineWrong("with_whom", Role.WITH_WHOM, "Write one name alone here: no address, number or date.")
    return Details(taken_from=TAKEN_FROM if reader.by_office else "", with_whom=name)
