"""What rules look at for a day that has passed: from the entries themselves, never from stored totals.

Two readings of one day. As known today: all work up to that day, as it stands now. As recorded by then: what had been
handed in and signed by the end of that day, told by versions and steps; what came later is left out, and what was
taken away later still stands.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Date, bindparam, select

from trainee_app.db import db
from trainee_app.logbook.models import LogEntry
from trainee_app.logbook.queries.facts import ENTRY_COLUMNS, IN_FACTS
from trainee_app.logbook.queries.totals import Told, told_entries
from trainee_app.logbook.rules import IN_SUMS, NO_CASE, Counted, net_change
from trainee_app.programmes.rules import Definition, EntryFact, Total


class PastEntry(NamedTuple):
    """An entry that counted or waited, its public name, and the record that carried it, if one did."""

    fact: EntryFact
    public_id: str
    carried_by: str | None


class Reading(NamedTuple):
    """How the steps of one trainee are read: the rules that credit them, and the zone that says which day it was."""

    definition: Definition
    zone: str


_entry = LogEntry.__table__.c
_UNTIL = select(*ENTRY_COLUMNS, _entry.public_id, _entry.carried_by).where(
    _entry.trainee_id.in_(bindparam("trainee_ids", expanding=True)),
    IN_FACTS,
    _entry.worked_on <= bindparam("as_of", type_=Date),
)


def entries_known(trainee_ids: Collection[int], as_of: date) -> dict[int, tuple[PastEntry, ...]]:
    """Return each trainee's work up to the day `as_of`, of whatever activity, as it stands today."""
    found: dict[int, list[PastEntry]] = {trainee_id: [] for trainee_id in trainee_ids}
    rows = db.session.execute(_UNTIL, {"trainee_ids": list(trainee_ids), "as_of": as_of})
    for trainee_id, *values, public_id, carried_by in rows:
        found[trainee_id].append(PastEntry(EntryFact._make(values), public_id, carried_by))
    return {trainee_id: tuple(entries) for trainee_id, entries in found.items()}


def entries_recorded(
    readings: Mapping[int, Reading], as_of: date, known_by: datetime
) -> dict[int, tuple[PastEntry, ...]]:
    """Return each trainee's work up to `as_of` as it had been recorded by the instant `known_by`."""
    return {
        trainee_id: tuple(
            PastEntry(_fact(told), told.entry.public_id, told.entry.carried_by)
            for told in told_entries(trainee_id, reading.definition, reading.zone, known_by)
            if told.state in IN_SUMS and told.standing.content.worked_on <= as_of
        )
        for trainee_id, reading in readings.items()
    }


def _fact(told: Told) -> EntryFact:
    standing = told.standing
    content = standing.content
    return EntryFact(
        on=content.worked_on,
        activity=content.activity,
        case_id=content.case_id or NO_CASE,
        placement_id=content.placement_id,
        state="signed" if told.state == "signed" else "submitted",
        submitted_on=standing.submitted_on,
        signed_on=standing.signed_on,
        recorded=content.minutes,
        credited=told.credited_minutes,
        held=content.outcome == "held",
        video_reviewed=content.details.video_reviewed,
    )


def totals_from(entries: Iterable[EntryFact]) -> tuple[Total, ...]:
    """Return the month totals that these entries of one trainee come to, in the order of the stored ones."""
    counted = (
        Counted(
            programme_id=0,
            trainee_id=0,
            activity=each.activity,
            worked_on=each.on,
            case_id=each.case_id,
            state=each.state,
            outcome="held" if each.held else "missed",
            minutes=each.recorded,
            credited_minutes=each.credited,
        )
        for each in entries
    )
    return tuple(
        Total(
            key.activity,
            key.month,
            key.case_id,
            "signed" if key.state == "signed" else "submitted",
            share.recorded,
            share.credited,
            share.count,
        )
        for key, share in net_change((), counted).items()
    )


def names_among(trainee_id: int, visible: ColumnElement[bool]) -> set[str]:
    """Return the public names of the trainee's entries that a condition lets somebody read."""
    return set(db.session.scalars(select(LogEntry.public_id).where(LogEntry.trainee_id == trainee_id, visible)))
