"""Pages of the data protection officer: finding a text that must go, and taking it out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import actor, can, permit, scope
from trainee_app.cases.queries import case_coded
from trainee_app.logbook import services
from trainee_app.logbook.models import LogEntry
from trainee_app.logbook.queries import entry_named
from trainee_app.logbook.queries.texts import entries_with_text, moves_of, texts_of_entry
from trainee_app.logbook.rules import document_name
from trainee_app.logbook.rules.blanking import Why
from trainee_app.privacy.forms import BlankForm, FindForm
from trainee_app.trail.services import note_reading

blueprint = Blueprint("privacy", __name__)
_IN_ADDRESS: Final = re.compile(r"(?:^|/entries/)([A-Za-z0-9_-]{8,24})(?:[/?#].*)?$")
_NOT_FOUND: Final = "There is no such entry or case in your programme. Compare it once more."


@blueprint.get("/texts")
@permit("text.find")
def texts() -> ResponseReturnValue:
    """Where to look for a text that must go."""
    return render_template("privacy/find.html", form=FindForm(formdata=None), found=None)


@blueprint.post("/texts")
@permit("text.find")
def find() -> ResponseReturnValue:
    """Look for it. By POST, since a case's code stands in no address."""
    form = FindForm()
    if not form.validate():
        return render_template("privacy/find.html", form=form, found=None), 422
    entry = _entry_meant(form.what.data)
    if entry is not None:
        return redirect(url_for(".blank", public_id=entry.public_id))
    found = _of_case(form.what.data)
    if found is None:
        form.what.errors = [_NOT_FOUND]
        return render_template("privacy/find.html", form=form, found=None), 422
    return render_template("privacy/find.html", form=form, found=found)


def _entry_meant(typed: str) -> LogEntry | None:
    match = _IN_ADDRESS.search(typed)
    entry = entry_named(match[1]) if match else None
    return entry if entry is not None and can(actor(), "entry.blank", entry) else None


def _of_case(typed: str) -> Sequence[LogEntry] | None:
    """Return the entries of the case of that code; None where the actor's programmes have no such case."""
    case = case_coded(typed.upper().replace(" ", "-"))
    found = [] if case is None else entries_with_text(case.id, scope("entry.blank", actor()))
    # Of somebody else's case nothing is said, not even that there is one.
    return found or None


@blueprint.route("/entries/<public_id>/blank", methods=["GET", "POST"])
@permit("entry.blank")
def blank(entry: LogEntry) -> ResponseReturnValue:
    """Take all free text of an entry out, with a reason."""
    form = BlankForm()
    if form.validate_on_submit():
        services.blank_entry(entry=entry, why=Why(form.why.data), actor=actor(), at=clock.now())
        flash("The text is taken out, everywhere. Minutes and signatures stay.", "success")
        return redirect(url_for("privacy.texts"))
    shown = [(version, text) for version, text in texts_of_entry(entry.id) if text.sealed]
    page = render_template(
        "privacy/blank.html",
        form=form,
        entry=entry,
        trainee=entry.trainee,
        texts=shown,
        comments=[step for step in moves_of(entry.id) if step.comment],
    )
    subject, person_id = document_name(entry.public_id), actor().person_id
    if request.method == "GET":
        note_reading(programme_id=entry.programme_id, person_id=person_id, subject=subject, at=clock.now())
    return page, 422 if form.errors else 200
