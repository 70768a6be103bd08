"""Sheets to be signed in ink: made, printed, and found again by their code."""

from __future__ import annotations

from io import BytesIO

from flask import current_app, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import actor, can, permit
from trainee_app.away import services
from trainee_app.away.forms import FindForm, SheetForm
from trainee_app.away.models import PaperSheet
from trainee_app.away.queries import paper as queries
from trainee_app.away.rules import RowNow
from trainee_app.away.views.blueprint import blueprint
from trainee_app.away.views.on_paper import lines_on_paper, record_words, sheet_data, stands_of
from trainee_app.cohorts.models import Cohort, SupervisionAgreement
from trainee_app.paper.rules import tidied
from trainee_app.paper.services import typeset


@blueprint.post("/agreements/<public_id>/sheets")
@permit("paper_sheet.print")
def print_sheet(agreement: SupervisionAgreement) -> ResponseReturnValue:
    """Make the sheet of a month for the supervisor of an agreement; the same sheet if nothing has changed since."""
    form = SheetForm()
    if not form.validate_on_submit():
        return redirect(url_for(".signers", public_id=agreement.trainee.public_id), 303)
    sheet = services.print_sheet(
        agreement=agreement,
        month=form.month.data.replace(day=1),
        actor=actor(),
        at=clock.now(),
        on=clock.today(agreement.trainee.cohort.programme.zone),
    )
    return redirect(url_for(".sheet", public_id=sheet.public_id), 303)


@blueprint.get("/sheets/<public_id>")
@permit("paper_sheet.read")
def sheet(sheet: PaperSheet) -> ResponseReturnValue:
    """A sheet as it was printed, beside the record as it is now, and what came back of it."""
    lines = lines_on_paper(queries.printed_rows(sheet), sheet.trainee)
    records, waits = queries.records_of_sheet(sheet.id), queries.record_waiting(sheet.id)
    page = render_template(
        "away/sheet.html",
        sheet=sheet,
        lines=lines,
        records=records,
        is_own=sheet.trainee.person_id == actor().person_id,
        zone=sheet.trainee.cohort.programme.zone,
        changed=[each for each in lines if each.now is not RowNow.WAITS and each.now is not RowNow.SIGNED],
        waits=record_words(waits) if waits else "",
        may_record=waits is None
        and any(each.now is RowNow.WAITS for each in lines)
        and can(actor(), "paper_sheet.record", sheet),
    )
    return page, 200


@blueprint.get("/sheets/<public_id>/sheet.pdf")
@permit("paper_sheet.read")
def sheet_on_paper(sheet: PaperSheet) -> ResponseReturnValue:
    """The sheet as a PDF: the same bytes each time, as it shows the versions that were printed."""
    address = current_app.config["BASE_URL"] + url_for(".sheet", public_id=sheet.public_id)
    content = typeset("away/paper_sheet.typ", sheet_data(sheet, queries.printed_rows(sheet), address))
    name = f"sheet {sheet.month:%Y-%m} {sheet.code}.pdf"
    return send_file(BytesIO(content), mimetype="application/pdf", as_attachment=True, download_name=name, etag=False)


@blueprint.get("/cohorts/<public_id>/sheets")
@permit("paper_sheet.find")
def sheets(cohort: Cohort) -> ResponseReturnValue:
    """The sheets that were printed of a cohort, those that wait for a decision, and any sheet by its code."""
    form = FindForm(request.args)
    status = 200
    if request.args.get("code"):
        found = queries.sheet_coded(tidied(form.code.data), actor()) if form.validate() else None
        if found is not None:
            return redirect(url_for(".sheet", public_id=found.public_id))
        status = 422
        form.code.errors = form.code.errors or ["No sheet that you may see bears this code."]
    return _sheets(cohort, form), status


def _sheets(cohort: Cohort, form: FindForm) -> str:
    return render_template(
        "away/sheets.html",
        cohort=cohort,
        form=form,
        zone=cohort.programme.zone,
        sheets=stands_of(queries.sheets_of_cohort(cohort.id, actor())),
        waiting=queries.records_to_decide(actor(), cohort.id),
    )
