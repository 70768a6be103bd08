"""Pages on which time is brought in: a file is chosen, looked at row by row, and brought in; refused rows come back."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectChoice

from trainee_app import clock
from trainee_app.access import NotFoundForActor, actor, permit
from trainee_app.background.queries import task_about
from trainee_app.background.rules import TaskState
from trainee_app.cohorts.models import Cohort, Trainee
from trainee_app.cohorts.queries import trainees_of
from trainee_app.db.edge import roll_back
from trainee_app.imports import queries, services
from trainee_app.imports.forms import EVERYBODY, ConfirmTimeForm, TimeFileForm
from trainee_app.imports.models import TimeFile
from trainee_app.imports.rules import Outcome
from trainee_app.imports.views.blueprint import blueprint
from trainee_app.imports.views.telling import TOTALS, account_shown, refused_rows, rows_shown
from trainee_app.refusals import Refusal
from trainee_app.tables.writing import CSV_TYPE, csv_portions
from trainee_app.web.fields import show_refusal
from trainee_app.web.uploads import with_files


@blueprint.route("/imports/time", methods=["GET", "POST"])
@with_files
@permit("time.bring")
def own_time() -> ResponseReturnValue:
    """A trainee chooses a file of their own time; earlier ones stand below."""
    memberships = trainees_of(actor().person_id)
    if not memberships:
        raise NotFoundForActor("time.bring")
    trainee = memberships[0]
    return _choose(trainee.cohort, [trainee], is_own=True)


@blueprint.route("/imports/cohorts/<public_id>/time", methods=["GET", "POST"])
@with_files
@permit("time.bring_for")
def cohort_time(cohort: Cohort) -> ResponseReturnValue:
    """The office chooses a file of a trainee’s time, or of the whole cohort’s."""
    return _choose(cohort, queries.trainees_in(cohort.id), is_own=False)


def _choose(cohort: Cohort, trainees: list[Trainee], *, is_own: bool) -> ResponseReturnValue:
    form = TimeFileForm()
    by_name = {each.public_id: each for each in trainees}
    form.trainee.choices = [
        SelectChoice(EVERYBODY, "The file says it, in a column"),
        *[SelectChoice(each.public_id, each.person.name) for each in trainees],
    ]
    if request.method == "POST" and form.validate():
        trainee = trainees[0] if is_own else by_name.get(form.trainee.data)
        file = _put_up(form, cohort, trainee, is_own=is_own)
        if file is not None:
            return redirect(url_for(".time_columns", public_id=file.public_id))
    files = queries.earlier_files(actor().person_id, cohort.id, is_own=is_own)
    page = render_template("imports/choose.html", form=form, cohort=cohort, is_own=is_own, files=files)
    return page, 422 if request.method == "POST" else 200


def _put_up(form: TimeFileForm, cohort: Cohort, trainee: Trainee | None, *, is_own: bool) -> TimeFile | None:
    """Keep the file; None if it was refused, which then stands at its field."""
    stream = form.file.data
    if not stream or not getattr(stream, "filename", ""):
        form.file.errors = ["Choose a file: a workbook (.xlsx) or a CSV file."]
        return None
    name = str(stream.filename).replace("\\", "/").rpartition("/")[2]
    given = services.GivenFile(name, stream.read(services.LIMITS.packed_bytes + 1))
    # Nobody waits to write while a workbook is unpacked.
    roll_back()
    try:
        unpacked = services.unpacked(given)
    except Refusal as refusal:
        form.file.errors = [str(refusal)]
        return None
    return services.put_up(
        public_id=form.once.data,
        cohort=cohort,
        trainee=trainee,
        is_own=is_own,
        given=unpacked,
        actor=actor(),
        at=clock.now(),
    )


@blueprint.get("/imports/time/<public_id>")
@permit("time.use")
def time_file(file: TimeFile) -> ResponseReturnValue:
    """What would become of every row; how far the bringing in has come; or what has become of them."""
    if file.state == "open":
        return _preview(file, ConfirmTimeForm())
    task = task_about(services.TASK, file.public_id)
    return render_template("imports/brought.html", file=file, task=task, shown=rows_shown(file))


def _preview(file: TimeFile, form: ConfirmTimeForm) -> str:
    looked = services.look(file=file, on=clock.today(file.cohort.programme.zone))
    form.seen.data = looked.account.digest()
    task = task_about(services.TASK, file.public_id)
    failed = task.failed if task is not None and task.state == TaskState.FAILED else ""
    return render_template(
        "imports/preview.html",
        file=file,
        form=form,
        failed=failed,
        shown=account_shown(file, looked),
        hands_in=looked.mapping.hands_in,
        totals_columns=TOTALS,
    )


@blueprint.post("/imports/time/<public_id>/confirm")
@permit("time.use")
def confirm_time(file: TimeFile) -> ResponseReturnValue:
    """Bring in what was seen."""
    form, who, on = ConfirmTimeForm(), actor(), clock.today(file.cohort.programme.zone)
    try:
        is_in = services.confirm(file=file, seen=form.seen.data or "", actor=who, on=on, at=clock.now())
    except services.AccountChanged as changed:
        show_refusal(form, changed)
        return _preview(file, form), 409
    flash("Brought in." if is_in else "It is being brought in. You may do something else meanwhile.", "success")
    return redirect(url_for(".time_file", public_id=file.public_id))


@blueprint.post("/imports/time/<public_id>/drop")
@permit("time.use")
def drop_time(file: TimeFile) -> ResponseReturnValue:
    """Put the file away without bringing it in."""
    services.drop(file=file, at=clock.now())
    flash("Put away. Nothing of it was brought in.", "success")
    return redirect(_beginning(file))


@blueprint.get("/imports/time/<public_id>/refused.csv")
@permit("time.use")
def refused_time(file: TimeFile) -> ResponseReturnValue:
    """The refused rows as they stand in the file, each with what to mend."""
    headings, rows = refused_rows(file, _refused(file))
    disposition = {"Content-Disposition": 'attachment; filename="rows-to-mend.csv"'}
    return Response(csv_portions(headings, [rows]), content_type=CSV_TYPE, headers=disposition)


def _refused(file: TimeFile) -> list[Any]:
    if file.state == "open":
        looked = services.look(file=file, on=clock.today(file.cohort.programme.zone))
        return list(looked.account.having(Outcome.REFUSED))
    return list(queries.rows_of(file.id, Outcome.REFUSED))


def _beginning(file: TimeFile) -> str:
    if file.is_own:
        return url_for(".own_time")
    return url_for(".cohort_time", public_id=file.cohort.public_id)
