"""How the trainees of a cohort stand, as kept: the matrix, the counts, and who asks something of the office."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Integer, bindparam, case, func, select, tuple_

from trainee_app.cohorts.models import Cohort, Trainee
from trainee_app.db import db
from trainee_app.db.rows import rows_of
from trainee_app.people.models import Person
from trainee_app.readiness.models import Standing, StandingHeadline
from trainee_app.readiness.queries.lagging import name_contains

_FINDINGS: Any = Standing.__table__
# What every row of a list shows, as columns of tables and put together once: rows of thousands are no objects.
_CELLS = select(
    _FINDINGS.c.trainee_id,
    _FINDINGS.c.requirement,
    _FINDINGS.c.state,
    _FINDINGS.c.figure,
    _FINDINGS.c.target,
    _FINDINGS.c.unit,
).where(_FINDINGS.c.trainee_id.in_(bindparam("trainee_ids", expanding=True)))
_kept_state = case((StandingHeadline.ready, "ready"), else_=StandingHeadline.state)
_sort_name = func.lower(Person.name)
_LINES = (
    select(
        StandingHeadline.trainee_id,
        Trainee.public_id,
        Person.name,
        _sort_name,
        _kept_state,
        StandingHeadline.projected_on,
        StandingHeadline.as_of,
    )
    .select_from(StandingHeadline)
    .join(Trainee, Trainee.id == StandingHeadline.trainee_id)
    .join(Person, Person.id == Trainee.person_id)
    .where(Trainee.cohort_id == bindparam("cohort_id"))
    .order_by(_sort_name, Trainee.id)
    .limit(bindparam("most", type_=Integer))
)
_COUNTS = (
    select(Trainee.cohort_id, _kept_state, func.count())
    .join(StandingHeadline, StandingHeadline.trainee_id == Trainee.id)
    .where(Trainee.cohort_id.in_(bindparam("cohort_ids", expanding=True)))
    .group_by(Trainee.cohort_id, _kept_state)
)


# One requirement of one trainee as kept: the state, and the figure, the target and their unit. There are thousands on
# a page, so that it is the plain tuple of its row.
Cell = tuple[str, int | None, int | None, str]


class CohortLine(NamedTuple):
    """One trainee of a cohort with the standing kept.

    `state` is the most urgent one, or "ready"; `projected_on` when the requirement that decides is likely met.
    """

    trainee_id: int
    public_id: str
    name: str
    sort_name: str
    state: str
    projected_on: date | None
    as_of: date
    cells: Mapping[str, Cell]


def cohort_lines(
    cohort_id: int, *, state: str | None, after: tuple[str, int] | None, limit: int, named: str = ""
) -> list[CohortLine]:
    """Return up to `limit` trainees of the cohort, A to Z, beginning after a name and id.

    `state` narrows to a most urgent state, or to "ready"; `named` to names with these letters in them. Never more than two queries, whatever the size.
    """
    statement = _LINES
    if state is not None:
        statement = statement.where(_kept_state == state)
    if named:
        statement = statement.where(name_contains(named))
    if after is not None:
        statement = statement.where(tuple_(_sort_name, Trainee.id) > tuple_(*after))
    rows = rows_of(statement, {"cohort_id": cohort_id, "most": limit})
    cells = _cells([row[0] for row in rows])
    return [CohortLine._make((*row, cells[row[0]])) for row in rows]


def _cells(trainee_ids: Sequence[int]) -> dict[int, dict[str, Cell]]:
    found: dict[int, dict[str, Cell]] = {each: {} for each in trainee_ids}
    for row in rows_of(_CELLS, {"trainee_ids": list(trainee_ids)}):
        found[row[0]][row[1]] = row[2:]
    return found


def states_of(trainee_ids: Sequence[int]) -> dict[int, str]:
    """Return the most urgent state of each of these trainees, or "ready"."""
    statement = select(StandingHeadline.trainee_id, _kept_state).where(StandingHeadline.trainee_id.in_(trainee_ids))
    return {row[0]: row[1] for row in db.session.execute(statement)}


def counts_by_cohort_and_state(cohort_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """Return of each of these cohorts how many trainees have which most urgent state."""
    found: dict[int, dict[str, int]] = {}
    for cohort_id, state, number in rows_of(_COUNTS, {"cohort_ids": list(cohort_ids)}):
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
    statement = (
        select(_kept_state, Person.name, Cohort.public_id)
        .select_from(StandingHeadline)
        .join(Trainee, Trainee.id == StandingHeadline.trainee_id)
        .join(Person, Person.id == Trainee.person_id)
        .join(Cohort, Cohort.id == Trainee.cohort_id)
        .where(Trainee.cohort_id.in_(cohort_ids), _kept_state.in_(states))
        .order_by(func.lower(Person.name), Trainee.id)
    )
    return [Pressing(*row) for row in db.session.execute(statement)]
