"""What was ticked in a queue and left as it was: which it is, and why; what was decided already, by whom and when."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import url_for

from trainee_app import clock
from trainee_app.access import actor, can
from trainee_app.cohorts.queries import definition_of_cohort
from trainee_app.logbook.queries.queues import Decided, Queue, decided_in, queue_named
from trainee_app.logbook.rules import SignOutcome, SignResult
from trainee_app.people.queries import programme
from trainee_app.signatures.rules import WAYS, ink_words
from trainee_app.web.formats import local_date, local_time, long_date, weekday_date

_DID = {Queue.TO_SIGN: "signed", Queue.TO_VERIFY: "verified"}


@dataclass(frozen=True, slots=True)
class NotDone:
    """A ticked item that was left as it was, and why. `is_done`: somebody had decided it before."""

    title: str
    words: str
    url: str | None
    is_done: bool


def told_of_left(queue: Queue, left: Sequence[SignResult], why_not: Callable[[SignOutcome], str]) -> list[NotDone]:
    """Name what was left. What is not theirs to see is not named."""
    done_before = [each.entry for each in left if each.outcome is SignOutcome.ALREADY_SIGNED]
    decided = {each.entry.public_id: each for each in decided_in(queue, done_before)} if done_before else {}
    waiting = {each.entry.public_id: each for each in queue_named(queue, actor(), [each.entry for each in left])}
    found = []
    for result in left:
        words, title, url = why_not(result.outcome), "An entry", None
        if known := decided.get(result.entry):
            title = _title(known.trainee_name, known.cohort_id, known.entry.activity)
            title, words = f"{title}, {weekday_date(known.entry.worked_on)}", _by_whom(known, _DID[queue])
            url = url_for(".entry", public_id=result.entry) if can(actor(), "entry.read", known.entry) else None
        elif seen := waiting.get(result.entry):
            title = _title(seen.trainee_name, seen.cohort_id, seen.version.activity)
            url = url_for(".entry", public_id=result.entry)
        found.append(NotDone(title, words, url, is_done=result.outcome is SignOutcome.ALREADY_SIGNED))
    return found


def _title(trainee: str, cohort_id: int, activity: str) -> str:
    return f"{trainee}: {definition_of_cohort(cohort_id).title_of(activity)}"


def _by_whom(known: Decided, did: str) -> str:
    """Return by whom it was decided before and when: "You signed this at 14:05 today."."""
    signature, zone = known.signature, programme(known.entry.programme_id).zone
    who = "You" if signature.signer_id == actor().person_id else signature.signer_name
    if ink := ink_words(signature.method, signature.meaning):
        return f"{who} {ink}."
    day = local_date(signature.signed_at, zone)
    spoken = "today" if day == local_date(clock.now(), zone) else f"on {long_date(day)}"
    way = f", {WAYS[signature.method]}" if signature.method in WAYS else ""
    return f"{who} {did} this at {local_time(signature.signed_at, zone)} {spoken}{way}."
