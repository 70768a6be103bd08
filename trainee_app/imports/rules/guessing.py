"""Guessing how a file is to be read, and saying what cannot be guessed. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Final

from trainee_app.imports.rules.cells import heading_key, key_of, text_of
from trainee_app.imports.rules.lengths import has_parts, is_bare, likely_unit, read_minutes
from trainee_app.imports.rules.mapping import DayOrder, LengthUnit, Mapping, Role, body_of, headings_of, name_key
from trainee_app.imports.rules.moments import is_real_day, order_shown_by
from trainee_app.imports.rules.naming import activity_called, likely_activity
from trainee_app.imports.rules.roles import MAY_SAY_ACTIVITY, column_of_days, likely_heading_row, likely_roles
from trainee_app.logbook.rules import DurationUnreadable, Violation
from trainee_app.programmes.rules import Definition
from trainee_app.tables import Cell, Sheet

MOST_NAMES: Final = 60
_FIRST_DAYS: Final = 12


def guess(sheets: Sequence[Sheet], definition: Definition, *, own: Collection[str] | None) -> Mapping:
    """Return the likeliest way to read the file: the sheet and row with the best headings, and all that follows.

    `own`: how the one trainee may be spelt whose own file it is; None for an office's.
    """

    def knows(name: str) -> bool:
        return bool(activity_called(definition, name))

    rows = [likely_heading_row(sheet, knows) for sheet in sheets]
    best = max(range(len(sheets)), key=lambda place: (rows[place] > 0, len(sheets[place].rows)), default=0)
    return guess_below(sheets, best, rows[best] or 1, definition, own=own)


def guess_below(
    sheets: Sequence[Sheet], place: int, heading_row: int, definition: Definition, *, own: Collection[str] | None
) -> Mapping:
    """Return the likeliest way to read this sheet, whose headings stand in that row."""
    sheet = sheets[place]
    headings = headings_of(sheet, heading_row)
    allowed = set(Role) - (set() if own is None else {Role.WITH_WHOM})
    at = _column_of_activities(sheet, heading_row, headings, definition)
    roles = likely_roles(headings, allowed=allowed, activity_at=at)
    _find_days(sheet, heading_row, roles)
    if own is not None:
        _leave_one_name(sheet, heading_row, roles, own)
    amounts = _amounts(sheet, heading_row, headings, roles, definition)
    for each in amounts:
        roles[each] = Role.AMOUNT
    mapping = Mapping(sheet=place, heading_row=heading_row, roles=tuple(roles), amounts=amounts)
    return with_details(sheet, mapping, definition)


def with_details(sheet: Sheet, mapping: Mapping, definition: Definition) -> Mapping:
    """Return the mapping with what follows from its roles guessed: order of days, units, names of activities."""
    headings = headings_of(sheet, mapping.heading_row)
    units: dict[int, LengthUnit] = {}
    for place in mapping.columns(Role.LENGTH, Role.AMOUNT):
        unit = likely_unit(headings[place], _cells(sheet, mapping, place))
        if unit is not None:
            units[place] = unit
    mapping = replace(mapping, units=units)
    return replace(
        mapping,
        day_order=_day_order(sheet, mapping),
        is_swapped=None if may_be_swapped(sheet, mapping) else False,
        rounds=None if needs_rounding(sheet, mapping) else False,
        activities={
            name_key(name): likely_activity(definition, name)
            for name in names_of_activities(sheet, mapping)
        },
    )  # fmt: skip


def taken_up(before: Mapping, guessed: Mapping) -> Mapping:
    """Return how a file is read as its like was read before. What the file itself leaves no doubt of is not overruled."""
    roles = (*before.roles, *[Role.NOTHING] * len(guessed.roles))[: len(guessed.roles)]
    return replace(
        before,
        sheet=guessed.sheet,
        heading_row=guessed.heading_row,
        roles=roles,
        day_order=guessed.day_order or before.day_order,
        is_swapped=guessed.is_swapped,
        units={**before.units, **guessed.units},
        rounds=before.rounds if guessed.rounds is None else guessed.rounds,
        activities={**guessed.activities, **{key: each for key, each in before.activities.items() if each}},
        takes_doubles=False,
    )


def _column_of_activities(
    sheet: Sheet, heading_row: int, headings: Sequence[str], definition: Definition
) -> int | None:
    """Return the column most of whose names are the programme's; of trackers' columns the first that may say it."""
    known: dict[int, float] = {}
    for place, heading in enumerate(headings):
        names = {text_of(row[place]) for row in sheet.rows[heading_row:]} - {""}
        if heading_key(heading) in MAY_SAY_ACTIVITY and names:
            known[place] = sum(bool(likely_activity(definition, name)) for name in sorted(names)[:MOST_NAMES]) / len(
                names
            )
    best = max(
        known, key=lambda place: (known[place], -MAY_SAY_ACTIVITY.index(heading_key(headings[place]))), default=None
    )
    if best is None or known[best] > 0:
        return best
    # Without any match the heading decides, and the names are asked for.
    usual = [place for place in known if heading_key(headings[place]) in MAY_SAY_ACTIVITY[:9]]
    return min(usual, key=lambda place: MAY_SAY_ACTIVITY.index(heading_key(headings[place])), default=None)


def _leave_one_name(sheet: Sheet, heading_row: int, roles: list[Role], own: Collection[str]) -> None:
    """Leave a column out that calls everybody by one name, not the trainee's own: a tracker knows a nickname."""
    if Role.TRAINEE in roles:
        place = roles.index(Role.TRAINEE)
        names = {key_of(text_of(row[place])) for row in sheet.rows[heading_row:]} - {""}
        if len(names) == 1 and not names & set(own):
            roles[place] = Role.NOTHING


def _find_days(sheet: Sheet, heading_row: int, roles: list[Role]) -> None:
    if Role.DAY in roles:
        return
    free = [place for place, role in enumerate(roles) if role is Role.NOTHING]
    place = column_of_days(sheet, heading_row, free)
    if place is not None:
        roles[place] = Role.DAY


def _amounts(
    sheet: Sheet, heading_row: int, headings: Sequence[str], roles: Sequence[Role], definition: Definition
) -> dict[int, str]:
    """Return the columns that hold the time of one activity each, where no column says what it was."""
    if Role.ACTIVITY in roles or Role.LENGTH in roles:
        return {}
    found: dict[int, str] = {}
    for place, heading in enumerate(headings):
        key = likely_activity(definition, heading)
        cells = [row[place] for row in sheet.rows[heading_row:] if text_of(row[place])]
        if key and roles[place] is Role.NOTHING and all(_is_length(cell) for cell in cells[:MOST_NAMES]):
            found[place] = key
    return found


def _is_length(cell: Cell) -> bool:
    try:
        read_minutes(cell, LengthUnit.MINUTES if is_bare(cell) else None, rounds=True)
    except DurationUnreadable:
        return False
    return True


def _cells(sheet: Sheet, mapping: Mapping, place: int) -> list[Cell]:
    """Return what stands in a column, of the rows that may be entries: a sum would hide what the numbers mean."""
    days = mapping.columns(Role.DAY) or mapping.columns(Role.START)
    return [
        row[place]
        for _, row in body_of(sheet, mapping)
        if text_of(row[place]) and (not days or any(text_of(row[day]) for day in days))
    ]


def _cells_of_days(sheet: Sheet, mapping: Mapping) -> list[Cell]:
    return [cell for place in mapping.columns(Role.DAY, Role.START) for cell in _cells(sheet, mapping, place)]


def _day_order(sheet: Sheet, mapping: Mapping) -> DayOrder | None:
    """Return the only order in which all days are days; None where both are possible, or neither is for all."""
    possible: set[DayOrder] = set(DayOrder)
    for cell in _cells_of_days(sheet, mapping):
        shown = order_shown_by(cell)
        possible &= shown or set(DayOrder)
    return next(iter(possible)) if len(possible) == 1 else None


def needs_order(sheet: Sheet, mapping: Mapping) -> bool:
    """Whether a day in the file is another one by the other order."""
    return any(order_shown_by(cell) for cell in _cells_of_days(sheet, mapping))


def may_be_swapped(sheet: Sheet, mapping: Mapping) -> bool:
    """Whether a spreadsheet programme seems to have read 3/11 as 11 March, and left 13/11 alone as a text.

    Then all real dates have a day up to the twelfth, and all days in text can be read in one order alone.
    """
    cells = _cells_of_days(sheet, mapping)
    real = [cell for cell in cells if is_real_day(cell)]
    texts = [shown for cell in cells if (shown := order_shown_by(cell))]
    return bool(real and texts) and all(len(shown) == 1 for shown in texts) and all(
        getattr(cell, "day", 0) <= _FIRST_DAYS for cell in real
    )  # fmt: skip


def needs_unit(sheet: Sheet, mapping: Mapping, place: int) -> bool:
    """Whether a number stands alone in the column, so that somebody must say what it counts."""
    return any(is_bare(cell) for cell in _cells(sheet, mapping, place))


def needs_rounding(sheet: Sheet, mapping: Mapping) -> bool:
    """Whether a duration of the file is no whole number of minutes."""
    return any(
        has_parts(cell, mapping.units.get(place))
        for place in mapping.columns(Role.LENGTH, Role.AMOUNT)
        for cell in _cells(sheet, mapping, place)
    )


def names_of_activities(sheet: Sheet, mapping: Mapping) -> list[str]:
    """Return the different names of activities in the file, the most frequent first; at most MOST_NAMES of them."""
    place = mapping.column(Role.ACTIVITY)
    if place is None:
        return []
    spelt: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for cell in _cells(sheet, mapping, place):
        counts[key_of(text_of(cell))] += 1
        spelt.setdefault(key_of(text_of(cell)), text_of(cell))
    return [spelt[key] for key, _ in counts.most_common(MOST_NAMES)]


def questions(sheet: Sheet, mapping: Mapping, definition: Definition, *, names_trainees: bool) -> list[Violation]:
    """Return what must be said before the file can be read, each at its field."""
    return [
        *_about_columns(mapping, names_trainees=names_trainees),
        *_about_days(sheet, mapping),
        *_about_lengths(sheet, mapping),
        *_about_names(sheet, mapping, definition),
    ]


def _about_columns(mapping: Mapping, *, names_trainees: bool) -> Iterable[Violation]:
    for role in _twice(mapping.roles):
        yield Violation("column_twice", "columns", f"Two columns are said to hold “{role.words}”. Leave one of them.")
    if not mapping.columns(Role.DAY, Role.START):
        yield Violation("no_column", "columns", "Say which column holds the date.")
    has_span = Role.START in mapping.roles and Role.END in mapping.roles
    if not mapping.columns(Role.LENGTH, Role.AMOUNT) and not has_span:
        yield Violation("no_column", "columns", "Say which column holds how long it took, or began and ended.")
    if mapping.is_wide and mapping.columns(Role.LENGTH, Role.ACTIVITY):
        words = "A file has either a column for each activity, or one that says what it was and one how long it took."
        yield Violation("two_kinds", "columns", words)
    if names_trainees and Role.TRAINEE not in mapping.roles:
        yield Violation("no_column", "columns", "Say which column names the trainee.")


def _twice(roles: Collection[Role]) -> list[Role]:
    counts = Counter(roles)
    return [role for role, count in counts.items() if count > 1 and role not in {Role.NOTHING, Role.AMOUNT}]


def _about_days(sheet: Sheet, mapping: Mapping) -> Iterable[Violation]:
    if mapping.day_order is None and needs_order(sheet, mapping):
        words = "A date like 3/11 in this file could be two days. Say which stands first, the day or the month."
        yield Violation("which_order", "day_order", words)
    if mapping.is_swapped is None and may_be_swapped(sheet, mapping):
        words = "Some dates here seem to have day and month changed. Look at the first ones, and say which is right."
        yield Violation("maybe_swapped", "is_swapped", words)


def _about_lengths(sheet: Sheet, mapping: Mapping) -> Iterable[Violation]:
    for place in mapping.columns(Role.LENGTH, Role.AMOUNT):
        if place not in mapping.units and needs_unit(sheet, mapping, place):
            yield Violation("which_unit", f"unit_{place}", "Say what a number alone means in this column.")
    if mapping.rounds is None and needs_rounding(sheet, mapping):
        yield Violation("rounding", "rounds", "Say what becomes of parts of a minute.")


def _about_names(sheet: Sheet, mapping: Mapping, definition: Definition) -> Iterable[Violation]:
    if mapping.is_wide:
        for place in mapping.columns(Role.AMOUNT):
            if mapping.amounts.get(place, "") not in definition.activities:
                yield Violation("which_activity", f"amount_{place}", "Say which activity’s time this column holds.")
    elif Role.ACTIVITY in mapping.roles:
        for name in names_of_activities(sheet, mapping):
            if not mapping.activities.get(name_key(name)):
                words = f"Say what “{name}” is, or leave its rows out."
                yield Violation("which_activity", f"name_{name_key(name)}", words)
    elif mapping.one_activity not in definition.activities:
        yield Violation("which_activity", "one_activity", "No column says what it was. Say it for all rows.")
