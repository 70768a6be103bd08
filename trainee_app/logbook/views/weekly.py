"""The week in the words and sums that the page draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import url_for

from trainee_app.cases.models import TrainingCase
from trainee_app.cohorts.models import Trainee
from trainee_app.logbook.forms import confirmation_of
from trainee_app.logbook.rules import Code
from trainee_app.logbook.rules.weeks import Cell, Line, day_total, line_total
from trainee_app.programmes.rules import Definition, Outcome
from trainee_app.web.formats import short_duration, weekday_date
from trainee_app.web.parts import Choice, Link

_STATES = {"draft": "draft", "submitted": "waits", "withdrawn": "withdrawn", "returned": "returned", "signed": "signed"}


@dataclass(frozen=True, slots=True)
class DrawnCell:
    """A cell as it is drawn: what stands as links, and the field with what is wrong with it."""

    cell: Cell
    label: str
    links: tuple[Link, ...]
    errors: tuple[str, ...]
    questions: tuple[Choice, ...]
    understood: str
    takes: bool


@dataclass(frozen=True, slots=True)
class DrawnDay:
    """A day with its cells and its sum."""

    on: date
    cells: tuple[DrawnCell, ...]
    total: int
    stands: int
    is_today: bool


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A line with its sum."""

    line: Line
    words: str
    total: int
    stands: int


def drawn_week(
    trainee: Trainee,
    definition: Definition,
    days: Sequence[date],
    today: date,
    cells: Sequence[Cell],
    cases: Sequence[TrainingCase],
) -> dict[str, Any]:
    """Return what the template draws."""
    lines = list(dict.fromkeys(each.line for each in cells))
    words = {line: line_words(definition, line) for line in lines}
    drawn_days = [_day(on, [each for each in cells if each.on == on], words, today) for on in days]
    return {
        "trainee": trainee,
        "days": drawn_days,
        "lines": [_line(line, words[line], cells) for line in lines],
        "total": sum(each.total for each in cells),
        "stands": sum(each.stands for each in cells),
        "more": _more(definition, cases, set(lines)),
        "before_url": url_for("logbook.week", on=(days[0] - timedelta(days=7)).isoformat()),
        "after_url": url_for("logbook.week", on=(days[0] + timedelta(days=7)).isoformat())
        if days[-1] < today
        else None,
        "problems": _problems(drawn_days),
    }


def _line(line: Line, words: str, cells: Sequence[Cell]) -> DrawnLine:
    stands = sum(each.stands for each in cells if each.line == line)
    return DrawnLine(line, words, line_total(cells, line), stands)


def _problems(days: Sequence[DrawnDay]) -> list[tuple[str, str]]:
    """Return what is wrong, each with the field it stands at and the cell it is about."""
    cells = [each for day in days for each in day.cells]
    return [(each.cell.place, f"{each.label}: {message}") for each in cells for message in each.errors]


def line_words(definition: Definition, line: Line) -> str:
    """What a line is called: "Case session, case 1"."""
    title = definition.title_of(line.activity)
    return f"{title}, case {line.case_number}" if line.case_number else title


def _more(definition: Definition, cases: Sequence[TrainingCase], there: set[Line]) -> list[tuple[str, str]]:
    """Return the lines that could be added."""
    numbers = [0, *sorted(each.number for each in cases)]
    lines = [
        Line(key, number)
        for key, activity in definition.activities.items()
        for number in (numbers if activity.needs_case else [0])
    ]
    return [(line.key, line_words(definition, line)) for line in lines if line not in there]


def _day(on: date, cells: Sequence[Cell], words: Mapping[Line, str], today: date) -> DrawnDay:
    return DrawnDay(
        on=on,
        cells=tuple(_cell(each, f"{words[each.line]}, {weekday_date(on)}", on <= today) for each in cells),
        total=day_total(cells, on),
        stands=sum(each.stands for each in cells),
        is_today=on == today,
    )


def _cell(cell: Cell, label: str, takes: bool) -> DrawnCell:
    errors = [cell.problem] if cell.problem else []
    errors += [f"{each.message}" for each in cell.found if not _may_be_confirmed(each.code)]
    questions = [each for each in cell.found if _may_be_confirmed(each.code)]
    return DrawnCell(
        cell=cell,
        label=label,
        links=tuple(
            Link(_words(each.minutes, each.outcome, each.state), url_for("logbook.entry", public_id=each.name))
            for each in cell.shown
        ),
        errors=(*errors, *(each.message for each in questions)),
        questions=tuple(
            Choice(each.code, confirmation_of(Code(each.code)), each.code in cell.confirmed) for each in questions
        ),
        understood=short_duration(cell.minutes) if cell.minutes else "",
        takes=takes or bool(cell.draft),
    )


def _may_be_confirmed(code: str) -> bool:
    return bool(confirmation_of(Code(code)))


def _words(minutes: int, outcome: str, state: str) -> str:
    return f"{short_duration(minutes) if outcome == Outcome.HELD else outcome}, {_STATES.get(state, state)}"
