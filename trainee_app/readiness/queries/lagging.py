"""Who is behind, and with what: single requirements of many trainees, as kept."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_, select

from trainee_app.cohorts.models import Cohort, Trainee
from trainee_app.db import db
from trainee_app.people.models import Person
from trainee_app.programmes.rules import Finding
from trainee_app.readiness.models import Standing
from trainee_app.readiness.rules import finding_of

# What asks most of somebody comes first; of what asks alike, what works for the shortest time.
LAGGING = ("not_possible", "behind", "needs_decision")


@dataclass(frozen=True, slots=True)
class Lagging:
    """One requirement with which one trainee is behind, as kept."""

    trainee: str
    name: str
    cohort: str
    cohort_public_id: str
    version_id: int
    finding: Finding


@dataclass(frozen=True, slots=True)
class Wanted:
    """To what a list is narrowed; None, empty: not.

    `kept_back` are requirements that the reader is told of in the programmes of `told_in` alone.
    """

    cohort_ids: Collection[int]
    kept_back: Collection[str]
    told_in: Collection[int]
    state: str | None = None
    requirement: str | None = None
    name: str = ""


def name_contains(text: str) -> ColumnElement[bool]:
    """Condition on people: the name has these letters in it, whatever their case."""
    return func.lower(Person.name).contains(text.lower(), autoescape=True)


def lagging(wanted: Wanted, *, begin: int, limit: int) -> list[Lagging]:
    """Return up to `limit` of them from the place `begin` on, the most pressing first."""
    name = func.lower(Person.name)
    urgency = case({state: place for place, state in enumerate(LAGGING)}, value=Standing.state)
    statement = (
        select(
            Standing.__table__,
            Trainee.public_id.label("of_trainee"),
            Person.name.label("of_name"),
            Cohort.name.label("of_cohort"),
            Cohort.public_id.label("of_cohort_public_id"),
        )
        .join(Trainee, Trainee.id == Standing.trainee_id)
        .join(Person, Person.id == Trainee.person_id)
        .join(Cohort, Cohort.id == Trainee.cohort_id)
        .where(*_terms(wanted))
        .order_by(
            urgency, Standing.last_on.is_(None), Standing.last_on, name, Standing.trainee_id, Standing.requirement
        )
        .offset(begin)
        .limit(limit)
    )
    return [
        Lagging(
            row.of_trainee,
            row.of_name,
            row.of_cohort,
            row.of_cohort_public_id,
            row.programme_version_id,
            finding_of(row._asdict()),
        )
        for row in db.session.execute(statement)
    ]


def lagging_by_state(wanted: Wanted) -> dict[str, int]:
    """Return how many there are in each state, whichever of them is wanted."""
    statement = (
        select(Standing.state, func.count())
        .join(Trainee, Trainee.id == Standing.trainee_id)
        .join(Person, Person.id == Trainee.person_id)
        .where(*_terms(wanted, any_state=True))
        .group_by(Standing.state)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


def _terms(wanted: Wanted, *, any_state: bool = False) -> Sequence[Any]:
    states = LAGGING if any_state or wanted.state is None else (wanted.state,)
    # What another requirement is made of is said there, and does not count by itself.
    is_part = Standing.params.contains('"*is_part":true', autoescape=True)
    terms = [Trainee.cohort_id.in_(wanted.cohort_ids), Standing.state.in_(states), ~is_part]
    if wanted.kept_back:
        terms.append(or_(Standing.requirement.not_in(wanted.kept_back), Standing.programme_id.in_(wanted.told_in)))
    if wanted.requirement:
        terms.append(Standing.requirement == wanted.requirement)
    if wanted.name:
        terms.append(name_contains(wanted.name))
    return terms
