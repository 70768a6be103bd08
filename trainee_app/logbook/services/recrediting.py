"""When a cohort is judged under another version, its recorded minutes are credited as that version says."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import delete, select, update

from trainee_app.cohorts.models import Trainee
from trainee_app.cohorts.queries import hold_records
from trainee_app.db import db
from trainee_app.logbook.models import LogEntry, MonthTotal
from trainee_app.logbook.queries.crediting import credit_under, entries_to_credit
from trainee_app.logbook.services.counting import add_totals_of
from trainee_app.programmes.rules import Definition
from trainee_app.programmes.rules.recrediting import credited_otherwise

_entry: Any = LogEntry.__table__
_PORTION = 500


def recredit_cohort(*, cohort_id: int, before: Definition, after: Definition) -> int:
    """Credit the cohort's entries by the rules of `after` instead of `before`; return how many entries that changes.

    What was recorded and signed stays to the letter: the signature covers it, the credit follows from the version.
    """
    activities = credited_otherwise(before, after)
    if not activities:
        return 0
    trainees = select(Trainee.id).where(Trainee.cohort_id == cohort_id)
    hold_records(list(db.session.scalars(trainees)))
    changed: defaultdict[int, list[int]] = defaultdict(list)
    for each in entries_to_credit(cohort_id, activities):
        credit = credit_under(after, each.activity, each.minutes, each.outcome, each.details)
        if credit != each.credited:
            changed[credit].append(each.id)
    for credit, entry_ids in changed.items():
        for start in range(0, len(entry_ids), _PORTION):
            portion = entry_ids[start : start + _PORTION]
            db.session.execute(update(_entry).where(_entry.c.id.in_(portion)).values(credited_minutes=credit))
    if changed:
        its_totals = (MonthTotal.trainee_id.in_(trainees), MonthTotal.activity.in_(activities))
        db.session.execute(delete(MonthTotal).where(*its_totals).execution_options(synchronize_session=False))
        add_totals_of(LogEntry.trainee_id.in_(trainees), LogEntry.activity.in_(activities))
        db.session.expire_all()
    return sum(map(len, changed.values()))
