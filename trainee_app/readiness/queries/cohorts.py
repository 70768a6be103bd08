"""How the trainees of a cohort stand, as kept: the matrix, the counts, and who asks something of the office."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, case, func, select, tuple_

from trainee_app.cohorts.models import Cohort, Trainee
from trainee_app.db import db
from trainee_app.people.models import Person
from trainee_app.programmes.rules import Headline
from trainee_app.readiness.models import Standing, StandingHeadline
from trainee_app.readiness.queries.lagging import name_contains
from trainee_app.readiness.rules import headline_of

_FINDINGS = Standing.__table__
_HEADLINES = StandingHeadline.__table__
_CELLS = select(
    _FINDINGS.c.trainee_id,
    _FINDINGS.c.requirement,
    _FINDINGS.c.state,
    _FINDINGS.c.figure,
    _FINDINGS.c.target,
    _FINDINGS.c.unit,
).where(_FINDINGS.c.trainee_id.in_(bindparam("trainee_ids", expanding=True)))


@dataclass(frozen=True, slots=True)
class Cell:
    """One requirement of one trainee as kept: the state, and the figure of the target in its unit."""

    state: str
    figure: int | None
    target: int | None
    unit: str


@dataclass(frozen=True, slots=True)
class CohortLine:
    """One trainee of a cohort with the standing kept. `state` is the most urgent one, or "ready"."""

    trainee_id: int
    public_id: str
    name: str
    sort_name: str
    state: str
    headline: Headline
    as_of: date
    cells: Mapping[str, Cell]


def cohort_lines(
    cohort_id: int, *, state: str | None, after: tuple[str, int] | None, limit: int, named: str = ""
) -> list[CohortLine]:
    """Return up to `limit` trainees of the cohort, A to Z, beginning after a name and id.

    `state` narrows to a most urgent state, or to "ready"; `named` to names with these letters in them. Never more than two queries, whatever the size.
    """
    name = func.lower(Person.name)
    statement = _of_cohort(select(_HEADLINES, Trainee.public_id, Person.name, name.label("sort_name")), cohort_id)
    if state is not None:
        statement = statement.where(_has_state(state))
    if named:
        statement = statement.where(name_contains(named))
    if after is not None:
        statement = statement.where(tuple_(name, Trainee.id) > tuple_(*after))
    rows = db.session.execute(statement.order_by(name, Trainee.id).limit(limit)).all()
    cells = _cells([row.trainee_id for row in rows])
    return [
        CohortLine(
            trainee_id=row.trainee_id,
            public_id=row.public_id,
            name=row.name,
            sort_name=row.sort_name,
            state="ready" if row.ready else row.state,
            headline=headline_of(row._asdict()),
            as_of=row.as_of,
            cells=cells.get(row.trainee_id, {}),
        )
        for row in rows
    ]


def _of_cohort(statement: Select[Any], cohort_id: int) -> Select[Any]:
    joined = statement.select_from(StandingHeadline).join(Trainee, Trainee.id == StandingHeadline.trainee_id)
    return joined.join(Person, Person.id == Trainee.person_id).where(Trainee.cohort_id == cohort_id)


def _has_state(state: str) -> ColumnElement[bool]:
    if state == "ready":
        return StandingHeadline.ready.is_(True)
    return (StandingHeadline.state == state) & StandingHeadline.ready.is_(False)


def _cells(trainee_ids: Sequence[int]) -> dict[int, dict[str, Cell]]:
    found: dict[int, dict[str, Cell]] = {}
    rows = db.session.execute(_CELLS, {"trainee_ids": list(trainee_ids)})
    for trainee_id, requirement, state, figure, target, unit in rows:
        found.setdefault(trainee_id, {})[requirement] = Cell(state, figure, target, unit)
    return found


def states_of(trainee_ids: Sequence[int]) -> dict[int, str]:
    """Return the most urgent state of each of these trainees, or "ready"."""
    kept = case((StandingHeadline.ready, "ready"), else_=StandingHeadline.state)
    statement = select(StandingHeadline.trainee_id, kept).where(StandingHeadline.trainee_id.in_(trainee_ids))
    return {row[0]: row[1] for row in db.session.execute(statement)}


def counts_by_cohort_and_state(cohort_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """Return of each of these cohorts how many trainees have which most urgent state."""
    kept = case((StandingHeadline.ready, "ready"), else_=StandingHeadline.state)
    statement = (
        select(Trainee.cohort_id, kept, func.count())
        .join(StandingHeadline, StandingHeadline.trainee_id == Trainee.id)
        .where(Trainee.cohort_id.in_(cohort_ids))
        .group_by(Trainee.cohort_id, kept)
    )
    found: dict[int, dict[str, int]] = {}
    for cohort_id, state, number in db.session.execute(statement):
        found.setdefault(cohort_id, {})[state] = number
    return found


@dataclass(frozen=True, slots=True)
class Pressing:
    """A trainee whose standing asks something of the office, and the cohort they are in."""

    state: str
    name: str
    cohort_public_id: str


def pressing(cohort_ids: Sequence[int], states: Sequence[str]) -> list[Pressing]:
    """Return the trainees of these cohorts whose most urgent state (or "ready") is one of `states`, A to Z."""
    kept = case((StandingHeadline.ready, "ready"), else_=StandingHeadline.state)
    statement = (
        select(kept, Person.name, Cohort.public_id)
        .select_from(StandingHeadline)
        .join(Trainee, Trainee.id == StandingHeadline.trainee_id)
        .join(Person, Person.id == Trainee.person_id)
        .join(Cohort, Cohort.id == Trainee.cohort_id)
        .where(Trainee.cohort_id.in_(cohort_ids), kept.in_(states))
        .order_by(func.lower(Person.name), Trainee.id)
    )
    return [Pressing(*row) for row in db.session.execute(statement)]
