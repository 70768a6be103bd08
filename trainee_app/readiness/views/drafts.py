"""The next version of a programme while it is written: its parts, one at a time, and the whole as its file."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import NotFoundForActor, actor, can, permit
from trainee_app.cohorts import services as cohorts
from trainee_app.cohorts.models import ProgrammeDraft
from trainee_app.programmes.queries import definition_of, latest_version
from trainee_app.programmes.rules import DefinitionFaulty, Fault, doubts, parse_definition
from trainee_app.programmes.rules.differing import differences
from trainee_app.programmes.rules.editing import (
    CannotBeEditedHere,
    NoSuchPart,
    Part,
    Value,
    edited,
    part_at,
    part_of,
    structure_of,
    values_of,
)
from trainee_app.readiness.forms import (
    AgreementForm,
    FileOfDraftForm,
    ProposalForm,
    field_of,
    part_form,
    typed_into,
)
from trainee_app.readiness.views.blueprint import blueprint
from trainee_app.readiness.views.describing import GROUPS, groups_of
from trainee_app.readiness.views.versions import file_of
from trainee_app.refusals import Conflict, Refusal
from trainee_app.web.uploads import with_files

_SENT_ONCE_MORE = " Sent once more, this form changes what stands in it and leaves the rest as it is by now."


@blueprint.get("/drafts/<public_id>")
@permit("draft.edit")
def draft(draft: ProgrammeDraft) -> ResponseReturnValue:
    """A draft: what it changes, its parts to edit, and what can be done with it."""
    return draft_page(draft)


def draft_page(draft: ProgrammeDraft, **forms: Any) -> str:
    """Return the page of a draft, with a form that came back if one did."""
    latest, definition = latest_version(draft.programme_id), parse_definition(draft.definition)
    return render_template(
        "readiness/draft.html",
        draft=draft,
        programme=draft.programme,
        groups=groups_of(draft.definition),
        changes=differences(definition_of(draft.based_on), definition),
        doubts=doubts(definition),
        overtaken_by=latest if latest is not None and latest.number != draft.follows else None,
        may_agree=can(actor(), "draft.agree", draft),
        proposal_form=forms.get("proposal") or ProposalForm(formdata=None, edition=draft.edition),
        agreement_form=forms.get("agreement") or AgreementForm(formdata=None, edition=draft.edition),
    )


@blueprint.route("/drafts/<public_id>/parts/<table>/<int(max=9999):index>", methods=["GET", "POST"])
@permit("draft.edit")
def draft_part(draft: ProgrammeDraft, table: str, index: int) -> ResponseReturnValue:
    """Edit the figures, dates and texts of one part of a draft."""
    try:
        part, values = part_of(draft.definition, table, index), values_of(draft.definition, table, index)
    except NoSuchPart:
        raise NotFoundForActor("draft.edit") from None
    form: Any = part_form(values)
    status = 200
    if request.method == "GET":
        form.edition.data = draft.edition
    else:
        status = _change(draft, part, values, form) if form.validate() else 422
    if status == HTTPStatus.FOUND:
        flash(f"“{part.title}” is changed in the draft.", "success")
        return redirect(url_for(".draft", public_id=draft.public_id))
    return _part_page(draft, part, values, form), status


def _part_page(draft: ProgrammeDraft, part: Part, values: Sequence[Value], form: Any) -> str:
    return render_template(
        "readiness/draft_part.html",
        draft=draft,
        part=part,
        group=GROUPS.get(part.table, part.table),
        structure=structure_of(draft.definition, part.table, part.index),
        form=form,
        plain=[form[field_of(value)] for value in values if value.row is None],
        rows=_rows(form, values),
    )


def _change(draft: ProgrammeDraft, part: Part, values: Sequence[Value], form: Any) -> int:
    """Put what was typed into the draft; if it cannot be, the form says why, at its fields, and nothing typed is lost."""
    text = ""
    try:
        text = edited(draft.definition, part.table, part.index, typed_into(form, values))
        cohorts.change_draft(draft=draft, text=text, edition=form.edition.data, actor=actor(), at=clock.now())
    except DefinitionFaulty as faulty:
        _show_faults(form, faulty.faults, part, values, text)
    except Conflict as conflict:
        # Sent once more, it changes these values alone in what the draft is by now.
        form.form_errors.append(f"{conflict}{_SENT_ONCE_MORE}" if draft.state == "open" else str(conflict))
        form.edition.data = draft.edition
        return HTTPStatus.CONFLICT
    except (CannotBeEditedHere, Refusal) as refused:
        form.form_errors.append(str(refused))
    else:
        return HTTPStatus.FOUND
    return HTTPStatus.UNPROCESSABLE_ENTITY


def _show_faults(form: Any, faults: Sequence[Fault], part: Part, values: Sequence[Value], text: str) -> None:
    for fault in faults:
        is_here = part_at(text, fault.line) == (part.table, part.index)
        names = [field_of(value) for value in values if is_here and value.key == fault.key]
        if names:
            form[names[0]].errors = [*form[names[0]].errors, f"{fault.message[:1].upper()}{fault.message[1:]}."]
        else:
            form.form_errors.append(str(fault))


def _rows(form: Any, values: Sequence[Value]) -> list[tuple[str, list[list[Any]]]]:
    """The fields of tables within, as (name, rows of fields); the last row is to be filled."""
    found: dict[str, dict[int, list[Any]]] = {}
    for value in values:
        if value.row is not None:
            found.setdefault(value.key, {}).setdefault(value.row, []).append(form[field_of(value)])
    return [(key, [rows[number] for number in sorted(rows)]) for key, rows in found.items()]


@blueprint.get("/drafts/<public_id>/definition.toml")
@permit("draft.edit")
def draft_file(draft: ProgrammeDraft) -> ResponseReturnValue:
    """The draft as its file, to be saved."""
    return file_of(draft.definition, f"{draft.programme.key}-{draft.follows + 1}-draft")


@blueprint.route("/drafts/<public_id>/file", methods=["GET", "POST"])
@with_files
@permit("draft.edit")
def draft_structure(draft: ProgrammeDraft) -> ResponseReturnValue:
    """Change the draft as a whole: upload its file, or change its words on the page. Every fault is told."""
    form = FileOfDraftForm()
    faults: Sequence[Fault] = ()
    status = 200 if request.method == "GET" else 422
    if request.method == "GET":
        form.edition.data, form.text.data = draft.edition, draft.definition
    elif form.validate():
        try:
            form.text.data = form.given()
            cohorts.change_draft(
                draft=draft, text=form.text.data, edition=form.edition.data, actor=actor(), at=clock.now()
            )
        except DefinitionFaulty as faulty:
            faults = faulty.faults
        except (Refusal, ValueError) as refused:
            form.form_errors.append(str(refused))
            status = 409 if isinstance(refused, Conflict) else 422
        else:
            flash("The file is taken into the draft.", "success")
            return redirect(url_for(".draft", public_id=draft.public_id))
    return render_template("readiness/draft_file.html", draft=draft, form=form, faults=faults), status
