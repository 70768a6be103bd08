"""Training cases as the rules want them for a day that has passed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from trainee_app.cases.models import TrainingCase
from trainee_app.casework.models import CaseEnding, CasePresented
from trainee_app.db import db
from trainee_app.logbook.queries import PastEntry
from trainee_app.programmes.rules import CaseFact


def facts_cases_then(
    entries: Mapping[int, Sequence[PastEntry]], as_of: date, known_by: datetime | None
) -> dict[int, tuple[CaseFact, ...]]:
    """Return the cases of the trainees whose entries are given, as of the day; who has none has no key.

    `entries` are cut already, to the day and to what was known. `known_by` leaves out what was recorded after that
    instant; None takes everything known now about that day and the days before.
    """
    cases = _cases(entries, as_of, known_by)
    ids = [each.id for each in cases]
    endings = {
        each.case_id: each.kind
        for each in _rows(CaseEnding, ids, CaseEnding.ended_on, as_of, known_by)
        if each.voided_at is None or (known_by is not None and each.voided_at > known_by)
    }
    signed = signed_documents(entries)
    supervised: dict[int, int] = defaultdict(int)
    for row in _rows(CasePresented, ids, CasePresented.held_on, as_of, known_by):
        # Nothing keeps when a presentation became void: the entries of the same record tell it.
        if row.state == "signed" if known_by is None else row.document in signed:
            supervised[row.case_id] += row.minutes
    found: dict[int, list[CaseFact]] = defaultdict(list)
    for case in cases:
        found[case.trainee_id].append(_fact(case, entries[case.trainee_id], supervised[case.id], endings.get(case.id)))
    return {trainee_id: tuple(facts) for trainee_id, facts in found.items()}


def signed_documents(entries: Mapping[int, Sequence[PastEntry]]) -> set[str]:
    """Return the records made once for everybody present whose entries stood signed."""
    return {
        each.carried_by
        for of_one in entries.values()
        for each in of_one
        if each.fact.state == "signed" and each.carried_by is not None
    }


def _cases(trainee_ids: Iterable[int], as_of: date, known_by: datetime | None) -> list[TrainingCase]:
    statement = (
        select(TrainingCase)
        .where(TrainingCase.trainee_id.in_(trainee_ids), TrainingCase.opened_on <= as_of)
        .order_by(TrainingCase.trainee_id, TrainingCase.number)
    )
    return [each for each in db.session.scalars(statement) if known_by is None or each.recorded_at <= known_by]


def _fact(case: TrainingCase, entries: Sequence[PastEntry], supervised: int, ending: str | None) -> CaseFact:
    sessions = [each.fact for each in entries if each.fact.case_id == case.id and each.fact.held]
    held = [each.on for each in sessions if each.state == "signed"]
    waiting = [each.on for each in sessions if each.state == "submitted"]
    return CaseFact(
        case_id=case.id,
        first_held_on=min(held, default=None),
        last_held_on=max(held, default=None),
        supervised_minutes=supervised,
        ending=ending,
        held_sessions=len(held),
        kind=case.kind,
        awaiting_sessions=len(waiting),
        first_awaiting_on=min(waiting, default=None),
        last_awaiting_on=max(waiting, default=None),
    )


def _rows(model: Any, case_ids: Sequence[int], day: Any, as_of: date, known_by: datetime | None) -> Any:
    statement = select(model).where(model.case_id.in_(case_ids), day <= as_of)
    if known_by is not None:
        statement = statement.where(model.recorded_at <= known_by)
    return db.session.scalars(statement)
