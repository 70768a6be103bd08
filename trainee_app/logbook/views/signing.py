"""The supervisor's queue: what waits, grouped by trainee, each item decided by itself."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import actor, permit, strength_shown
from trainee_app.cohorts.models import Placement
from trainee_app.cohorts.queries import definition_of_cohort, placements_of
from trainee_app.logbook import services
from trainee_app.logbook.models import LogEntry
from trainee_app.logbook.queries import Awaiting, content_of, entries_awaiting_signature
from trainee_app.logbook.rules import MOST_AT_ONCE, Seen, SignOutcome, SignResult
from trainee_app.logbook.views.blueprint import blueprint
from trainee_app.logbook.views.cases import spoken_cases
from trainee_app.logbook.views.presenting import content_detail, title_of
from trainee_app.programmes.rules import Definition, Signer, credited_minutes
from trainee_app.web.formats import count, duration
from trainee_app.web.parts import QueueItem

_PARTS_OF_A_TICK = 3


@dataclass(frozen=True, slots=True)
class Group:
    """What waits of one trainee: the oldest, as many as one can sign at once, and how many more there are.

    `log_url` is None for a placement's manager, who reads only what was at their placement.
    """

    name: str
    public_id: str
    log_url: str | None
    items: list[QueueItem]
    more: int


@dataclass(frozen=True, slots=True)
class NotSigned:
    """A ticked item that was not signed, and why."""

    title: str
    words: str
    url: str | None


@blueprint.get("/to-sign")
@permit("queue.read")
def queue() -> ResponseReturnValue:
    """What waits for one's signature."""
    return _page(entries_awaiting_signature(actor()))


@blueprint.post("/to-sign")
@permit("queue.sign", confirmed=True)
def sign() -> ResponseReturnValue:
    """Sign what is ticked; what changed meanwhile is left, said politely, and the others are signed."""
    items = [seen for value in request.form.getlist("entry") if (seen := _seen(value))]
    if not items:
        return _page(entries_awaiting_signature(actor()), problem="Tick what you want to sign first."), 422
    try:
        results = services.sign_entries(
            items=items, actor=actor(), at=clock.now(), method="password", strength=strength_shown()
        )
    except services.TooManyAtOnce as refusal:
        waiting = entries_awaiting_signature(actor())
        return _page(waiting, ticked={each.entry for each in items}, problem=str(refusal)), 422
    _say(results)
    not_signed = _not_signed(results)
    if not not_signed:
        return redirect(url_for(".queue"))
    signed = len(results) - len(not_signed)
    return _page(entries_awaiting_signature(actor()), not_signed=not_signed, signed=signed), 409


def _seen(value: str) -> Seen | None:
    """Read what a tick says: which version of which entry, by its hash. Anything else is nobody's tick."""
    parts = value.split(":")
    if len(parts) != _PARTS_OF_A_TICK or not (parts[1].isascii() and parts[1].isdigit() and len(parts[1]) < 9):  # noqa: PLR2004 - a version's number is small
        return None
    return Seen(parts[0], int(parts[1]), parts[2])


def _say(results: Sequence[SignResult]) -> None:
    signed = [each for each in results if each.outcome is SignOutcome.SIGNED]
    if signed:
        minutes = sum(each.minutes for each in signed)
        flash(f"Signed: {count(len(signed), 'entry', 'entries')}, {duration(minutes)} recorded.", "success")


def _not_signed(results: Sequence[SignResult]) -> list[NotSigned]:
    """Name what was not signed. What is not theirs to see is not named."""
    left = [each for each in results if each.outcome is not SignOutcome.SIGNED]
    if not left:
        return []
    waiting_now = entries_awaiting_signature(actor(), named=[each.entry for each in left])
    known = {each.entry.public_id: each for each in waiting_now}
    found = []
    for result in left:
        waiting = known.get(result.entry)
        title = "An entry"
        if waiting is not None:
            definition = definition_of_cohort(waiting.cohort_id)
            title = f"{waiting.trainee_name}: {title_of(definition, waiting.version.activity)}"
        url = url_for(".entry", public_id=result.entry) if waiting is not None else None
        found.append(NotSigned(title, result.outcome.words, url))
    return found


def _page(
    waiting: Sequence[Awaiting],
    *,
    ticked: Collection[str] = (),
    not_signed: Sequence[NotSigned] = (),
    signed: int = 0,
    problem: str | None = None,
) -> str:
    groups = [_group(list(own), ticked) for _, own in groupby(waiting, key=lambda each: each.entry.trainee_id)]
    oldest = min((each.version.submitted_at for each in waiting if each.version.submitted_at), default=None)
    return render_template(
        "logbook/queue.html",
        groups=groups,
        total=len(waiting),
        oldest=oldest,
        not_signed=not_signed,
        signed=signed,
        problem=problem,
        most=MOST_AT_ONCE,
    )


def _group(own: Sequence[Awaiting], ticked: Collection[str]) -> Group:
    first, items = own[0], queue_items(own[:MOST_AT_ONCE], ticked)
    log_url = None if _is_all_of_a_manager(own) else url_for(".trainee_log", public_id=first.trainee_public_id)
    return Group(first.trainee_name, first.trainee_public_id, log_url, items, len(own) - len(items))


def _is_all_of_a_manager(waiting: Sequence[Awaiting]) -> bool:
    known = definition_of_cohort(waiting[0].cohort_id).activities
    signers = {known[each.version.activity].signed_by for each in waiting if each.version.activity in known}
    return signers == {Signer.PLACEMENT_MANAGER}


def queue_item_of(entry: LogEntry) -> QueueItem | None:
    """Return one entry as an item to sign, if it waits for the actor."""
    waiting = [each for each in entries_awaiting_signature(actor(), entry.trainee_id) if each.entry.id == entry.id]
    items = queue_items(waiting, {entry.public_id})
    return items[0] if items else None


def queue_items(waiting: Sequence[Awaiting], ticked: Collection[str] = ()) -> list[QueueItem]:
    """Return one trainee's waiting versions as items to sign."""
    if not waiting:
        return []
    definition = definition_of_cohort(waiting[0].cohort_id)
    placements = {each.id: each for each in placements_of(waiting[0].entry.trainee_id)}
    cases = spoken_cases([each.version.case_id for each in waiting], is_own=False)
    today = clock.today()
    return [
        _item(each, definition, placements, cases, today, is_ticked=each.entry.public_id in ticked) for each in waiting
    ]


def _item(
    each: Awaiting,
    definition: Definition,
    placements: dict[int, Placement],
    cases: dict[int, str],
    today: date,
    *,
    is_ticked: bool,
) -> QueueItem:
    version = each.version
    placement = placements.get(version.placement_id or 0)
    detail = content_detail(content_of(version), definition, placement.name if placement else None, cases)
    return QueueItem(
        value=f"{each.entry.public_id}:{version.number}:{version.content_hash}",
        worked_on=version.worked_on,
        age_days=each.age_days(today),
        title=title_of(definition, version.activity),
        detail=" ".join(part for part in (detail, each.note) if part),
        minutes=version.minutes,
        credited=credited_minutes(definition, version.activity, version.minutes, version.outcome),
        url=url_for(".entry", public_id=each.entry.public_id),
        return_url=url_for(".return_entry", public_id=each.entry.public_id),
        checked=is_ticked,
        note=_correction_note(each) if each.is_correction else ("Handed in late." if each.entry.late else None),
    )


def _correction_note(each: Awaiting) -> str:
    entry = each.entry
    was = duration(entry.minutes) if entry.minutes else entry.outcome
    return (
        f"A correction. The signed version says {was} on {entry.worked_on:%-d %B}; it counts until you sign this one."
    )
