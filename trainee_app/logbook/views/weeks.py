"""My week: what stands on seven days and what is added to it, in one grid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import actor, permit
from trainee_app.cases.models import TrainingCase
from trainee_app.cases.queries import cases_of
from trainee_app.cohorts.models import Trainee
from trainee_app.cohorts.queries import definition_of_cohort
from trainee_app.logbook import services
from trainee_app.logbook.models import LogEntry
from trainee_app.logbook.queries import (
    content_with_note,
    entries_between,
    entry_named,
    logged_lately,
    open_placements,
    version_being_written,
)
from trainee_app.logbook.rules import (
    Checked,
    Content,
    DayUnreadable,
    DurationUnreadable,
    Item,
    Logged,
    OpenPlacement,
    State,
    Unit,
    name_in_batch,
    parse_day,
    parse_duration,
)
from trainee_app.logbook.rules.weeks import Cell, Line, Shown, lines_of, place_of, week_of
from trainee_app.logbook.views.batches import DRAFT, confirmed_codes, once_name, told
from trainee_app.logbook.views.blueprint import blueprint
from trainee_app.logbook.views.reading import own_trainee
from trainee_app.logbook.views.weekly import drawn_week
from trainee_app.programmes.rules import Definition, Outcome
from trainee_app.refusals import Refusal
from trainee_app.web.formats import duration

_LATELY_DAYS = 60
_MOST_USUAL = 5
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the grid is drawn from: whose week, which, and what the trainee has."""

    trainee: Trainee
    days: tuple[date, ...]
    today: date
    definition: Definition
    cases: Mapping[int, TrainingCase]
    entries: Sequence[LogEntry]
    lately: Sequence[Logged]
    placements: Sequence[OpenPlacement]


@blueprint.route("/log/week", methods=["GET", "POST"])
@permit("log.write")
def week() -> ResponseReturnValue:
    """Look at a week, fill it, keep it or hand it in."""
    sheet = _sheet(own_trainee())
    if request.method == "POST":
        return _send(sheet)
    return _page(sheet, _cells(sheet, _lines(sheet)))


def _sheet(trainee: Trainee) -> Sheet:
    today = clock.today(trainee.cohort.programme.zone)
    days = week_of(_asked(today))
    return Sheet(
        trainee=trainee,
        days=days,
        today=today,
        definition=definition_of_cohort(trainee.cohort_id),
        cases={each.id: each for each in cases_of(trainee.id)},
        entries=entries_between(trainee.id, days[0], days[-1]),
        lately=logged_lately(trainee.id, days[0] - timedelta(days=_LATELY_DAYS), days[-1]),
        placements=open_placements(trainee.id),
    )


def _asked(today: date) -> date:
    """Return the day around which the week lies; far away, or none at all, it is this week."""
    try:
        on = parse_day(request.values.get("on", ""))
    except DayUnreadable:
        return today
    return on if abs(on.year - today.year) <= _LONGEST else today


def _lines(sheet: Sheet) -> list[Line]:
    """Return the lines of the page that was sent; of a new page the usual ones."""
    known = list(filter(None, (_line(sheet, key) for key in request.form.getlist("line"))))
    if request.form:
        return lines_of(_shown(sheet), known)
    usual = [
        Line(each.activity, each.case_number or 0)
        for each in sheet.lately
        if each.activity in sheet.definition.activities
    ]
    beginnings = [line for key in list(sheet.definition.activities)[:3] for line in _first_lines(sheet, key)]
    return lines_of(_shown(sheet), list(dict.fromkeys(usual or beginnings))[:_MOST_USUAL])


def _first_lines(sheet: Sheet, activity: str) -> list[Line]:
    """Return a line for each case that is open, or one without a case."""
    numbers = [each.number for each in sheet.cases.values() if each.closed_on is None]
    needs_case = sheet.definition.activity(activity).needs_case and numbers
    return [Line(activity, number) for number in sorted(numbers)] if needs_case else [Line(activity)]


def _line(sheet: Sheet, key: str) -> Line | None:
    """Read a line as the form names it; None for what is none of this trainee's."""
    activity, _, number = key.partition(".")
    if activity not in sheet.definition.activities or not number.isdecimal():
        return None
    numbers = {each.number for each in sheet.cases.values()}
    return Line(activity, int(number)) if int(number) in {0, *numbers} else None


def _shown(sheet: Sheet) -> list[Shown]:
    return [
        Shown(
            name=each.public_id,
            worked_on=each.worked_on,
            line=Line(each.activity, _number(sheet, each.case_id)),
            minutes=each.minutes,
            state=each.state,
            outcome=each.outcome,
            is_typed=each.state == State.DRAFT and each.outcome == Outcome.HELD and each.minutes > 0,
        )
        for each in sheet.entries
    ]


def _number(sheet: Sheet, case_id: int | None) -> int:
    case = sheet.cases.get(case_id or 0)
    return case.number if case else 0


def _cells(sheet: Sheet, lines: Sequence[Line]) -> list[Cell]:
    """Return what stands; a draft stands as if it had just been typed."""
    shown = _shown(sheet)
    return [
        _cell(line, on, [each for each in shown if each.line == line and each.worked_on == on])
        for on in sheet.days
        for line in lines
    ]


def _cell(line: Line, on: date, shown: Sequence[Shown]) -> Cell:
    draft = next((each for each in shown if each.is_typed), None)
    if draft is None:
        return Cell(line=line, on=on, shown=tuple(shown))
    rest = tuple(each for each in shown if each is not draft)
    typed = duration(draft.minutes)
    return Cell(line=line, on=on, shown=rest, typed=typed, draft=draft.name, minutes=draft.minutes)


def _typed_cells(sheet: Sheet, lines: Sequence[Line]) -> list[Cell]:
    """Return the cells with what was typed in the place of what was kept."""
    shown = _shown(sheet)
    return [_typed_cell(line, on, shown) for on in sheet.days for line in lines]


def _typed_cell(line: Line, on: date, shown: Sequence[Shown]) -> Cell:
    place = place_of(line, on)
    typed, draft = request.form.get(f"time.{place}", "").strip(), request.form.get(f"draft.{place}", "")
    there = [each for each in shown if (each.line, each.worked_on) == (line, on)]
    stands = tuple(each for each in there if not (each.is_typed and each.name == draft))
    confirmed = frozenset(request.form.getlist(f"sure.{place}"))
    cell = Cell(line=line, on=on, shown=stands, typed=typed, draft=draft, confirmed=confirmed)
    if not typed:
        return cell
    try:
        return replace(cell, minutes=parse_duration(typed, Unit.MINUTES))
    except DurationUnreadable as unreadable:
        return replace(cell, problem=str(unreadable))


def _send(sheet: Sheet) -> ResponseReturnValue:
    lines = _lines(sheet)
    decision = request.form.get("decision", DRAFT)
    if decision == "add":
        return _page(sheet, _typed_cells(sheet, _with_another(sheet, lines)))
    cells = _typed_cells(sheet, lines)
    only_sound = decision.endswith("sound")
    if any(each.problem for each in cells) and not only_sound:
        return _page(sheet, _judged(sheet, cells, decision), decision), 422
    try:
        batch = services.write_batch(
            trainee_id=sheet.trainee.id,
            items=_items(sheet, cells),
            hand_in=not decision.startswith(DRAFT),
            only_sound=only_sound,
            actor=actor(),
            at=clock.now(),
        )
    except services.EntriesFaulty as faulty:
        return _page(sheet, _with(cells, faulty.refused), decision), 422
    except Refusal as refusal:
        return _page(sheet, cells, decision, others=[str(refusal)]), 409
    flash(told(batch, hand_in=not decision.startswith(DRAFT)), "success")
    left = [each for each in _with(cells, batch.refused) if each.problem or each.found]
    return _rest(sheet, lines, left) if left else redirect(url_for(".week", on=sheet.days[0].isoformat()))


def _with_another(sheet: Sheet, lines: Sequence[Line]) -> list[Line]:
    added = _line(sheet, request.form.get("more", ""))
    return list(dict.fromkeys([*lines, *([added] if added else [])]))


def _rest(sheet: Sheet, lines: Sequence[Line], left: Sequence[Cell]) -> ResponseReturnValue:
    """Show the week as it stands now, with what was refused still typed and marked."""
    now = replace(sheet, entries=entries_between(sheet.trainee.id, sheet.days[0], sheet.days[-1]))
    marked = {each.place: each for each in left}
    cells = [
        replace(marked[each.place], shown=each.shown) if each.place in marked else each for each in _cells(now, lines)
    ]
    return _page(now, cells, request.form.get("decision", "")), 422


def _judged(sheet: Sheet, cells: Sequence[Cell], decision: str) -> list[Cell]:
    """Return the cells with what the rules say of those that can be read, beside those that cannot."""
    hand_in = not decision.startswith(DRAFT)
    items = _items(sheet, cells)
    checked = services.check_batch(trainee_id=sheet.trainee.id, items=items, hand_in=hand_in, at=clock.now())
    return _with(cells, [each for each in checked if not each.is_sound])


def _with(cells: Sequence[Cell], refused: Sequence[Checked]) -> list[Cell]:
    found = {each.item.place: each.violations for each in refused}
    return [replace(each, found=found.get(each.place, ())) for each in cells]


def _items(sheet: Sheet, cells: Sequence[Cell]) -> list[Item]:
    once = once_name()
    return [
        Item(
            place=cell.place,
            name=cell.draft or name_in_batch(once, cell.place),
            content=_content(sheet, cell) if cell.typed else None,
            confirmed=confirmed_codes(cell.confirmed),
        )
        for cell in cells
        if not cell.problem and (cell.typed or cell.draft)
    ]


def _content(sheet: Sheet, cell: Cell) -> Content:
    """Return what a cell says: the draft with another time, or something new like the last of its line."""
    kept = entry_named(cell.draft) if cell.draft else None
    version = version_being_written(kept.id) if kept and kept.trainee_id == sheet.trainee.id else None
    if version is not None:
        return replace(content_with_note(version), minutes=cell.minutes)
    case_id = next((each.id for each in sheet.cases.values() if each.number == cell.line.case_number), None)
    return Content(
        worked_on=cell.on,
        activity=cell.line.activity,
        minutes=cell.minutes,
        case_id=case_id,
        placement_id=_placement(sheet, cell),
    )


def _placement(sheet: Sheet, cell: Cell) -> int | None:
    """Where the last of its kind was, if that is open on the day; of work with cases, the only place that is."""
    open_then = [
        each.id
        for each in sheet.placements
        if each.starts_on <= cell.on and (each.ends_on is None or cell.on <= each.ends_on)
    ]
    for each in sheet.lately:
        if (each.activity, each.case_number or 0) == (cell.line.activity, cell.line.case_number):
            return each.placement_id if each.placement_id in open_then else None
    needs_case = sheet.definition.activity(cell.line.activity).needs_case
    return open_then[0] if needs_case and len(open_then) == 1 else None


def _page(sheet: Sheet, cells: Sequence[Cell], decision: str = "", others: Sequence[str] = ()) -> str:
    faulty = [each for each in cells if each.problem or any(not found.is_warning for found in each.found)]
    return render_template(
        "logbook/week.html",
        once=once_name(),
        others=others,
        decision=decision.removesuffix("_sound"),
        is_marked=bool(faulty) or any(each.found for each in cells),
        **drawn_week(sheet.trainee, sheet.definition, sheet.days, sheet.today, cells, list(sheet.cases.values())),
    )
