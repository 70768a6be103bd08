"""How somebody stood on a day that has passed, in two readings: as recorded by then, and as known today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from trainee_app.casework.queries import facts_cases_then, signed_documents
from trainee_app.cohorts.queries import Terms, terms_then
from trainee_app.credentials.queries import facts_prerequisites, facts_registrations
from trainee_app.logbook.queries import PastEntry, Reading, entries_known, entries_recorded, totals_from
from trainee_app.programmes.queries import definition_of, programme
from trainee_app.programmes.rules import Facts
from trainee_app.readiness.queries.asked import with_what_is_asked
from trainee_app.readiness.queries.judging import Judged, judged_under
from trainee_app.readiness.queries.waivers import facts_waivers_then


@dataclass(frozen=True, slots=True)
class PastDay:
    """A day that has passed: `as_of` is judged for; what was recorded after `known_by` is left out, None: nothing is.

    `ends_at` is its last instant in the programme's zone.
    """

    as_of: date
    ends_at: datetime
    known_by: datetime | None


def judge_past(trainee_ids: Sequence[int], day: PastDay) -> list[Judged]:
    """Judge these trainees as of a day that has passed, by the one rule.

    Work is read from entries, cut to that day: stored totals only know how things stand now.
    """
    return [judged for judged, _entries in judge_past_with_entries(trainee_ids, day)]


def judge_past_with_entries(trainee_ids: Sequence[int], day: PastDay) -> list[tuple[Judged, tuple[PastEntry, ...]]]:
    """Judge these trainees as `judge_past` does, and return with each the very entries that the figures are made of."""
    terms = terms_then(trainee_ids, day.as_of, day.known_by)
    entries = _entries(terms, day)
    cases = facts_cases_then(entries, day.as_of, day.known_by)
    registrations = facts_registrations([each.person_id for each in terms.values()], day.known_by)
    courses = {(each.person_id, each.programme_id): each.starts_on for each in terms.values()}
    brought = facts_prerequisites(courses, day.as_of, day.known_by)
    waivers = facts_waivers_then(trainee_ids, day.as_of, day.ends_at, day.known_by)
    work = {trainee_id: tuple(entry.fact for entry in of_one) for trainee_id, of_one in entries.items()}
    facts = {
        trainee_id: Facts(
            starts_on=each.starts_on,
            ends_on=each.ends_on,
            totals=totals_from(work[trainee_id]),
            entries=work[trainee_id],
            registrations=registrations.get((each.person_id, each.programme_id), ()),
            prerequisites=brought.get((each.person_id, each.programme_id), ()),
            cases=cases.get(trainee_id, ()),
            waivers=waivers.get(trainee_id, ()),
        )
        for trainee_id, each in terms.items()
    }
    definitions = {trainee_id: definition_of(each.version) for trainee_id, each in terms.items()}
    requirements = [each for definition in definitions.values() for each in definition.requirements]
    facts = with_what_is_asked(facts, terms, requirements, day.as_of, day.known_by, signed_documents(entries))
    return [
        (judged_under(each, definitions[trainee_id], facts[trainee_id], day.as_of), entries[trainee_id])
        for trainee_id, each in terms.items()
    ]


def _entries(terms: dict[int, Terms], day: PastDay) -> dict[int, tuple[PastEntry, ...]]:
    if day.known_by is None:
        return entries_known(list(terms), day.as_of)
    readings = {
        trainee_id: Reading(definition_of(each.version), programme(each.programme_id).zone)
        for trainee_id, each in terms.items()
    }
    return entries_recorded(readings, day.as_of, day.known_by)
