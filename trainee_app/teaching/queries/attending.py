"""How much of each seminar series somebody attended, for the rules that ask for a share of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, or_, select

from trainee_app.db import db
from trainee_app.programmes.rules import AttendanceFact
from trainee_app.teaching.models import RegisterMark, TeachingDate, TeachingRegister


def facts_attendance(
    cohorts: Mapping[int, int], on: date, known_by: datetime | None = None
) -> dict[int, tuple[AttendanceFact, ...]]:
    """Return the dates of every series on the timetable of each trainee's cohort (trainee's id to cohort's id).

    A date up to `on` with a register in force says what was attended; a register on which the trainee does not stand
    says nothing. Dates without a series are no series. `known_by` leaves out what was recorded later.
    """
    marks = _marks(cohorts, on, known_by)
    statement = select(TeachingDate).where(
        TeachingDate.cohort_id.in_(set(cohorts.values())),
        TeachingDate.series != "",
        or_(TeachingDate.cancelled_at.is_(None), TeachingDate.cancelled_at > known_by)
        if known_by
        else TeachingDate.cancelled_at.is_(None),
    )
    if known_by is not None:
        statement = statement.where(TeachingDate.recorded_at <= known_by)
    dates: dict[int, list[TeachingDate]] = defaultdict(list)
    for each in db.session.scalars(statement.order_by(TeachingDate.held_on, TeachingDate.id)):
        dates[each.cohort_id].append(each)
    return {
        trainee_id: tuple(
            AttendanceFact(each.series, each.held_on, each.minutes, marks.get((trainee_id, each.id)))
            for each in dates[cohort_id]
        )
        for trainee_id, cohort_id in cohorts.items()
    }


def _marks(cohorts: Mapping[int, int], on: date, known_by: datetime | None) -> dict[tuple[int, int], int]:
    """Return the minutes attended or made up for, by trainee and date."""
    in_force: ColumnElement[bool] = TeachingRegister.voided_at.is_(None)
    if known_by is not None:
        still = or_(TeachingRegister.voided_at.is_(None), TeachingRegister.voided_at > known_by)
        in_force = and_(TeachingRegister.recorded_at <= known_by, still)
    statement = (
        select(RegisterMark.trainee_id, TeachingRegister.date_id, RegisterMark.minutes)
        .join(TeachingRegister, TeachingRegister.id == RegisterMark.register_id)
        .join(TeachingDate, TeachingDate.id == TeachingRegister.date_id)
        .where(RegisterMark.trainee_id.in_(cohorts), TeachingDate.held_on <= on, in_force)
        .order_by(TeachingRegister.id)
    )
    # Of a register signed anew, the newer one holds.
    return {(trainee_id, date_id): minutes for trainee_id, date_id, minutes in db.session.execute(statement)}
