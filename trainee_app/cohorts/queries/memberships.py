"""Cohorts, the version each is judged under, and their trainees."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Select, and_, bindparam, exists, func, select, tuple_
from sqlalchemy.orm import contains_eager, joinedload

from trainee_app.access import Actor
from trainee_app.cohorts.models import Cohort, Trainee, VersionPin
from trainee_app.cohorts.queries.breaks import days_of_breaks
from trainee_app.cohorts.queries.conditions import supervises
from trainee_app.cohorts.rules import end_after
from trainee_app.db import Base, db
from trainee_app.db.edge import notes
from trainee_app.db.rows import rows_of
from trainee_app.people.models import Person, RoleHeld
from trainee_app.programmes.models import Programme, ProgrammeVersion
from trainee_app.programmes.queries import VersionName

_Row = TypeVar("_Row", bound=Base)
_SORT_NAME = func.lower(Person.name)


def named(model: type[_Row], public_id: str) -> _Row | None:
    """Return the row of this room's table that has that public name, whoever asks."""
    identity: Any = model
    found: _Row | None = db.session.scalar(select(model).where(identity.public_id == public_id))
    return found


@dataclass(frozen=True, slots=True)
class CohortLine:
    """One cohort of a list, with the number of its trainees and of the version it is judged under."""

    id: int
    public_id: str
    name: str
    programme: str
    starts_on: date
    ends_on: date
    trainees: int
    version: int


def cohort_lines(readable: Select[Any]) -> list[CohortLine]:
    """Return the cohorts that the actor may read (`readable` selects them), the latest first."""
    trainees = select(func.count()).where(Trainee.cohort_id == Cohort.id).scalar_subquery()
    statement = (
        select(
            Cohort.id,
            Cohort.public_id,
            Cohort.name,
            Programme.title,
            Cohort.starts_on,
            Cohort.ends_on,
            trainees,
            ProgrammeVersion.number,
        )
        .join(Programme, Programme.id == Cohort.programme_id)
        .join(VersionPin, and_(VersionPin.cohort_id == Cohort.id, VersionPin.ended_at.is_(None)))
        .join(ProgrammeVersion, ProgrammeVersion.id == VersionPin.programme_version_id)
        .where(Cohort.id.in_(readable.with_only_columns(Cohort.id)))
        .order_by(Cohort.starts_on.desc(), Cohort.name, Cohort.id)
    )
    return [CohortLine(*row) for row in db.session.execute(statement)]


def chosen_ids(rows: Select[Any]) -> set[int]:
    """Return the ids of the rows that a scope selects."""
    return {row.id for row in db.session.scalars(rows)}


def programmes_among(rows: Select[Any]) -> list[Programme]:
    """Return the programmes that a scope selects, A to Z."""
    return list(db.session.scalars(rows.order_by(Programme.title, Programme.id)))


def cohort_names(programme_id: int) -> list[str]:
    """Return the names of the programme's cohorts."""
    return list(db.session.scalars(select(Cohort.name).where(Cohort.programme_id == programme_id)))


# Asked on every page and with every entry, so put together once.
_VERSION = (
    select(ProgrammeVersion)
    .join(VersionPin, VersionPin.programme_version_id == ProgrammeVersion.id)
    .where(VersionPin.cohort_id == bindparam("cohort_id"), VersionPin.ended_at.is_(None))
)


def version_of_cohort(cohort_id: int) -> ProgrammeVersion:
    """Return the programme version that the cohort is pinned to."""
    found: ProgrammeVersion = db.session.scalars(_VERSION, {"cohort_id": cohort_id}).one()
    return found


def pin_in_force(cohort_id: int) -> VersionPin | None:
    """Return what pins the cohort to its version; None only while it is being made."""
    statement = select(VersionPin).where(VersionPin.cohort_id == cohort_id, VersionPin.ended_at.is_(None))
    found: VersionPin | None = db.session.scalar(statement)
    return found


@dataclass(frozen=True, slots=True)
class TraineeLine:
    """One trainee of a list. `sort_name` and `id` say where the next page begins."""

    id: int
    public_id: str
    person_id: int
    name: str
    sort_name: str


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms somebody is a trainee: from when to when, and under which version.

    `ends_on` is with their breaks, which have moved it by `moved_days`.

    The version is named by its hash, so that what it asks for is found without another query.
    """

    trainee_id: int
    public_id: str
    person_id: int
    name: str
    programme_id: int
    cohort_id: int
    starts_on: date
    ends_on: date
    version: VersionName
    moved_days: int = 0

    @property
    def programme_version_id(self) -> int:
        """The id of the version."""
        return self.version.id


_TRAINEES = (
    select(Trainee)
    .join(Trainee.cohort)
    .join(Cohort.programme)
    .join(Trainee.person)
    .where(Trainee.person_id == bindparam("person_id"))
    .order_by(Cohort.starts_on.desc(), Trainee.id)
    .options(contains_eager(Trainee.cohort).contains_eager(Cohort.programme), contains_eager(Trainee.person))
)


def trainees_of(person_id: int) -> list[Trainee]:
    """Return the person's memberships with all that a page says of them, the latest cohort first."""
    return list(db.session.scalars(_TRAINEES, {"person_id": person_id}))


def membership(cohort_id: int, person_id: int) -> Trainee | None:
    """Return the person's membership of the cohort."""
    statement = select(Trainee).where(Trainee.cohort_id == cohort_id, Trainee.person_id == person_id)
    found: Trainee | None = db.session.scalar(statement)
    return found


def trainees_of_cohort(cohort_id: int, *, after: tuple[str, int] | None = None, limit: int = 50) -> list[TraineeLine]:
    """Return up to `limit` trainees of the cohort, A to Z, beginning after a sort name and id."""
    statement = (
        select(Trainee.id, Trainee.public_id, Trainee.person_id, Person.name, _SORT_NAME)
        .join(Person, Person.id == Trainee.person_id)
        .where(Trainee.cohort_id == cohort_id)
        .order_by(_SORT_NAME, Trainee.id)
        .limit(limit)
    )
    if after is not None:
        statement = statement.where(tuple_(_SORT_NAME, Trainee.id) > tuple_(*after))
    return [TraineeLine(*row) for row in db.session.execute(statement)]


def trainees_supervised_by(actor: Actor) -> list[Trainee]:
    """Return whom the actor supervises or tutors today, A to Z, each once."""
    statement = (
        select(Trainee)
        .join(Trainee.person)
        .where(supervises(actor, Trainee.id, actor.on))
        .order_by(_SORT_NAME, Trainee.id)
        .options(contains_eager(Trainee.person), joinedload(Trainee.cohort).joinedload(Cohort.programme))
    )
    return list(db.session.scalars(statement))


_HELD = "records held"
_HOLDING = (
    select(Trainee.id)
    .where(Trainee.id.in_(bindparam("trainee_ids", expanding=True)))
    .order_by(Trainee.id)
    .with_for_update(key_share=True)
)


def hold_records(trainee_ids: Collection[int]) -> None:
    """Hold these trainees' records until the commit, in the order of their ids: whoever changes one waits.

    On SQLite the whole database is held already; on PostgreSQL no record is asked for that this transaction holds.
    """
    if db.engine.dialect.name == "postgresql" and not _held_already().issuperset(trainee_ids):
        db.session.execute(_HOLDING, {"trainee_ids": list(trainee_ids)}).all()
        note_held(trainee_ids)


def note_held(trainee_ids: Iterable[int]) -> None:
    """Note that the running transaction holds these trainees' records."""
    _held_already().update(trainee_ids)


def _held_already() -> set[int]:
    held: set[int] = notes().setdefault(_HELD, set())
    return held


# A room above may add its own columns after these, of `terms_in` each row.
# Asked with every change of an entry: of the tables, which spares the mapping of each row.
_trainee, _person, _cohort = Trainee.__table__, Person.__table__, Cohort.__table__
_pin, _version = VersionPin.__table__, ProgrammeVersion.__table__
TERMS = (
    select(
        _trainee.c.id,
        _trainee.c.public_id,
        _trainee.c.person_id,
        _person.c.name,
        _trainee.c.programme_id,
        _trainee.c.cohort_id,
        _cohort.c.starts_on,
        _cohort.c.ends_on,
        _version.c.id,
        _version.c.sha256,
        days_of_breaks(_trainee.c.id),
    )
    .join(_person, _person.c.id == _trainee.c.person_id)
    .join(_cohort, _cohort.c.id == _trainee.c.cohort_id)
    .join(_pin, and_(_pin.c.cohort_id == _cohort.c.id, _pin.c.ended_at.is_(None)))
    .join(_version, _version.c.id == _pin.c.programme_version_id)
    .where(_trainee.c.id.in_(bindparam("trainee_ids", expanding=True)))
    .order_by(_trainee.c.id)
)


_TERMS_COLUMNS = len(TERMS.selected_columns)


def terms_of(trainee_ids: Collection[int]) -> dict[int, Terms]:
    """Return the terms of these trainees, in the order of their ids."""
    rows = rows_of(TERMS, {"trainee_ids": list(trainee_ids)})
    return {row[0]: terms_in(row)[0] for row in rows}


def terms_in(row: Sequence[Any]) -> tuple[Terms, Sequence[Any]]:
    """Return the terms that a row of `TERMS` begins with, and the columns after them."""
    trainee_id, public_id, person_id, name, programme_id, cohort_id, starts_on, ends_on, *version, days = row[
        :_TERMS_COLUMNS
    ]
    until, named = end_after(ends_on, days), VersionName(*version)
    terms = Terms(trainee_id, public_id, person_id, name, programme_id, cohort_id, starts_on, until, named, days)
    return terms, row[_TERMS_COLUMNS:]


_ENDS = (
    select(_trainee.c.id, _cohort.c.ends_on, days_of_breaks(_trainee.c.id))
    .join(_cohort, _cohort.c.id == _trainee.c.cohort_id)
    .where(_trainee.c.id.in_(bindparam("trainee_ids", expanding=True)))
)


def ends_on_of(trainee_ids: Collection[int]) -> dict[int, date]:
    """Return on which day each of these trainees is expected to end, breaks included."""
    rows = rows_of(_ENDS, {"trainee_ids": list(trainee_ids)})
    return {trainee_id: end_after(ends_on, days) for trainee_id, ends_on, days in rows}


def people_to_add(cohort: Cohort, actor: Actor) -> list[Person]:
    """Return whom the actor may make a member of the cohort: people of the programme, A to Z, never themselves."""
    is_known = exists().where(RoleHeld.person_id == Person.id, RoleHeld.programme_id == cohort.programme_id)
    is_member = exists().where(Trainee.person_id == Person.id, Trainee.cohort_id == cohort.id)
    statement = select(Person).where(is_known, ~is_member, Person.id != actor.person_id).order_by(_SORT_NAME, Person.id)
    return list(db.session.scalars(statement))
