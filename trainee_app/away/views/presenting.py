"""Entries as they are read by whoever signs by link, in absence or on paper: all that is signed, in plain sight."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from flask import url_for

from trainee_app.away.forms import ItemForm
from trainee_app.away.queries.absences import Proposed
from trainee_app.cases.queries import cases_by_id
from trainee_app.cases.rules import numbered
from trainee_app.cohorts.models import Trainee
from trainee_app.cohorts.queries import definition_of_cohort, placements_of
from trainee_app.logbook.models import EntryVersion, LogEntry
from trainee_app.logbook.queries import Awaiting, content_of
from trainee_app.logbook.rules import Content, meaning_of, spoken_details, spoken_start
from trainee_app.programmes.rules import Definition, Outcome, Signer, credited_minutes
from trainee_app.web.formats import duration, long_date

_OUTCOMES = {Outcome.MISSED: "Missed.", Outcome.CANCELLED: "Cancelled."}


@dataclass(frozen=True, slots=True)
class Item:
    """One entry as it is shown: what will be signed, and its part of the form."""

    name: str
    worked_on: date
    title: str
    detail: str
    text: str
    minutes: int
    credited: int
    form: ItemForm
    note: str


@dataclass(frozen=True, slots=True)
class Group:
    """One trainee's entries."""

    name: str
    items: list[Item]


def groups_of(waiting: Sequence[Awaiting], forms: Mapping[str, ItemForm]) -> list[Group]:
    """Return what waits as it is shown, by trainee."""
    groups = []
    for _, found in groupby(waiting, key=lambda each: each.entry.trainee_id):
        own = list(found)
        definition = definition_of_cohort(own[0].cohort_id)
        places = {each.id: each.name for each in placements_of(own[0].entry.trainee_id)}
        cases = cases_numbered(each.version for each in own)
        groups.append(
            Group(
                own[0].trainee_name,
                [_item(each, definition, places, cases, forms[each.entry.public_id]) for each in own],
            )
        )
    return groups


def meanings_of(waiting: Sequence[Awaiting]) -> list[str]:
    """Return what signing these says, each once."""
    found = [meaning_signed(definition_of_cohort(each.cohort_id), each.version.activity) for each in waiting]
    return list(dict.fromkeys(found))


def meaning_signed(definition: Definition, activity: str) -> str:
    """Return what signing such an activity says."""
    known = definition.activities.get(activity)
    return meaning_of(Signer.SUPERVISOR if known is None else known.signed_by).value


def cases_numbered(versions: Iterable[EntryVersion]) -> dict[int, str]:
    """Return the cases of these versions by their numbers alone: the code is for those who sign in."""
    found = cases_by_id({each.case_id for each in versions if each.case_id is not None})
    return {each.id: numbered(each.trainee.person.name, each.number) for each in found.values()}


def _item(
    each: Awaiting, definition: Definition, places: Mapping[int, str], cases: Mapping[int, str], form: ItemForm
) -> Item:
    content = content_of(each.version)
    return Item(
        name=each.entry.public_id,
        worked_on=content.worked_on,
        title=definition.title_of(content.activity),
        detail=spoken(content, places, cases),
        text=each.note,
        minutes=content.minutes,
        credited=credited_minutes(
            definition, content.activity, content.minutes, content.outcome, content.details.group_of
        ),
        form=form,
        note=_correction_note(each.entry) if each.is_correction else "",
    )


def spoken(content: Content, places: Mapping[int, str], cases: Mapping[int, str]) -> str:
    """Return what a version says beside day, activity and time: case, start, how it was, with whom, where."""
    start = content.started_at_minute
    place = places.get(content.placement_id or 0)
    case = cases.get(content.case_id or 0)
    parts = [
        f"{case}." if case else "",
        "" if start is None else f"Began at {spoken_start(start)}.",
        _OUTCOMES.get(Outcome(content.outcome), ""),
        spoken_details(content.details),
        f"At {place}." if place else "",
    ]
    return " ".join(part for part in parts if part)


def _correction_note(entry: LogEntry) -> str:
    was = duration(entry.minutes) if entry.minutes else entry.outcome
    return (
        f"A correction. The signed version says {was} on {long_date(entry.worked_on)}; it counts until this is signed."
    )


@dataclass(frozen=True, slots=True)
class EntryWords:
    """A version in words, and where its entry is read in full; `url` "" for whoever may not open it."""

    words: str
    detail: str
    url: str


def titles_of(waiting: Sequence[Awaiting], trainee: Trainee) -> dict[str, str]:
    """Return what waits of a trainee in words, by what a tick beside it says."""
    said = _in_words([each.version for each in waiting], trainee)
    return {each.seen.tick: " ".join(words) for each, words in zip(waiting, said, strict=True)}


def proposed_words(proposed: Sequence[Proposed], trainee: Trainee) -> list[EntryWords]:
    """Return what a proposal binds in words, as it was proposed, whatever has become of the entries since."""
    said = _in_words([each.version for each in proposed], trainee)
    return [
        EntryWords(*words, url_for("logbook.entry", public_id=each.entry.public_id) if each.is_readable else "")
        for each, words in zip(proposed, said, strict=True)
    ]


def _in_words(versions: Sequence[EntryVersion], trainee: Trainee) -> list[tuple[str, str]]:
    """Return each version in a line, and what else it says."""
    definition = definition_of_cohort(trainee.cohort_id)
    places = {each.id: each.name for each in placements_of(trainee.id)}
    cases = cases_numbered(versions)
    return [
        (
            f"{long_date(each.worked_on)}: {definition.title_of(each.activity)}, {duration(each.minutes)}.",
            spoken(content_of(each), places, cases),
        )
        for each in versions
    ]
