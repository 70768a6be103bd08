"""Self-directed study by the term: handed in as one document, and signed or returned by the tutor as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import actor, permit, strength_shown
from trainee_app.cohorts.queries import definition_of_cohort
from trainee_app.db.tables import new_public_id
from trainee_app.logbook import services
from trainee_app.logbook.forms import TermForm, TermReturnForm
from trainee_app.logbook.models import TermDocument
from trainee_app.logbook.queries import Awaiting, content_of
from trainee_app.logbook.queries.queues import placement_names
from trainee_app.logbook.queries.terms import readable_names, terms_handed_in, terms_to_hand_in, versions_bound
from trainee_app.logbook.rules import Seen, State
from trainee_app.logbook.rules.terms import bound_in, term_document
from trainee_app.logbook.views.blueprint import blueprint
from trainee_app.logbook.views.cases import spoken_cases
from trainee_app.logbook.views.presenting import content_detail
from trainee_app.logbook.views.reading import own_trainee
from trainee_app.refusals import Conflict, Refusal
from trainee_app.signatures.queries import signatures_of
from trainee_app.signatures.rules import SIGNED_IN, Meaning
from trainee_app.web.fields import show_refusal
from trainee_app.web.formats import count, duration, long_date


@dataclass(frozen=True, slots=True)
class TermLine:
    """One entry of a document, as it was handed in. `changed`: it is something else by now.

    What the reader may not read any more has no words and no `url`.
    """

    worked_on: date
    title: str
    detail: str
    note: str
    minutes: int
    url: str | None
    changed: bool


@blueprint.get("/log/terms")
@permit("log.write")
def own_terms() -> ResponseReturnValue:
    """One's own study by the term: what can be handed in, and what was."""
    return _own_page()


@blueprint.post("/log/terms")
@permit("log.write")
def hand_in_term() -> ResponseReturnValue:
    """Hand a term's study in."""
    trainee, form = own_trainee(), TermForm()
    on = _read_day(form.day.data or "")
    if on is None or not form.validate_on_submit():
        return _own_page("Choose a term of the list."), 422
    try:
        document = services.hand_in_term(
            trainee_id=trainee.id, on=on, public_id=form.once.data, actor=actor(), at=clock.now()
        )
    except services.NothingToHandIn as refusal:
        return _own_page(str(refusal)), 409
    number = count(document.entries, "entry", "entries")
    flash(f"Handed in to {document.tutor.name}: {number}, {duration(document.minutes)}.", "success")
    return redirect(url_for(".term", public_id=document.public_id))


@blueprint.get("/terms/<public_id>")
@permit("term.read")
def term(document: TermDocument) -> ResponseReturnValue:
    """The document of one term: each entry, and what they come to."""
    return _page(document)


@blueprint.post("/terms/<public_id>/sign")
@permit("term.decide", confirmed=True)
def sign_term(document: TermDocument) -> ResponseReturnValue:
    """Sign it as a whole."""
    try:
        services.sign_term(
            document=document, actor=actor(), at=clock.now(), method=SIGNED_IN, strength=strength_shown()
        )
    except Conflict as refusal:
        return _page(document, problem=str(refusal)), 409
    flash(f"Signed: {count(document.entries, 'entry', 'entries')}, {duration(document.minutes)} recorded.", "success")
    return redirect(url_for(".queue"))


@blueprint.post("/terms/<public_id>/return")
@permit("term.decide")
def return_term(document: TermDocument) -> ResponseReturnValue:
    """Give it back as a whole, with a comment."""
    form = TermReturnForm()
    if not form.validate_on_submit():
        return _page(document, form), 422
    try:
        services.return_term(document=document, comment=form.comment.data, actor=actor(), at=clock.now())
    except Refusal as refusal:
        show_refusal(form, refusal)
        return _page(document, form), 422 if isinstance(refusal, services.EntryFaulty) else 409
    flash(f"Returned to {document.trainee.person.name} with your comment.", "success")
    return redirect(url_for(".queue"))


@blueprint.post("/terms/<public_id>/take-back")
@permit("term.take_back")
def take_back_term(document: TermDocument) -> ResponseReturnValue:
    """Take one's own back before it is decided."""
    services.take_back_term(document=document, actor=actor(), at=clock.now())
    flash("Taken back. Its entries stand in your log as before.", "success")
    return redirect(url_for(".own_terms"))


def _read_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _own_page(problem: str = "") -> str:
    trainee = own_trainee()
    definition = definition_of_cohort(trainee.cohort_id)
    return render_template(
        "logbook/terms.html",
        trainee=trainee,
        zone=trainee.cohort.programme.zone,
        today=clock.today(trainee.cohort.programme.zone),
        by_the_term=bool(definition.handed_in_by_the_term),
        waiting=terms_to_hand_in(trainee.id, definition),
        handed_in=terms_handed_in(trainee.id),
        problem=problem,
        once=new_public_id,
    )


def _page(document: TermDocument, form: TermReturnForm | None = None, problem: str = "") -> str:
    trainee = document.trainee
    lines = _lines(document)
    return render_template(
        "logbook/term.html",
        document=document,
        trainee=trainee,
        zone=trainee.cohort.programme.zone,
        is_own=trainee.person_id == actor().person_id,
        is_tutor=document.tutor_id == actor().person_id,
        lines=lines,
        total=sum(each.minutes for each in lines),
        changed=sum(each.changed for each in lines),
        form=form or TermReturnForm(),
        meaning=Meaning.TERM.value,
        problem=problem,
        signature=next(iter(signatures_of([term_document(document.public_id)])), None),
    )


def _lines(document: TermDocument) -> list[TermLine]:
    bound = {each.entry: each for each in bound_in(document.canonical)}
    found = versions_bound(list(bound.values()))
    definition = definition_of_cohort(document.trainee.cohort_id)
    places = placement_names({each.version.placement_id for each in found if each.version.placement_id is not None})
    is_own = document.trainee.person_id == actor().person_id
    cases = spoken_cases([each.version.case_id for each in found], is_own=is_own)
    readable = readable_names(actor(), list(bound))
    lines = []
    for each in found:
        version, name = each.version, each.entry.public_id
        place = places.get(version.placement_id or 0)
        is_read = name in readable
        lines.append(
            TermLine(
                version.worked_on,
                definition.title_of(version.activity),
                content_detail(content_of(version), definition, place, cases) if is_read else "",
                each.note if is_read else "",
                version.minutes,
                url_for(".entry", public_id=name) if is_read else None,
                document.decision is None and _is_changed(each, bound[name]),
            )
        )
    return lines


def _is_changed(each: Awaiting, bound: Seen) -> bool:
    now = (each.entry.state, each.entry.version, each.version.content_hash)
    return now != (State.SUBMITTED, bound.version, bound.content_hash)


@blueprint.app_template_global("days_of_term")
def days_of_term(first_on: date, last_on: date) -> str:
    """Return a term's days in words: "1 May to 31 August 2026"."""
    first = long_date(first_on)
    return f"{first.removesuffix(f' {last_on.year}')} to {long_date(last_on)}"
