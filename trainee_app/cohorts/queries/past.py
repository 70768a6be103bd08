"""On what terms somebody was a trainee on a day that has passed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import joinedload

from trainee_app.cohorts.models import Cohort, Trainee, TrainingBreak, VersionPin
from trainee_app.cohorts.queries.memberships import Terms, terms_of
from trainee_app.cohorts.rules import BreakKind, end_after
from trainee_app.db import db
from trainee_app.programmes.queries import VersionName

_DAY = timedelta(days=1)


def terms_then(trainee_ids: Collection[int], as_of: date, known_by: datetime | None) -> dict[int, Terms]:
    """Return the terms of these trainees for the day `as_of`, in the order of their ids.

    Breaks that were decided later move nothing yet. `known_by` leaves out what was recorded after that instant,
    undoes what was ended after it, and takes the version that the cohort was judged under then; None takes
    everything, and the version, as they are known now.
    """
    now = terms_of(trainee_ids)
    cohort_ids = {each.cohort_id for each in now.values()}
    versions = {} if known_by is None else _versions_then(cohort_ids, known_by)
    planned = {row.id: row.ends_on for row in db.session.execute(_ends(cohort_ids))}
    days: dict[int, int] = defaultdict(int)
    for each in db.session.scalars(
        select(TrainingBreak).where(
            TrainingBreak.trainee_id.in_(trainee_ids), TrainingBreak.decided_on <= as_of, _held(TrainingBreak, known_by)
        )
    ):
        days[each.trainee_id] += each.days
    return {
        trainee_id: replace(
            each,
            ends_on=end_after(planned[each.cohort_id], days[trainee_id]),
            moved_days=days[trainee_id],
            version=versions.get(each.cohort_id, each.version),
        )
        for trainee_id, each in now.items()
    }


def days_away(trainee_ids: Collection[int], on: date, known_by: datetime | None) -> dict[int, int]:
    """Return on how many days of their training before the day `on` these trainees were away; who never was has no key.

    `known_by` leaves out what was recorded after that instant, and undoes what was ended after it.
    """
    statement = (
        select(TrainingBreak, Cohort.starts_on)
        .join(Trainee, Trainee.id == TrainingBreak.trainee_id)
        .join(Cohort, Cohort.id == Trainee.cohort_id)
        .where(
            TrainingBreak.trainee_id.in_(trainee_ids),
            TrainingBreak.kind == BreakKind.INTERMISSION,
            TrainingBreak.decided_on <= on,
            TrainingBreak.starts_on < on,
            _held(TrainingBreak, known_by),
        )
    )
    found: dict[int, int] = defaultdict(int)
    rows: Any = db.session.execute(statement)
    for each, began_on in rows:
        away = min(each.ends_on + _DAY, on) - max(each.starts_on, began_on)
        found[each.trainee_id] += max(away.days, 0)
    return dict(found)


def _ends(cohort_ids: Iterable[int]) -> Any:
    return select(Cohort.id, Cohort.ends_on).where(Cohort.id.in_(cohort_ids))


def _held(model: Any, known_by: datetime | None) -> ColumnElement[bool]:
    """Condition: the fact row stood at that instant; None: it stands now."""
    if known_by is None:
        stands: ColumnElement[bool] = model.ended_at.is_(None)
        return stands
    return and_(model.recorded_at <= known_by, or_(model.ended_at.is_(None), model.ended_at > known_by))


def _versions_then(cohort_ids: Collection[int], known_by: datetime) -> dict[int, VersionName]:
    """Return the version that each of these cohorts was judged under at that instant; its first, if it was before any."""
    statement = (
        select(VersionPin)
        .where(VersionPin.cohort_id.in_(cohort_ids))
        .order_by(VersionPin.recorded_at.desc(), VersionPin.id.desc())
        .options(joinedload(VersionPin.programme_version))
    )
    found: dict[int, VersionName] = {}
    settled: set[int] = set()
    for pin in db.session.scalars(statement):
        if pin.cohort_id not in settled:
            found[pin.cohort_id] = VersionName(pin.programme_version_id, pin.programme_version.sha256)
        if pin.recorded_at <= known_by:
            settled.add(pin.cohort_id)
    return found
