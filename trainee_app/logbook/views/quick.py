"""A few lines: date, time and activity as text, shown as understood before they are stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import actor, permit
from trainee_app.cases.models import TrainingCase
from trainee_app.cases.queries import cases_of
from trainee_app.cohorts.models import Trainee
from trainee_app.cohorts.queries import definition_of_cohort
from trainee_app.logbook import services
from trainee_app.logbook.rules import Content, Item, name_in_batch, plain_text
from trainee_app.logbook.rules.lines import QuickLine, read_lines
from trainee_app.logbook.views.batches import (
    DRAFT,
    PreviewLine,
    confirmed_codes,
    once_name,
    preview_lines,
    seen_as,
    told,
)
from trainee_app.logbook.views.blueprint import blueprint
from trainee_app.logbook.views.reading import own_trainee
from trainee_app.refusals import Refusal
from trainee_app.web.formats import weekday_date

_LONGEST_TEXT = 20_000


@blueprint.route("/log/quick", methods=["GET", "POST"])
@permit("log.write")
def quick() -> ResponseReturnValue:
    """Read the lines, show them as understood, then store what is ticked."""
    trainee = own_trainee()
    text = plain_text(request.form.get("lines", ""))
    if request.method == "GET":
        return _page(trainee, text, [], [])
    today = clock.today(trainee.cohort.programme.zone)
    definition = definition_of_cohort(trainee.cohort_id)
    titles = {key: each.title for key, each in definition.activities.items()}
    lines = read_lines(text[:_LONGEST_TEXT], titles, today)
    problems = [f"Line {each.number}: {each.problem}" for each in lines if each.problem]
    if not lines or len(text) > _LONGEST_TEXT:
        problems = ["Write one entry on each line, like: 3 Nov, 50, case session. At most 20,000 characters."]
    if problems:
        return _page(trainee, text, problems, []), 422
    if request.form.get("seen") != seen_as([text]) or request.form.get("decision") == "look":
        return _page(trainee, text, [], _preview(trainee, lines, None))
    return _store(trainee, text, lines)


def _store(trainee: Trainee, text: str, lines: Sequence[QuickLine]) -> ResponseReturnValue:
    ticked = set(request.form.getlist("day"))
    hand_in = request.form.get("decision") != DRAFT
    chosen = [each for each in _items(trainee, lines) if each.place in ticked]
    if not chosen:
        return _page(
            trainee, text, ["No line is ticked, so there is nothing to store."], _preview(trainee, lines, ticked)
        ), 422
    try:
        batch = services.write_batch(
            trainee_id=trainee.id, items=chosen, hand_in=hand_in, only_sound=False, actor=actor(), at=clock.now()
        )
    except Refusal as refusal:
        status = 422 if isinstance(refusal, services.EntriesFaulty) else 409
        return _page(trainee, text, [str(refusal)], _preview(trainee, lines, ticked)), status
    flash(told(batch, hand_in=hand_in), "success")
    return redirect(url_for(".own_log"))


def _items(trainee: Trainee, lines: Sequence[QuickLine]) -> list[Item]:
    cases, once = {each.number: each for each in cases_of(trainee.id)}, once_name()
    return [
        Item(
            place=str(each.number),
            name=name_in_batch(once, str(each.number)),
            content=_content(trainee, each, cases),
            confirmed=confirmed_codes(request.form.get(f"sure.{each.number}", "").split()),
        )
        for each in lines
    ]


def _content(trainee: Trainee, line: QuickLine, cases: Mapping[int, TrainingCase]) -> Content:
    """Return what a line says; where it names no case, the only one that was open is meant."""
    assert line.worked_on is not None  # noqa: S101 - only lines without a problem come here
    needs_case = definition_of_cohort(trainee.cohort_id).activity(line.activity).needs_case
    open_then = [each for each in cases.values() if _is_open(each, line.worked_on)]
    case = cases.get(line.case_number or 0)
    if line.case_number is None and needs_case and len(open_then) == 1:
        case = open_then[0]
    return Content(
        worked_on=line.worked_on,
        activity=line.activity,
        minutes=line.minutes,
        case_id=case.id if case else None,
        note=line.note,
    )


def _is_open(case: TrainingCase, on: date) -> bool:
    return case.opened_on <= on and (case.closed_on is None or on <= case.closed_on)


def _preview(trainee: Trainee, lines: Sequence[QuickLine], ticked: set[str] | None) -> list[PreviewLine]:
    items = _items(trainee, lines)
    numbers = {each.id: each.number for each in cases_of(trainee.id)}
    definition = definition_of_cohort(trainee.cohort_id)
    words = {}
    for item in items:
        assert item.content is not None  # noqa: S101 - each line says something
        parts = [
            f"{weekday_date(item.content.worked_on)} {item.content.worked_on.year}",
            definition.title_of(item.content.activity),
            f"case {numbers[item.content.case_id]}" if item.content.case_id else "",
            f"“{item.content.note}”" if item.content.note else "",
        ]
        words[item.place] = ", ".join(part for part in parts if part)
    given: dict[str, Any] = {"trainee_id": trainee.id, "items": items, "at": clock.now()}
    handed_in = services.check_batch(**given, hand_in=True)
    return preview_lines(handed_in, services.check_batch(**given, hand_in=False), words, ticked)


def _page(trainee: Trainee, text: str, problems: Sequence[str], preview: Sequence[PreviewLine]) -> str:
    return render_template(
        "logbook/quick.html",
        trainee=trainee,
        text=text,
        problems=problems,
        preview=preview,
        once=once_name(),
        seen=seen_as([text]),
        activities=list(definition_of_cohort(trainee.cohort_id).activities.values()),
    )
