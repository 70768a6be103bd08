"""What keeps a draft from being handed in as it stands: the same rules that handing it in asks, said beforehand."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import aliased

from trainee_app.cohorts.models import Trainee
from trainee_app.db import db
from trainee_app.logbook.models import EntryVersion, LogEntry
from trainee_app.logbook.queries.bringing import context_of
from trainee_app.logbook.queries.checking import same_days
from trainee_app.logbook.queries.entries import content_of
from trainee_app.logbook.rules import WRITABLE, Draft, Violation, check_entry

_later = aliased(EntryVersion)
# What is being written, or what came back: always the last version.
_LAST = select(func.max(_later.number)).where(_later.entry_id == LogEntry.id).scalar_subquery()
_KEPT = (
    select(LogEntry.id, EntryVersion)
    .join(EntryVersion, (EntryVersion.entry_id == LogEntry.id) & (EntryVersion.number == _LAST))
    .where(
        LogEntry.id.in_(bindparam("entry_ids", expanding=True)),
        LogEntry.trainee_id == bindparam("trainee_id"),
        or_(LogEntry.state.in_(WRITABLE), LogEntry.pending_state.in_(WRITABLE)),
    )
)


def what_stops(trainee: Trainee, entry_ids: Collection[int], today: date) -> dict[int, list[Violation]]:
    """Return of those of these entries that are not handed in what would have to be mended first; sound ones are left out.

    What a trainee may confirm stops nothing. The words of a note were looked at when it was kept.
    """
    if not entry_ids:
        return {}
    rows = db.session.execute(_KEPT, {"entry_ids": list(entry_ids), "trainee_id": trainee.id})
    kept = {entry_id: content_of(version) for entry_id, version in rows}
    if not kept:
        return {}
    context = context_of(trainee)
    days = same_days(trainee.id, {each.worked_on for each in kept.values()})
    found = {}
    for entry_id, content in kept.items():
        others = [each for other_id, each in days[content.worked_on] if other_id != entry_id]
        violations = check_entry(Draft.of(content), replace(context, same_day=others), today)
        found[entry_id] = [each for each in violations if not each.is_warning]
    return {entry_id: violations for entry_id, violations in found.items() if violations}
