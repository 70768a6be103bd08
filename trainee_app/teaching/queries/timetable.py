"""Teaching dates and registers: the timetable ahead, what was held, who was there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import contains_eager, joinedload

from trainee_app.access import Actor, scope
from trainee_app.cohorts.models import Cohort, Trainee
from trainee_app.db import db
from trainee_app.logbook.queries import entries_on
from trainee_app.logbook.rules import State
from trainee_app.people.models import Person, RoleHeld
from trainee_app.people.queries import role_in_force
from trainee_app.people.rules import Role
from trainee_app.teaching.models import RegisterMark, TeachingDate, TeachingRegister
from trainee_app.teaching.rules import Listed, RegisterSetting

_SORT_NAME = func.lower(Person.name)


@dataclass(frozen=True, slots=True)
class DateLine:
    """One date of a timetable with its register, if that is signed and counts, and how many it marks as there."""

    date: TeachingDate
    register: TeachingRegister | None
    present: int


@dataclass(frozen=True, slots=True)
class OwnMark:
    """What the register of a date says of one trainee."""

    mark: str
    minutes: int


def date_named(public_id: str) -> TeachingDate | None:
    """Return the teaching date of that public name, whoever asks."""
    found: TeachingDate | None = db.session.scalar(select(TeachingDate).where(TeachingDate.public_id == public_id))
    return found


def register_named(public_id: str) -> TeachingRegister | None:
    """Return the register of that public name, whoever asks."""
    statement = select(TeachingRegister).where(TeachingRegister.public_id == public_id)
    found: TeachingRegister | None = db.session.scalar(statement)
    return found


def register_in_force(date_id: int) -> TeachingRegister | None:
    """Return the register of a date that counts, read anew."""
    statement = (
        select(TeachingRegister)
        .where(TeachingRegister.date_id == date_id, TeachingRegister.voided_at.is_(None))
        .execution_options(populate_existing=True)
    )
    found: TeachingRegister | None = db.session.scalar(statement)
    return found


def registers_of(date_id: int) -> list[TeachingRegister]:
    """Return all registers ever signed for a date, the latest first."""
    statement = (
        select(TeachingRegister)
        .where(TeachingRegister.date_id == date_id)
        .order_by(TeachingRegister.id.desc())
        .options(joinedload(TeachingRegister.signature))
    )
    return list(db.session.scalars(statement))


def marks_of(register_id: int) -> list[RegisterMark]:
    """Return what a register says of everybody, A to Z, with the entries in their logs."""
    statement = (
        select(RegisterMark)
        .join(RegisterMark.trainee)
        .join(Trainee.person)
        .where(RegisterMark.register_id == register_id)
        .order_by(_SORT_NAME, RegisterMark.id)
        .options(contains_eager(RegisterMark.trainee).contains_eager(Trainee.person), joinedload(RegisterMark.entry))
    )
    return list(db.session.scalars(statement))


def _lines() -> Select[TeachingDate, TeachingRegister, int]:
    there = (
        select(func.count())
        .where(RegisterMark.register_id == TeachingRegister.id, RegisterMark.mark != "absent")
        .correlate(TeachingRegister)
        .scalar_subquery()
    )
    in_force = and_(TeachingRegister.date_id == TeachingDate.id, TeachingRegister.voided_at.is_(None))
    return (
        select(TeachingDate, TeachingRegister, there)
        .outerjoin(TeachingRegister, in_force)
        .where(TeachingDate.cancelled_at.is_(None))
        .order_by(TeachingDate.held_on, TeachingDate.starts_at_minute, TeachingDate.id)
        .options(joinedload(TeachingDate.leader), joinedload(TeachingDate.cohort))
    )


def timetable_of(cohort_ids: Collection[int]) -> list[DateLine]:
    """Return all dates of these cohorts that were not cancelled, the first one first."""
    rows = db.session.execute(_lines().where(TeachingDate.cohort_id.in_(cohort_ids)))
    return [DateLine(*row) for row in rows]


def own_marks(date_ids: Collection[int], trainee_ids: Collection[int]) -> dict[int, OwnMark]:
    """Return what the registers that count say of one of these trainees, by date."""
    statement = (
        select(TeachingRegister.date_id, RegisterMark.mark, RegisterMark.minutes)
        .join(RegisterMark, RegisterMark.register_id == TeachingRegister.id)
        .where(
            TeachingRegister.date_id.in_(date_ids),
            TeachingRegister.voided_at.is_(None),
            RegisterMark.trainee_id.in_(trainee_ids),
        )
    )
    return {row.date_id: OwnMark(row.mark, row.minutes) for row in db.session.execute(statement)}


def attendance_of(cohort_id: int) -> dict[tuple[int, int], OwnMark]:
    """Return what the registers that count say of everybody in the cohort, by date and trainee."""
    statement = (
        select(TeachingRegister.date_id, RegisterMark.trainee_id, RegisterMark.mark, RegisterMark.minutes)
        .join(RegisterMark, RegisterMark.register_id == TeachingRegister.id)
        .join(TeachingDate, TeachingDate.id == TeachingRegister.date_id)
        .where(TeachingDate.cohort_id == cohort_id, TeachingRegister.voided_at.is_(None))
    )
    rows = db.session.execute(statement)
    return {(row.date_id, row.trainee_id): OwnMark(row.mark, row.minutes) for row in rows}


def trainees_to_mark(cohort_id: int) -> list[Trainee]:
    """Return everybody who belongs on a register of the cohort, A to Z."""
    statement = (
        select(Trainee)
        .join(Trainee.person)
        .where(Trainee.cohort_id == cohort_id)
        .order_by(_SORT_NAME, Trainee.id)
        .options(contains_eager(Trainee.person))
    )
    return list(db.session.scalars(statement))


def register_setting(teaching: TeachingDate, *, but_not: str | None = None) -> RegisterSetting:
    """Return what a register of that date is checked against. `but_not`: the document whose place it takes."""
    trainees = trainees_to_mark(teaching.cohort_id)
    days = entries_on([each.id for each in trainees], teaching.held_on, but_not=but_not)
    people = {}
    for trainee in trainees:
        found: dict[str, list[int]] = defaultdict(list)
        for each in days.get(trainee.id, ()):
            is_own = each.state == State.SUBMITTED and each.carried_by is None
            kind = "others" if each.activity != teaching.activity else "own" if is_own else "counts"
            found[kind].append(each.minutes)
        people[trainee.public_id] = Listed(
            trainee_id=trainee.id,
            name=trainee.person.name,
            own_waiting=tuple(found["own"]),
            counts=tuple(found["counts"]),
            others=sum(found["others"]),
            timed=tuple(
                (each.started_at_minute, each.minutes)
                for each in days.get(trainee.id, ())
                if each.started_at_minute is not None and each.state == State.SIGNED
            ),
        )
    return RegisterSetting(
        held_on=teaching.held_on,
        minutes=teaching.minutes,
        people=people,
        starts_at_minute=teaching.starts_at_minute,
    )


def cohort_to_open(actor: Actor, on: date) -> Cohort:
    """Return of the cohorts whose timetable the actor may read the one that teaches next, from the day on.

    Where none has a date ahead it is the one that taught last; where none has any, the one that begins latest.
    """
    standing = select(TeachingDate).where(TeachingDate.cohort_id == Cohort.id, TeachingDate.cancelled_at.is_(None))
    ahead, before = TeachingDate.held_on >= on, TeachingDate.held_on < on
    following = standing.where(ahead).with_only_columns(func.min(TeachingDate.held_on)).scalar_subquery()
    last = standing.where(before).with_only_columns(func.max(TeachingDate.held_on)).scalar_subquery()
    order = (following.nulls_last(), last.desc().nulls_last(), Cohort.starts_on.desc(), Cohort.id)
    found: Cohort = db.session.scalars(scope("timetable.read", actor).order_by(*order).limit(1)).one()
    return found


def dates_ahead(actor: Actor, on: date, until: date, most: int) -> list[TeachingDate]:
    """Return the next dates, from one day to another, of the cohorts whose timetable the actor may read."""
    cohorts = scope("timetable.read", actor).with_only_columns(Cohort.id)
    statement = _lines().where(TeachingDate.cohort_id.in_(cohorts), TeachingDate.held_on.between(on, until)).limit(most)
    return list(db.session.scalars(statement))


def tutors_of(cohort: Cohort, on: date) -> list[Person]:
    """Return who may lead a date of the cohort on that day: the programme's tutors then, no trainee of it; A to Z."""
    holds = (
        select(RoleHeld.person_id)
        .where(RoleHeld.programme_id == cohort.programme_id, RoleHeld.role == Role.TUTOR, role_in_force(on))
        .scalar_subquery()
    )
    members = select(Trainee.person_id).where(Trainee.cohort_id == cohort.id)
    statement = select(Person).where(Person.id.in_(holds), Person.id.not_in(members)).order_by(_SORT_NAME, Person.id)
    return list(db.session.scalars(statement))


def activities_planned(cohort_id: int) -> set[str]:
    """Return the activities of the cohort's timetable, cancelled dates included."""
    return set(db.session.scalars(select(TeachingDate.activity).where(TeachingDate.cohort_id == cohort_id).distinct()))
