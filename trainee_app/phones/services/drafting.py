"""Drafts that come from a phone: each made once, in their order, however often they are sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from trainee_app.access import Actor
from trainee_app.cases.queries import cases_of
from trainee_app.events import publish
from trainee_app.logbook.queries import entry_named, logged_lately, open_placements, what_stops
from trainee_app.logbook.rules import Content, Item
from trainee_app.logbook.services import hold, write_batch
from trainee_app.phones.events import PhoneSentDrafts
from trainee_app.phones.models import PhoneEnrolment
from trainee_app.phones.rules import Answer, Outcome, Sent, placement_of, read_draft
from trainee_app.refusals import Violation

_LATELY = timedelta(days=60)
_TAKEN = Violation("name_taken", "", "This draft has the name of another. Take it out and write it once more.")


def keep_drafts(*, phone: PhoneEnrolment, sent: Sequence[Sent], actor: Actor, at: datetime) -> list[Answer]:
    """Keep each as a draft of the trainee's log and answer each in its place; what is refused stops none of the others.

    What stands under a name stays as it is, whatever became of it meanwhile: a draft that was changed, handed in or
    discarded at a desk is not undone by a phone that never heard the first answer.
    """
    hold(phone.trainee_id)
    cases = {each.public_id: each.id for each in cases_of(phone.trainee_id)}
    # Sent twice in one sending, a draft is one draft.
    firsts = {each.name: place for place, each in reversed(list(enumerate(sent))) if each.name}
    answers: dict[int, Answer] = {}
    fresh: list[Item] = []
    for place, each in enumerate(sent):
        if firsts.get(each.name, place) != place:
            continue
        content, problems = read_draft(each, cases)
        known = _answer_if_known(phone, each.name)
        if known is not None:
            answers[place] = known
        elif problems:
            answers[place] = Answer(each.name, Outcome.REFUSED, problems)
        else:
            fresh.append(Item(place=str(place), name=each.name, content=content))
    answers |= _written(phone, fresh, actor=actor, at=at)
    answers = _with_stops(phone, answers, actor.on)
    return [answers[firsts.get(each.name, place)] for place, each in enumerate(sent)]


def _with_stops(phone: PhoneEnrolment, answers: Mapping[int, Answer], today: date) -> dict[int, Answer]:
    """Add to each draft that stands what will have to be mended before it can be handed in."""
    entries = {place: entry_named(each.name) for place, each in answers.items() if each.outcome is not Outcome.REFUSED}
    stops = what_stops(phone.trainee, [entry.id for entry in entries.values() if entry], today)
    found = {place: stops.get(entry.id, []) for place, entry in entries.items() if entry}
    return {
        place: replace(each, problems=each.problems + tuple(found.get(place, ()))) for place, each in answers.items()
    }


def _answer_if_known(phone: PhoneEnrolment, name: str) -> Answer | None:
    """Return the answer to a draft whose name is known from before."""
    entry = entry_named(name) if name else None
    if entry is None:
        return None
    if entry.trainee_id != phone.trainee_id:
        return Answer(name, Outcome.REFUSED, (_TAKEN,))
    return Answer(name, Outcome.THERE)


def _written(phone: PhoneEnrolment, items: Sequence[Item], *, actor: Actor, at: datetime) -> dict[int, Answer]:
    placed = _placed(phone.trainee_id, items)
    batch = write_batch(trainee_id=phone.trainee_id, items=placed, hand_in=False, only_sound=True, actor=actor, at=at)
    answers = {int(each.item.place): Answer(each.item.name, Outcome.REFUSED, each.violations) for each in batch.refused}
    answers |= {int(place): Answer(entry.public_id, Outcome.KEPT) for place, entry in batch.written.items()}
    if batch.written:
        publish(
            PhoneSentDrafts(
                programme_id=phone.programme_id,
                actor_id=actor.person_id,
                at=at,
                person_id=phone.person_id,
                phone=phone.public_id,
                drafts=len(batch.written),
            )
        )
    return answers


def _placed(trainee_id: int, items: Sequence[Item]) -> list[Item]:
    placements = open_placements(trainee_id)
    days = {each.content.worked_on for each in items if each.content is not None}
    lately = {on: logged_lately(trainee_id, max(on.min + _LATELY, on) - _LATELY, on) for on in days}

    def put(content: Content) -> Content:
        return replace(content, placement_id=placement_of(content, lately[content.worked_on], placements))

    return [replace(each, content=None if each.content is None else put(each.content)) for each in items]
