"""Month by month: what a log holds, what is stated to be nothing, what is blank; and the logs of a whole cohort."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import actor, permit
from trainee_app.cohorts.models import Cohort, Trainee
from trainee_app.cohorts.queries import TraineeLine, definition_of_cohort, ends_on_of, trainees_of_cohort
from trainee_app.db.tables import new_public_id
from trainee_app.logbook import services
from trainee_app.logbook.forms import QuietMonthForm
from trainee_app.logbook.queries import logged_by_month, quiet_months_of
from trainee_app.logbook.queries.overview import KeptWaiting, kept_waiting
from trainee_app.logbook.rules import LogMonth, months_between
from trainee_app.logbook.views.blueprint import blueprint
from trainee_app.logbook.views.narrowing import LONG_WAIT, read_month
from trainee_app.logbook.views.reading import own_trainee
from trainee_app.web.fields import one_line
from trainee_app.web.formats import month_and_year

_MONTHS_SHOWN = 3
_PAGE = 100
_FIRST_NUMBER_TOO_LARGE = 2**63
_CHOOSE = "Choose a month of the list."


@dataclass(frozen=True, slots=True)
class TraineeMonths:
    """A trainee of the cohort with the last months of their log, the latest first."""

    trainee: TraineeLine
    months: list[LogMonth]


@blueprint.get("/log/months")
@permit("log.write")
def own_months() -> ResponseReturnValue:
    """One's own log by the month."""
    return _page(own_trainee(), is_own=True)


@blueprint.get("/trainees/<public_id>/log/months")
@permit("log.read")
def trainee_months(trainee: Trainee) -> ResponseReturnValue:
    """A trainee's log by the month."""
    return _page(trainee, is_own=trainee.person_id == actor().person_id)


@blueprint.post("/log/months")
@permit("log.write")
def state_quiet_month() -> ResponseReturnValue:
    """Say that there is nothing to log in a month."""
    trainee, form = own_trainee(), QuietMonthForm()
    month = read_month(form.month.data or "")
    if month is None or not form.validate_on_submit():
        return _page(trainee, is_own=True, problem=_CHOOSE), 422
    once = form.once.data
    services.state_quiet_month(trainee_id=trainee.id, month=month, public_id=once, actor=actor(), at=clock.now())
    flash(
        f"Noted: nothing to log for {month_and_year(month)}. Your supervisor and the course office see it.", "success"
    )
    return redirect(url_for(".own_months"))


@blueprint.post("/log/months/take-back")
@permit("log.write")
def take_back_quiet_month() -> ResponseReturnValue:
    """Take that back."""
    trainee, month = own_trainee(), read_month(request.form.get("month", ""))
    if month is None:
        return _page(trainee, is_own=True, problem=_CHOOSE), 422
    services.take_back_quiet_month(trainee_id=trainee.id, month=month, actor=actor(), at=clock.now())
    flash(f"Taken back: {month_and_year(month)} is blank again until something is logged.", "success")
    return redirect(url_for(".own_months"))


@blueprint.get("/cohorts/<public_id>/logs")
@permit("cohort.logs")
def cohort_logs(cohort: Cohort) -> ResponseReturnValue:
    """Who keeps what of a cohort waiting, and who has logged in the last months."""
    today = clock.today(cohort.programme.zone)
    trainees = trainees_of_cohort(cohort.id, after=_after(), limit=_PAGE + 1)
    first = max(cohort.starts_on, (today.replace(day=1) - timedelta(days=31 * (_MONTHS_SHOWN - 1))).replace(day=1))
    months = months_between(first, min(today, cohort.ends_on))[:_MONTHS_SHOWN]
    return render_template(
        "logbook/cohort_logs.html",
        cohort=cohort,
        signers=_by_signer(kept_waiting(cohort.id, today - LONG_WAIT)),
        by_the_term=bool(definition_of_cohort(cohort.id).handed_in_by_the_term),
        long_wait=LONG_WAIT.days,
        today=today,
        months=months,
        rows=_rows(trainees[:_PAGE], months),
        last=trainees[_PAGE - 1] if len(trainees) > _PAGE else None,
    )


def _after() -> tuple[str, int] | None:
    """The last name and id of the page before; nonsense begins at the start."""
    name, number = one_line(request.args.get("after")), request.args.get("id", type=int)
    return (name, number) if name and number is not None and 0 <= number < _FIRST_NUMBER_TOO_LARGE else None


def _page(trainee: Trainee, *, is_own: bool, problem: str = "") -> str:
    today = clock.today(trainee.cohort.programme.zone)
    first, last = trainee.cohort.starts_on, min(today, ends_on_of([trainee.id])[trainee.id])
    months = months_between(first, last)
    logged = logged_by_month([trainee.id], first.replace(day=1), last, with_drafts=is_own).get(trainee.id, {})
    stated = quiet_months_of([trainee.id]).get(trainee.id, {})
    return render_template(
        "logbook/months.html",
        trainee=trainee,
        is_own=is_own,
        zone=trainee.cohort.programme.zone,
        months=[_month(month, logged, stated) for month in months],
        problem=problem,
        once=new_public_id,
    )


def _month(month: date, logged: Mapping[date, tuple[int, int]], stated: Mapping[date, datetime]) -> LogMonth:
    entries, recorded = logged.get(month, (0, 0))
    return LogMonth(month, entries, recorded, stated.get(month))


def _rows(trainees: list[TraineeLine], months: list[date]) -> list[TraineeMonths]:
    if not trainees or not months:
        return []
    ids = [each.id for each in trainees]
    logged, stated = logged_by_month(ids, months[-1], months[0]), quiet_months_of(ids, since=months[-1])
    return [
        TraineeMonths(each, [_month(month, logged.get(each.id, {}), stated.get(each.id, {})) for month in months])
        for each in trainees
    ]


def _by_signer(lines: list[KeptWaiting]) -> list[tuple[str, list[KeptWaiting]]]:
    """Group what waits by who is to sign, who has kept something longest first; nobody comes before all."""
    oldest: dict[int, int] = {}
    for number, line in enumerate(lines):
        oldest.setdefault(line.signer_id, number if line.signer_id else -1)
    ordered = sorted(lines, key=lambda line: oldest[line.signer_id])
    groups = [list(group) for _, group in groupby(ordered, key=lambda line: line.signer_id)]
    return [(group[0].signer, group) for group in groups]
