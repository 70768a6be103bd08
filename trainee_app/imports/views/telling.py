"""How the account of a file of time stands on a page, and which of its rows are given back to be mended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final

from trainee_app.imports import services
from trainee_app.imports.models import TimeFile, TimeRow
from trainee_app.imports.queries import activity_titles, times
from trainee_app.imports.queries.times import MOST_LINES_SHOWN
from trainee_app.imports.rules import Outcome
from trainee_app.imports.rules.cells import text_of
from trainee_app.imports.rules.mapping import WHAT_TO_MEND, Mapping, Role, column_name, headings_of, read_mapping
from trainee_app.imports.rules.weighing import TimeLine
from trainee_app.tables import Cell, Sheet
from trainee_app.tables.writing import harmless
from trainee_app.web.formats import short_date, short_duration
from trainee_app.web.parts import Column

_MOST_MONTHS: Final = 12
_ORDER: Final = (Outcome.TAKEN, Outcome.IN_ALREADY, Outcome.DOUBLE, Outcome.REFUSED, Outcome.SKIPPED)
TOTALS: Final = (Column("name", "Trainee"), Column("activity", "Activity"), Column("time", "Time", numeric=True))
_WORDS: Final = {
    Outcome.TAKEN: "Come in",
    Outcome.IN_ALREADY: "In the log already",
    Outcome.DOUBLE: "Look like doubles, left out",
    Outcome.REFUSED: "Refused",
    Outcome.SKIPPED: "No entry",
}


@dataclass(frozen=True, slots=True)
class LineShown:
    """One row as the page shows it."""

    row: str
    heading: str
    value: str
    what: str
    reason: str


@dataclass(frozen=True, slots=True)
class Shown:
    """The account of a file as a page shows it: sums that add up, then the rows by how they end."""

    columns: Sequence[Column]
    counts: Sequence[dict[str, str]]
    totals: Sequence[dict[str, str]]
    taken: int
    minutes: int
    refused: int
    lines: dict[str, Sequence[LineShown]]
    numbers: dict[str, int]
    keeps_cells: bool
    most: int = MOST_LINES_SHOWN


def account_shown(file: TimeFile, looked: services.Looked) -> Shown:
    """Return what would become of every row."""
    titles = activity_titles(file.cohort_id)
    account = looked.account
    by_outcome = {each: account.having(each) for each in _ORDER}
    return _shown(
        account.counts(),
        account.minutes(),
        account.above,
        {each: [_line(line, titles) for line in lines[:MOST_LINES_SHOWN]] for each, lines in by_outcome.items()},
        _totals((line for line in by_outcome[Outcome.TAKEN]), titles),
    )


def rows_shown(file: TimeFile) -> Shown:
    """Return what has become of every row."""
    counts, minutes = times.row_sums(file.id)
    lines = {each: [_brought(row) for row in times.rows_of(file.id, each, most=MOST_LINES_SHOWN)] for each in _ORDER}
    above = read_mapping(file.mapping).heading_row
    return _shown(counts, minutes, above, lines, [], keeps_cells=times.keeps_cells(file.id))


def _brought(row: TimeRow) -> LineShown:
    what = short_duration(row.minutes) if row.minutes else ""
    return LineShown(_row(row.row, row.column), row.heading, row.value, what, row.reason)


def _shown(
    counts: Counter[Outcome],
    minutes: Counter[Outcome],
    above: int,
    lines: dict[Outcome, list[LineShown]],
    totals: list[dict[str, str]],
    *,
    keeps_cells: bool = True,
) -> Shown:
    return Shown(
        columns=[Column("what", "What"), Column("rows", "Rows", numeric=True), Column("time", "Time", numeric=True)],
        counts=_count_rows(counts, minutes, above),
        totals=totals,
        taken=counts[Outcome.TAKEN],
        minutes=minutes[Outcome.TAKEN],
        refused=counts[Outcome.REFUSED],
        lines={each.value: shown for each, shown in lines.items()},
        numbers={each.value: counts[each] for each in _ORDER},
        keeps_cells=keeps_cells,
    )


def _count_rows(counts: Counter[Outcome], minutes: Counter[Outcome], above: int) -> list[dict[str, str]]:
    """Return the table of rows by how they end, with their sums."""
    rows = [
        {
            "what": _WORDS[each],
            "rows": f"{counts[each]:,}",
            "time": short_duration(minutes[each]) if minutes[each] else "",
        }
        for each in _ORDER
        if counts[each]
    ]
    rows.append({"what": "Down to the headings", "rows": f"{above:,}", "time": ""})
    rows.append({"what": "Together", "rows": f"{counts.total() + above:,}", "time": short_duration(minutes.total())})
    return rows


def _row(row: int, column: str) -> str:
    return f"{row}, column {column}" if column else str(row)


def _line(line: TimeLine, titles: dict[str, str]) -> LineShown:
    what = ""
    if line.content is not None:
        name = titles.get(line.content.activity, line.content.activity)
        what = f"{short_date(line.content.worked_on)}, {name}, {short_duration(line.minutes)}"
    return LineShown(_row(line.row, line.column), line.heading, line.value, what, line.reason)


def _totals(lines: Iterable[TimeLine], titles: dict[str, str]) -> list[dict[str, str]]:
    sums: Counter[tuple[str, str]] = Counter()
    for line in lines:
        if line.content is not None and line.member is not None:
            sums[line.member.name, titles.get(line.content.activity, line.content.activity)] += line.minutes
    rows = [
        {"name": name, "activity": activity, "time": short_duration(total)}
        for (name, activity), total in sorted(sums.items())
    ]
    return [*rows, {"name": "Together", "activity": "", "time": short_duration(sums.total())}] if rows else []


def refused_rows(file: TimeFile, refused: Sequence[Any]) -> tuple[list[str], list[list[str]]]:
    """Return the headings, and the refused rows as they stand in the file, each with what to mend at its end.

    Of a wide sheet only the refused cells are given back: the others came in.
    """
    mapping = read_mapping(file.mapping)
    sheet = services.cells_of(file)[mapping.sheet]
    reasons: dict[int, list[str]] = {}
    columns: dict[int, set[str]] = {}
    for each in refused:
        words = f"{each.heading}: {each.reason}" if each.heading else each.reason
        reasons.setdefault(each.row, []).append(words)
        columns.setdefault(each.row, set()).add(each.column)
    rows = [_given_back(sheet, mapping, row, columns[row], said) for row, said in reasons.items()]
    return [*map(harmless, headings_of(sheet, mapping.heading_row)), WHAT_TO_MEND], rows


def _given_back(sheet: Sheet, mapping: Mapping, row: int, columns: set[str], said: list[str]) -> list[str]:
    amounts = mapping.columns(Role.AMOUNT)
    cells = [
        "" if place in amounts and column_name(place) not in columns else _said(cell, mapping)
        for place, cell in enumerate(sheet.rows[row - 1])
    ]
    return [*cells, " ".join(said)]


def _said(cell: Cell, mapping: Mapping) -> str:
    """Return a cell as text. A real date whose day and month had changed places is given back right."""
    if not isinstance(cell, date) or cell.year <= 1900:  # noqa: PLR2004 - a spreadsheet's times of day
        return harmless(cell.strip() if isinstance(cell, str) else text_of(cell))
    clock = f" {cell:%H:%M:%S}" if isinstance(cell, datetime) and cell.time() != time() else ""
    return _day(date(cell.year, cell.month, cell.day), mapping) + clock


def _day(day: date, mapping: Mapping) -> str:
    return (
        day.replace(month=day.day, day=day.month).isoformat()
        if mapping.is_swapped and day.day <= _MOST_MONTHS
        else day.isoformat()
    )
