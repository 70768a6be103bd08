"""Sheets that came back signed in ink: recorded by the office, with their scan, and decided by somebody else."""

from __future__ import annotations

from io import BytesIO

from flask import flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import actor, can, permit, strength_shown
from trainee_app.away import services
from trainee_app.away.forms import InkForm, RecordForm
from trainee_app.away.models import PaperRecord, PaperSheet
from trainee_app.away.queries import paper as queries
from trainee_app.away.rules import LeftOut, RowNow
from trainee_app.away.views.blueprint import blueprint
from trainee_app.away.views.on_paper import PaperLine, lines_on_paper, record_words
from trainee_app.files.rules import FileKind
from trainee_app.files.services import opened
from trainee_app.refusals import Refusal
from trainee_app.signatures.queries import signatures_of
from trainee_app.web.fields import show_refusal
from trainee_app.web.formats import count
from trainee_app.web.uploads import with_files


@blueprint.route("/sheets/<public_id>/record", methods=["GET", "POST"])
@with_files
@permit("paper_sheet.record", confirmed=True)
def record_sheet(sheet: PaperSheet) -> ResponseReturnValue:
    """Record that a sheet came back signed: its scan, the day of the ink, and which rows it covers."""
    lines = lines_on_paper(queries.printed_rows(sheet), sheet.trainee)
    waits, form = queries.record_waiting(sheet.id), RecordForm()
    form.offer({each.name: each.words for each in lines if each.now is RowNow.WAITS})
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            made = _record(sheet, form)
        except Refusal as refusal:
            show_refusal(form, refusal)
            status = 409 if form.form_errors else 422
        else:
            flash("Recorded. A director or board member is written to, looks at the scan and decides.", "success")
            return redirect(url_for(".paper_record", public_id=made.public_id), 303)
    words = record_words(waits) if waits and not form.is_submitted() else ""
    return render_template(
        "away/record_sheet.html", sheet=sheet, form=form, lines=lines, waits=waits, words=words
    ), status


def _record(sheet: PaperSheet, form: RecordForm) -> PaperRecord:
    return services.record_sheet(
        sheet=sheet,
        covered=form.covered.data,
        reason=LeftOut(form.reason.data) if form.reason.data else None,
        inked_on=form.inked_on.data,
        stream=form.file.data.stream,
        name=form.file.data.filename,
        public_id=form.once.data,
        actor=actor(),
        at=clock.now(),
        on=clock.today(sheet.trainee.cohort.programme.zone),
        strength=strength_shown(),
    )


@blueprint.get("/signed-sheets/<public_id>")
@permit("paper_record.read")
def paper_record(record: PaperRecord) -> ResponseReturnValue:
    """A sheet that came back: its scan beside its rows, who recorded it, and what was decided."""
    return _page(record, InkForm(seen=record.content_hash)), 200


@blueprint.get("/signed-sheets/<public_id>/scan")
@permit("paper_record.read")
def scan(record: PaperRecord) -> ResponseReturnValue:
    """The scan itself, always to be saved and never shown in the page."""
    kind = FileKind(record.file.kind)
    name = f"sheet {record.sheet.code}{kind.extension}"
    content = BytesIO(opened(record.file))
    return send_file(content, mimetype=kind.media_type, as_attachment=True, download_name=name, etag=False)


@blueprint.post("/signed-sheets/<public_id>/sign")
@permit("paper_record.decide", confirmed=True)
def sign_as_recorded(record: PaperRecord) -> ResponseReturnValue:
    """Agree: the rows that the ink covers count from now on, as signed on paper by their signer."""
    form = InkForm()
    if not form.validate_on_submit():
        return _page(record, form), 422
    signed, left_out = services.sign_as_recorded(
        record=record,
        seen_hash=form.seen.data or "",
        actor=actor(),
        at=clock.now(),
        on=clock.today(record.sheet.trainee.cohort.programme.zone),
        strength=strength_shown(),
    )
    flash(_said(signed, left_out), "success")
    return redirect(url_for(".paper_record", public_id=record.public_id), 303)


def _said(signed: int, left_out: int) -> str:
    words = f"Signed on paper: {count(signed, 'entry', 'entries')}."
    if not left_out:
        return words
    return f"{words} Left out, since they changed meanwhile or may not be signed so: {count(left_out, 'entry', 'entries')}."


@blueprint.post("/signed-sheets/<public_id>/decline")
@permit("paper_record.decline")
def decline_record(record: PaperRecord) -> ResponseReturnValue:
    """Decline it, or take one's own back."""
    services.decline_record(record=record, actor=actor(), at=clock.now())
    flash("Declined: the entries wait as before.", "success")
    return redirect(url_for(".paper_record", public_id=record.public_id), 303)


def _page(record: PaperRecord, form: InkForm) -> str:
    sheet, is_open = record.sheet, record.decision is None
    said = queries.said_by(record)
    lines = {each.name: each for each in lines_on_paper(queries.printed_rows(sheet), sheet.trainee)}
    covered = [lines[each.entry] for each in said.covered]
    return render_template(
        "away/paper_record.html",
        record=record,
        sheet=sheet,
        form=form,
        said=said,
        zone=sheet.trainee.cohort.programme.zone,
        kind=FileKind(record.file.kind).words,
        covered=covered,
        changed=_changed(covered) if is_open else [],
        left_out=[lines[each.entry] for each in said.left_out],
        signatures=signatures_of([services.document_of_record(record)]),
        may_decide=is_open and can(actor(), "paper_record.decide", record),
        may_decline=is_open and can(actor(), "paper_record.decline", record),
    )


def _changed(covered: list[PaperLine]) -> list[PaperLine]:
    """The rows that will be left out, as they no longer wait as printed."""
    return [each for each in covered if each.now is not RowNow.WAITS]
