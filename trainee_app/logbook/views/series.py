"""Several days: the same entry every week, or on days that are named, each shown before anything is stored."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import actor, permit
from trainee_app.cohorts.models import Trainee
from trainee_app.cohorts.queries import definition_of_cohort, placements_of
from trainee_app.logbook import services
from trainee_app.logbook.forms import SeriesForm
from trainee_app.logbook.rules import Item, name_in_batch
from trainee_app.logbook.views.batches import DRAFT, PreviewLine, confirmed_codes, preview_lines, seen_as, told
from trainee_app.logbook.views.blueprint import blueprint
from trainee_app.logbook.views.cases import choices_of
from trainee_app.logbook.views.reading import own_trainee
from trainee_app.refusals import Refusal
from trainee_app.web.formats import weekday_date

_FIELDS = (
    "activity", "minutes", "started_at", "placement", "case", "weekdays", "every", "first_on", "last_on", "without",
    "days",
)  # fmt: skip


@blueprint.route("/log/series", methods=["GET", "POST"])
@permit("log.write")
def series() -> ResponseReturnValue:
    """Ask what and when, show every day, then store what is ticked."""
    trainee = own_trainee()
    placements = [each for each in placements_of(trainee.id) if each.ended_at is None or each.ends_on != each.starts_on]
    form = SeriesForm(definition_of_cohort(trainee.cohort_id), placements, choices_of(trainee))
    if request.method == "GET":
        return _page(trainee, form, [])
    days = form.dates() if form.validate() else []
    if not days:
        return _page(trainee, form, []), 422
    if request.form.get("seen") != _seen() or request.form.get("decision") == "look":
        return _page(trainee, form, _preview(trainee, form, days, None))
    return _store(trainee, form, days)


def _seen() -> str:
    return seen_as(value for name in _FIELDS for value in [name, *request.form.getlist(name)])


def _store(trainee: Trainee, form: SeriesForm, days: Sequence[date]) -> ResponseReturnValue:
    ticked = set(request.form.getlist("day"))
    hand_in = request.form.get("decision") != DRAFT
    chosen = [each for each in _items(form, days) if each.place in ticked]
    if not chosen:
        form.form_errors.append("No day is ticked, so there is nothing to store.")
        return _page(trainee, form, _preview(trainee, form, days, ticked)), 422
    try:
        batch = services.write_batch(
            trainee_id=trainee.id, items=chosen, hand_in=hand_in, only_sound=False, actor=actor(), at=clock.now()
        )
    except Refusal as refusal:
        form.form_errors.append(str(refusal))
        status = 422 if isinstance(refusal, services.EntriesFaulty) else 409
        return _page(trainee, form, _preview(trainee, form, days, ticked)), status
    flash(told(batch, hand_in=hand_in), "success")
    return redirect(url_for(".own_log"))


def _items(form: SeriesForm, days: Sequence[date]) -> list[Item]:
    return [
        Item(
            place=on.isoformat(),
            name=name_in_batch(form.once.data, f"{form.activity.data}.{on.isoformat()}"),
            content=form.content(on),
            confirmed=confirmed_codes(request.form.get(f"sure.{on.isoformat()}", "").split()),
        )
        for on in days
    ]


def _preview(trainee: Trainee, form: SeriesForm, days: Sequence[date], ticked: set[str] | None) -> list[PreviewLine]:
    given: dict[str, Any] = {"trainee_id": trainee.id, "items": _items(form, days), "at": clock.now()}
    return preview_lines(
        services.check_batch(**given, hand_in=True),
        services.check_batch(**given, hand_in=False),
        {on.isoformat(): f"{weekday_date(on)} {on.year}" for on in days},
        ticked,
    )


def _page(trainee: Trainee, form: SeriesForm, preview: Sequence[PreviewLine]) -> str:
    return render_template("logbook/series.html", trainee=trainee, form=form, preview=preview, seen=_seen())
