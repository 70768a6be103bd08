"""A queue as a page: what waits, by trainee, the oldest first, each item decided by itself, some of them at a time."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, takewhile
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import actor
from trainee_app.cohorts.queries import definition_of_cohort
from trainee_app.logbook.queries import Awaiting, content_of
from trainee_app.logbook.queries.queues import (
    Queue,
    Waiting,
    Waits,
    placement_names,
    queue_entries,
    waiting_in,
)
from trainee_app.logbook.queries.terms import terms_waiting
from trainee_app.logbook.rules import MOST_AT_ONCE, Seen, SignOutcome, SignResult, seen_in
from trainee_app.logbook.services import TooManyAtOnce
from trainee_app.logbook.views.cases import spoken_cases
from trainee_app.logbook.views.left import NotDone, told_of_left
from trainee_app.logbook.views.presenting import content_detail
from trainee_app.people.queries import programme
from trainee_app.programmes.rules import Definition, Signer, credited_minutes
from trainee_app.web.formats import count, duration, local_date
from trainee_app.web.parts import QueueItem

_TRAINEES_ON_A_PAGE = 10


@dataclass(frozen=True)
class Desk:
    """A queue with its words, its two addresses, and how an item is given back."""

    queue: Queue
    page: str
    post: str
    eyebrow: str
    done: str
    verb: str
    empty: tuple[str, str]
    says: str
    why_not: Callable[[SignOutcome], str]
    give_back: tuple[str, str]
    told: Callable[[Awaiting, str], str]
    noted: Callable[[Awaiting], str | None]


@dataclass(frozen=True, slots=True)
class Group:
    """What waits of one trainee: as many as one can decide at once, how many more there are, and where those are.

    `log_url` is None for a placement's manager, who reads only what was at their placement.
    """

    name: str
    public_id: str
    log_url: str | None
    items: list[QueueItem]
    more: int
    more_url: str | None

    @property
    def size(self) -> int:
        """How much of theirs stands on this page, or follows: what waits of them."""
        return len(self.items) + self.more


@dataclass(frozen=True, slots=True)
class _Speech:
    """What items are put into words with: the rules of each cohort, the zone of each programme, places and cases by
    their ids."""

    definitions: dict[int, Definition]
    zones: dict[int, str]
    places: dict[int, str]
    cases: dict[int, str]


def decide(desk: Desk, verb: Callable[[Sequence[Seen]], list[SignResult]]) -> ResponseReturnValue:
    """Do to what is ticked what the desk is for; what changed meanwhile is left, said politely, and the others are done."""
    items = [seen for value in request.form.getlist("entry") if (seen := seen_in(value))]
    if not items:
        return page(desk, problem=f"Tick what you want to {desk.verb} first."), 422
    try:
        results = verb(items)
    except TooManyAtOnce as refusal:
        return page(desk, ticked={each.entry for each in items}, problem=str(refusal)), 422
    done = [each for each in results if each.outcome is SignOutcome.SIGNED]
    if done:
        minutes = sum(each.minutes for each in done)
        flash(f"{desk.done}: {count(len(done), 'entry', 'entries')}, {duration(minutes)} recorded.", "success")
    left = [each for each in results if each.outcome is not SignOutcome.SIGNED]
    if not left:
        return redirect(url_for(desk.page))
    return page(desk, not_done=told_of_left(desk.queue, left, desk.why_not), done=len(done)), 409


def page(
    desk: Desk,
    *,
    ticked: Collection[str] = (),
    not_done: Sequence[NotDone] = (),
    done: int = 0,
    problem: str | None = None,
) -> str:
    """Draw the part of the queue that is asked for: some trainees, or one and of them what is behind an entry."""
    everybody = waiting_in(desk.queue, actor())
    shown, following = _part(everybody)
    after = request.args.get("after") if request.args.get("of") else None
    entries = queue_entries(desk.queue, actor(), [each.trainee_id for each in shown], MOST_AT_ONCE, after)
    return render_template(
        "logbook/queue.html",
        desk=desk,
        groups=_groups(desk, entries, ticked),
        **_sums(everybody),
        is_part=len(shown) < len(everybody) or after is not None,
        following=following,
        not_done=not_done,
        done=done,
        problem=problem,
        terms=terms_waiting(actor()) if desk.queue is Queue.TO_SIGN else [],
        most=MOST_AT_ONCE,
    )


def _sums(everybody: Sequence[Waiting]) -> dict[str, Any]:
    """Return what waits in all, on whichever pages."""
    oldest = min(everybody, key=lambda each: each.since, default=None)
    return {
        "total": sum(each.entries for each in everybody),
        "minutes": sum(each.minutes for each in everybody),
        "oldest": None if oldest is None else local_date(oldest.since, programme(oldest.programme_id).zone),
    }


def _part(everybody: Sequence[Waiting]) -> tuple[Sequence[Waiting], Waiting | None]:
    """Return whose entries this page shows, and who comes next."""
    if of := request.args.get("of"):
        own = [each for each in everybody if each.trainee_public_id == of]
        return (own, None) if own else (everybody[:_TRAINEES_ON_A_PAGE], None)
    first = request.args.get("from")
    before = len(list(takewhile(lambda each: each.trainee_public_id != first, everybody))) if first else 0
    start = before if before < len(everybody) else 0
    end = start + _TRAINEES_ON_A_PAGE
    return everybody[start:end], next(iter(everybody[end:]), None)


def _groups(desk: Desk, entries: Sequence[Waits], ticked: Collection[str]) -> list[Group]:
    found = []
    items = iter(items_of(desk, entries, ticked))
    for _, own in groupby(entries, key=lambda each: each.waiting.entry.trainee_id):
        waits = list(own)
        first, last = waits[0], waits[-1].waiting
        trainee, more = first.waiting.trainee_public_id, first.left - len(waits)
        log_url = None if _is_all_of_a_manager(waits) else url_for(".trainee_log", public_id=trainee)
        more_url = url_for(desk.page, of=trainee, after=last.entry.public_id) if more else None
        found.append(Group(first.waiting.trainee_name, trainee, log_url, [next(items) for _ in waits], more, more_url))
    return found


def _is_all_of_a_manager(waits: Sequence[Waits]) -> bool:
    known = definition_of_cohort(waits[0].waiting.cohort_id).activities
    activities = [each.waiting.version.activity for each in waits]
    return {known[key].signed_by for key in activities if key in known} == {Signer.PLACEMENT_MANAGER}


def items_of(desk: Desk, entries: Sequence[Waits], ticked: Collection[str] = ()) -> list[QueueItem]:
    """Return what waits as items to decide."""
    versions = [each.waiting.version for each in entries]
    speech = _Speech(
        {cohort: definition_of_cohort(cohort) for cohort in {each.waiting.cohort_id for each in entries}},
        {programme_id: programme(programme_id).zone for programme_id in {each.programme_id for each in versions}},
        placement_names({each.placement_id for each in versions if each.placement_id is not None}),
        spoken_cases([each.case_id for each in versions], is_own=False),
    )
    now = clock.now()
    return [_item(desk, each, speech, now, is_ticked=each.waiting.entry.public_id in ticked) for each in entries]


def _item(desk: Desk, waits: Waits, speech: _Speech, now: datetime, *, is_ticked: bool) -> QueueItem:
    each, (give_back, words) = waits.waiting, desk.give_back
    entry, version, definition = each.entry, each.version, speech.definitions[each.cohort_id]
    zone = speech.zones[entry.programme_id]
    content, place = content_of(version), speech.places.get(version.placement_id or 0)
    detail = content_detail(content, definition, place, speech.cases)
    present = content.details.group_of
    return QueueItem(
        value=each.seen.tick,
        worked_on=version.worked_on,
        age_days=(local_date(now, zone) - local_date(waits.since, zone)).days,
        title=definition.title_of(version.activity),
        detail=" ".join(part for part in (detail, each.note, desk.told(each, zone)) if part),
        minutes=version.minutes,
        credited=credited_minutes(definition, version.activity, version.minutes, version.outcome, present),
        url=url_for(".entry", public_id=entry.public_id),
        return_url=url_for(give_back, public_id=entry.public_id),
        return_words=words,
        checked=is_ticked,
        note=desk.noted(each),
    )
