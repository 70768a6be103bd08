"""Entries as the addressee of a list reads them: all that the signature covers, in plain sight."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from flask import url_for

from trainee_app.away.forms import ItemForm
from trainee_app.cases.queries import cases_by_id
from trainee_app.cases.rules import numbered
from trainee_app.cohorts.queries import definition_of_cohort, placements_of
from trainee_app.logbook.models import EntryVersion, LogEntry
from trainee_app.logbook.queries import Awaiting, content_of
from trainee_app.logbook.rules import Content, meaning_of, spoken_details
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
        title=title_of(definition, content.activity),
        detail=spoken(content, places, cases),
        text=each.note,
        minutes=content.minutes,
        credited=credited_minutes(
            definition, content.activity, content.minutes, content.outcome, content.details.group_of
        ),
        form=form,
        note=_correction_note(each.entry) if each.is_correction else "",
    )


def title_of(definition: Definition, activity: str) -> str:
    """Return the activity's title; a key that the programme no longer has stands as it is."""
    known = definition.activities.get(activity)
    return known.title if known else activity


def spoken(content: Content, places: Mapping[int, str], cases: Mapping[int, str]) -> str:
    """Return what a version says beside day, activity and time: case, start, how it was, with whom, where."""
    start = content.started_at_minute
    place = places.get(content.placement_id or 0)
    case = cases.get(content.case_id or 0)
    parts = [
        f"{case}." if case else "",
        "" if start is None else f"Began at {start // 60}:{start % 60:02d}.",
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
    """An entry in one line, and where it is read in full."""

    words: str
    url: str


def titles_of(waiting: Sequence[Awaiting]) -> dict[str, str]:
    """Return what waits in a line each, by public name."""
    return {each.entry.public_id: _line(each.cohort_id, content_of(each.version)) for each in waiting}


def lines_of(entries: Sequence[LogEntry]) -> list[EntryWords]:
    """Return entries as they count now, in a line each."""
    return [
        EntryWords(
            f"{long_date(each.worked_on)}: "
            f"{title_of(definition_of_cohort(each.trainee.cohort_id), each.activity)}, {duration(each.minutes)}",
            url_for("logbook.entry", public_id=each.public_id),
        )
        for each in entries
    ]


def _line(cohort_id: int, content: Content) -> str:
    title = title_of(definition_of_cohort(cohort_id), content.activity)
    return f"{long_date(content.worked_on)}: {title}, {duration(content.minutes)}"
