"""Writing: a new entry, one that was kept or came back, a correction; taking back and throwing away."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import NotFoundForActor, actor, permit
from trainee_app.cases.queries import case_name, open_cases
from trainee_app.cohorts.models import Placement, Trainee
from trainee_app.cohorts.queries import definition_of_cohort, placements_of
from trainee_app.logbook import services
from trainee_app.logbook.forms import NO_CASE_CHOSEN, NO_PLACEMENT, EntryForm
from trainee_app.logbook.models import LogEntry
from trainee_app.logbook.queries import (
    comments_on_returned,
    content_with_note,
    entry_named,
    usual_activities,
    version_being_written,
    version_of,
)
from trainee_app.logbook.rules import WRITABLE, Content, DayUnreadable, State, parse_day
from trainee_app.logbook.services import EntryFaulty, Record
from trainee_app.logbook.views.again import again_chips, start_today
from trainee_app.logbook.views.blueprint import blueprint
from trainee_app.logbook.views.cases import choices_of
from trainee_app.logbook.views.presenting import logged_sentence, signers_by_capacity
from trainee_app.logbook.views.reading import own_trainee
from trainee_app.logbook.views.showing import stops_of
from trainee_app.programmes.rules import Definition
from trainee_app.refusals import Refusal
from trainee_app.web.fields import show_violations
from trainee_app.web.formats import duration

_USUAL_DAYS = 60
_DRAFT = "draft"


@blueprint.route("/log/new", methods=["GET", "POST"])
@permit("log.write")
def new_entry() -> ResponseReturnValue:
    """Log time: the usual, the last once more, or something else."""
    if request.method == "POST":
        return _log()
    trainee = own_trainee()
    form = _form(trainee, definition_of_cohort(trainee.cohort_id), **_first_values(trainee))
    return _page(trainee, form, None)


def _log() -> ResponseReturnValue:
    held = services.hold_own(actor().person_id)
    if held is None:
        raise NotFoundForActor("log.write")
    return _send(held.trainee, _form(held.trainee, held.definition), None, held)


@blueprint.route("/entries/<public_id>/edit", methods=["GET", "POST"])
@permit("entry.write")
def edit_entry(entry: LogEntry) -> ResponseReturnValue:
    """Go on with what is not handed in, mend what was returned, or correct what is signed."""
    if request.method == "GET" and not _is_writable(entry):
        raise services.EntryAlreadySubmitted
    definition = definition_of_cohort(entry.trainee.cohort_id)
    form = _form(entry.trainee, definition, **_values(_content_to_edit(entry), entry.trainee))
    if request.method == "POST":
        return _send(entry.trainee, form, entry, services.hold(entry.trainee_id))
    return _page(entry.trainee, form, entry)


@blueprint.post("/entries/<public_id>/withdraw")
@permit("entry.write")
def withdraw(entry: LogEntry) -> ResponseReturnValue:
    """Take back what was handed in."""
    services.withdraw_entry(entry=entry, actor=actor(), at=clock.now())
    flash("Taken back. Change it and hand it in again, or discard it.", "success")
    return redirect(url_for(".entry", public_id=entry.public_id))


@blueprint.post("/entries/<public_id>/discard")
@permit("entry.write")
def discard(entry: LogEntry) -> ResponseReturnValue:
    """Throw away what is not handed in."""
    services.discard_entry(entry=entry, actor=actor(), at=clock.now())
    flash("Discarded.", "success")
    return redirect(url_for(".own_log"))


def _is_writable(entry: LogEntry) -> bool:
    if entry.state == State.SIGNED:
        return entry.pending_state is None or entry.pending_state in WRITABLE
    return entry.state in WRITABLE


def _content_to_edit(entry: LogEntry) -> Content:
    """Return what is being written, or what stands and is to be changed."""
    number = entry.pending_version or entry.version
    return content_with_note(version_being_written(entry.id) or version_of(entry.id, number))


def _form(trainee: Trainee, definition: Definition, **values: Any) -> EntryForm:
    return EntryForm(definition, _placements(trainee), choices_of(trainee), data=values)


def _placements(trainee: Trainee) -> list[Placement]:
    """Return the placements that ever held; those recorded by mistake are not offered."""
    return [each for each in placements_of(trainee.id) if each.ended_at is None or each.ends_on != each.starts_on]


def _first_values(trainee: Trainee) -> dict[str, Any]:
    """Return what a new entry begins with: today, and what "again" or a chip has chosen."""
    today = clock.today(trainee.cohort.programme.zone)
    again = entry_named(request.args.get("again", ""))
    if again is not None and again.trainee_id == trainee.id:
        said = content_with_note(version_of(again.id, again.version))
        values = _values(said, trainee)
        return values | {
            "worked_on": today,
            "note": "",
            "started_at": start_today(trainee, request.args.get("start", "")),
            "placement": _placement_today(trainee, today, values["placement"]),
            "case": _case_today(trainee, values["case"]),
        }
    values = {"worked_on": _asked_day(today), "activity": request.args.get("activity")}
    values["placement"] = _placement_today(trainee, today, None)
    values["case"] = _case_today(trainee, request.args.get("case", ""))
    return values


def _asked_day(today: date) -> date:
    """Return the day that the page before has chosen, such as one of the calendar; else today."""
    try:
        return min(parse_day(request.args.get("on", "")), today)
    except DayUnreadable:
        return today


def _placement_today(trainee: Trainee, today: date, asked: str | None) -> str:
    """Return the placement asked for, if it is open; the only one that is, if none was asked for; else none."""
    names = [each.public_id for each in _placements(trainee) if _is_open(each, today)]
    if asked is None:
        return names[0] if len(names) == 1 else NO_PLACEMENT
    return asked if asked in names else NO_PLACEMENT


def _case_today(trainee: Trainee, asked: str) -> str | None:
    """Return of the cases open today the one asked for, or the only one there is; None: several are, and one is chosen."""
    names = [each.public_id for each in open_cases(trainee.id, clock.today(trainee.cohort.programme.zone))]
    if asked in names:
        return asked
    return None if len(names) > 1 else next(iter(names), NO_CASE_CHOSEN)


def _is_open(placement: Placement, on: date) -> bool:
    return placement.starts_on <= on and (placement.ends_on is None or on <= placement.ends_on)


def _values(content: Content, trainee: Trainee) -> dict[str, Any]:
    """Return what an entry says as the form shows it."""
    names = {each.id: each.public_id for each in placements_of(trainee.id)}
    start = content.started_at_minute
    return {
        "activity": content.activity,
        "worked_on": content.worked_on,
        "minutes": duration(content.minutes) if content.minutes else "",
        "started_at": "" if start is None else f"{start // 60:02d}:{start % 60:02d}",
        "outcome": content.outcome,
        "placement": names.get(content.placement_id or 0, NO_PLACEMENT),
        "case": case_name(content.case_id) or NO_CASE_CHOSEN,
        "in_the_room": list(content.details.in_the_room),
        "ways": list(content.details.ways),
        "video_reviewed": content.details.video_reviewed,
        "note": content.note,
    }


def _send(trainee: Trainee, form: EntryForm, entry: LogEntry | None, held: Record) -> ResponseReturnValue:
    """Keep or hand in what was typed; if something is wrong, show it again with all that was typed."""
    if form.validate():
        try:
            return _stored(form, entry, held)
        except EntryFaulty as faulty:
            show_violations(form, faulty.errors)
            form.ask_to_confirm(faulty.warnings)
            return _page(trainee, form, entry), 422
        except Refusal as refusal:
            form.form_errors.append(str(refusal))
            return _page(trainee, form, entry), 409
    return _page(trainee, form, entry), 422


def _stored(form: EntryForm, entry: LogEntry | None, held: Record) -> ResponseReturnValue:
    content, at, trainee = form.content(), clock.now(), held.trainee
    public_id = entry.public_id if entry else form.once.data
    if request.form.get("decision") == _DRAFT:
        stored = services.save_draft(trainee_id=trainee.id, public_id=public_id, content=content, actor=actor(), at=at)
        flash("Kept. It is not handed in yet; nobody but you sees it.", "success")
        return redirect(url_for(".entry", public_id=stored.public_id))
    confirmed = form.confirmed_codes()
    if entry is not None and entry.state == State.SIGNED:
        stored = services.correct_entry(entry=entry, content=content, actor=actor(), at=at, confirmed=confirmed)
        flash(
            "The correction is handed in. It counts once it is signed; until then the signed version does.", "success"
        )
        return redirect(url_for(".entry", public_id=stored.public_id))
    stored = services.submit_entry(
        trainee_id=trainee.id,
        public_id=public_id,
        content=content,
        actor=actor(),
        at=at,
        confirmed=confirmed,
        held=held,
    )
    return _logged(stored, content, held)


def _logged(stored: LogEntry, content: Content, held: Record) -> ResponseReturnValue:
    signers = signers_by_capacity(held.trainee, content.worked_on)
    flash(logged_sentence(stored, held.definition, content, signers), "success")
    return redirect(url_for(".own_log"))


def _page(trainee: Trainee, form: EntryForm, entry: LogEntry | None) -> str:
    today = clock.today(trainee.cohort.programme.zone)
    form.offer_first(usual_activities(trainee.id, today - timedelta(days=_USUAL_DAYS)))
    return render_template(
        "logbook/write.html",
        trainee=trainee,
        form=form,
        entry=entry,
        is_correction=entry is not None and entry.state == State.SIGNED,
        again=again_chips(trainee, definition_of_cohort(trainee.cohort_id)) if entry is None else [],
        comment=_comment(entry),
        stops=stops_of(entry) if entry is not None and request.method == "GET" else "",
        signers=signers_by_capacity(trainee, today),
        has_placements=len(form.placement.choices) > 1,
        has_cases=len(form.case.choices) > 1,
        action=url_for(".edit_entry", public_id=entry.public_id) if entry else url_for(".new_entry"),
    )


def _comment(entry: LogEntry | None) -> str | None:
    """Return what is to be mended, where the entry or its correction came back."""
    if entry is None or State.RETURNED not in {entry.state, entry.pending_state}:
        return None
    return comments_on_returned([entry.id]).get(entry.id)
