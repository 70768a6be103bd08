"""The rules under which cohorts are judged, read."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import aliased

from trainee_app.cohorts.models import Trainee, VersionPin
from trainee_app.cohorts.queries.memberships import version_of_cohort
from trainee_app.db import db
from trainee_app.programmes.models import ProgrammeVersion
from trainee_app.programmes.rules import Definition, parse_definition

# A published version never changes, so that its words need to be read once in a process.
_read = lru_cache(maxsize=64)(parse_definition)


def definition_of_cohort(cohort_id: int) -> Definition:
    """Return the rules under which the cohort is judged."""
    return _read(version_of_cohort(cohort_id).definition)


def definitions_in_force() -> dict[int, Definition]:
    """Return the rules of every programme version that a cohort is pinned to now, by the version's id."""
    pinned = select(VersionPin.programme_version_id).where(VersionPin.ended_at.is_(None))
    statement = select(ProgrammeVersion.id, ProgrammeVersion.definition).where(ProgrammeVersion.id.in_(pinned))
    return {
        version_id: _read(words) for version_id, words in db.session.execute(statement.order_by(ProgrammeVersion.id))
    }


def is_judged_under(programme_version_id: int, trainee_id: Any) -> ColumnElement[bool]:
    """Condition: the cohort of the trainee in column `trainee_id` is pinned to that programme version."""
    trainee = aliased(Trainee)
    return exists().where(
        trainee.id == trainee_id,
        VersionPin.cohort_id == trainee.cohort_id,
        VersionPin.programme_version_id == programme_version_id,
        VersionPin.ended_at.is_(None),
    )
