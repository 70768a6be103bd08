"""The page on which somebody says how the columns of a file are read: guessed, shown, changed, asked."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectChoice

from trainee_app import clock
from trainee_app.access import permit
from trainee_app.imports import services
from trainee_app.imports.forms import SheetForm, columns_form, posted_mapping
from trainee_app.imports.models import TimeFile
from trainee_app.imports.queries.times import definition_for, own_names
from trainee_app.imports.rules.cells import text_of
from trainee_app.imports.rules.guessing import guess_below, questions
from trainee_app.imports.rules.mapping import Mapping, body_of, column_name, headings_of, read_mapping
from trainee_app.imports.views.blueprint import blueprint
from trainee_app.logbook.rules import Violation
from trainee_app.tables import Cell, Sheet
from trainee_app.web.fields import show_violations
from trainee_app.web.formats import long_date

_EXAMPLES = 3
_LONGEST_EXAMPLE = 40


@blueprint.route("/imports/time/<public_id>/columns", methods=["GET", "POST"])
@permit("time.use")
def time_columns(file: TimeFile) -> ResponseReturnValue:
    """How the file is read."""
    if file.state != "open":
        return redirect(url_for(".time_file", public_id=file.public_id))
    sheets, mapping = services.cells_of(file), read_mapping(file.mapping)
    definition = definition_for(file)
    if request.method == "GET":
        return _page(file, sheets, mapping, ())
    mapping = posted_mapping(sheets[mapping.sheet], mapping, definition, request.form)
    asked = questions(sheets[mapping.sheet], mapping, definition, names_trainees=file.trainee_id is None)
    if asked or request.form.get("decision") != "look":
        return _page(file, sheets, mapping, asked), 422 if asked else 200
    services.map_columns(file=file, mapping=mapping, at=clock.now())
    return redirect(url_for(".time_file", public_id=file.public_id))


@blueprint.post("/imports/time/<public_id>/sheet")
@permit("time.use")
def time_sheet(file: TimeFile) -> ResponseReturnValue:
    """Read another sheet of the file, or take another row for the headings; the columns are guessed anew."""
    sheets, before = services.cells_of(file), read_mapping(file.mapping)
    form = _sheet_form(sheets, before)
    if not form.validate() or form.heading_row.data > len(sheets[form.sheet.data].rows):
        form.heading_row.errors = form.heading_row.errors or ["This sheet has no such row."]
        return _page(file, sheets, before, (), sheet_form=form), 422
    mapping = guess_below(
        sheets, form.sheet.data, form.heading_row.data, definition_for(file), own=own_names(file)
    )  # fmt: skip
    services.map_columns(file=file, mapping=mapping, at=clock.now())
    return redirect(url_for(".time_columns", public_id=file.public_id))


def _sheet_form(sheets: tuple[Sheet, ...], mapping: Mapping) -> SheetForm:
    form = SheetForm(data={"sheet": mapping.sheet, "heading_row": mapping.heading_row})
    form.sheet.choices = [SelectChoice(place, sheet.name or "The file") for place, sheet in enumerate(sheets)]
    return form


def _page(
    file: TimeFile,
    sheets: tuple[Sheet, ...],
    mapping: Mapping,
    asked: tuple[Violation, ...] | list[Violation],
    *,
    sheet_form: SheetForm | None = None,
) -> str:
    sheet, definition = sheets[mapping.sheet], definition_for(file)
    form = columns_form(sheet, mapping, definition, by_office=not file.is_own)
    show_violations(form, asked)
    return render_template(
        "imports/columns.html",
        file=file,
        form=form,
        sheet_form=sheet_form or _sheet_form(sheets, mapping),
        has_sheets=len(sheets) > 1,
        columns=[_column(sheet, mapping, place, form) for place in range(len(mapping.roles))],
        names=[field for field in form if field.name.startswith("name_")],
        rows=len(sheet.rows),
        asked=asked,
    )


def _shown(cell: Cell) -> str:
    """Return a value as people read it: a day the file holds as a date is said as everywhere else."""
    if isinstance(cell, date) and (not isinstance(cell, datetime) or cell.time() == time()):
        return long_date(cell)
    return text_of(cell)


def _column(sheet: Sheet, mapping: Mapping, place: int, form: Any) -> dict[str, Any]:
    """Return one column as the page shows it: heading, first values, and what is asked of it."""
    values = (_shown(row[place]) for _, row in body_of(sheet, mapping))
    examples = list(dict.fromkeys(value[:_LONGEST_EXAMPLE] for value in values if value))[:_EXAMPLES]
    fields = [form[name] for name in (f"role_{place}", f"unit_{place}", f"amount_{place}") if name in form]
    heading = headings_of(sheet, mapping.heading_row)[place]
    return {"letters": column_name(place), "heading": heading, "examples": examples, "fields": fields}
