"""Giving back what waits, and saying that what was signed does not count."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import actor, permit
from trainee_app.cohorts.queries import definition_of_cohort, placements_of
from trainee_app.logbook import services
from trainee_app.logbook.forms import ReturnForm, VoidForm
from trainee_app.logbook.models import LogEntry
from trainee_app.logbook.queries import content_with_note, version_of
from trainee_app.logbook.rules import Content, State
from trainee_app.logbook.services import EntryFaulty
from trainee_app.logbook.views.blueprint import blueprint
from trainee_app.logbook.views.cases import spoken_cases
from trainee_app.logbook.views.presenting import content_detail
from trainee_app.refusals import Refusal
from trainee_app.web.fields import show_refusal


@blueprint.route("/entries/<public_id>/return", methods=["GET", "POST"])
@permit("entry.return")
def return_entry(entry: LogEntry) -> ResponseReturnValue:
    """Give an entry back with a comment."""
    waits = State.SUBMITTED in {entry.state, entry.pending_state}
    # What was taken back is its writer's again: not even the page of it is shown any more.
    if not waits and (request.method == "GET" or entry.state == State.WITHDRAWN):
        raise services.EntryChangedSinceShown
    number = entry.pending_version or entry.version
    form = ReturnForm(version=number)
    status = 422 if request.method == "POST" else 200
    if form.validate_on_submit():
        seen, comment = form.version.data, form.comment.data
        try:
            services.return_entry(entry=entry, seen_version=seen, comment=comment, actor=actor(), at=clock.now())
        except Refusal as refusal:
            status = _show(form, refusal, number)
        else:
            flash(f"Returned to {entry.trainee.person.name} with your comment.", "success")
            return redirect(url_for(".queue"))
    return _page("logbook/return.html", entry, number, form), status


@blueprint.route("/entries/<public_id>/void", methods=["GET", "POST"])
@permit("entry.void")
def void(entry: LogEntry) -> ResponseReturnValue:
    """Say that a signed entry does not count, and why."""
    form = VoidForm(version=entry.version)
    status = 422 if request.method == "POST" else 200
    if form.validate_on_submit():
        seen, reason = form.version.data, form.reason.data
        try:
            services.void_entry(entry=entry, seen_version=seen, reason=reason, actor=actor(), at=clock.now())
        except Refusal as refusal:
            status = _show(form, refusal, entry.version)
        else:
            flash("Recorded: this entry does not count. It stays to be read, with the reason.", "success")
            return redirect(url_for(".entry", public_id=entry.public_id))
    return _page("logbook/void.html", entry, entry.version, form), status


def _show(form: ReturnForm | VoidForm, refusal: Refusal, number: int) -> int:
    """Show why not, with all that was typed; the page now shows version `number`, and that is what is decided next."""
    show_refusal(form, refusal)
    form.version.data = number
    return 422 if isinstance(refusal, EntryFaulty) else 409


def _page(template: str, entry: LogEntry, number: int, form: ReturnForm | VoidForm) -> str:
    definition = definition_of_cohort(entry.trainee.cohort_id)
    content = content_with_note(version_of(entry.id, number))
    cases = spoken_cases([content.case_id], is_own=False)
    return render_template(
        template,
        entry=entry,
        trainee=entry.trainee,
        form=form,
        content=content,
        title=definition.title_of(content.activity),
        detail=content_detail(content, definition, _place(entry, content), cases),
    )


def _place(entry: LogEntry, content: Content) -> str | None:
    return next((each.name for each in placements_of(entry.trainee_id) if each.id == content.placement_id), None)
