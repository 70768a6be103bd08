"""The rules under which cohorts are judged, read."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, bindparam, exists, select
from sqlalchemy.orm import aliased

from trainee_app.cohorts.models import Trainee, VersionPin
from trainee_app.db.rows import rows_of
from trainee_app.programmes.models import ProgrammeVersion
from trainee_app.programmes.queries import VersionName, definition_of
from trainee_app.programmes.rules import Definition

# Made once, since making an alias is dear.
_trainee = aliased(Trainee)
_NAMES_IN_FORCE = (
    select(ProgrammeVersion.id, ProgrammeVersion.sha256)
    .where(ProgrammeVersion.id.in_(select(VersionPin.programme_version_id).where(VersionPin.ended_at.is_(None))))
    .order_by(ProgrammeVersion.id)
)

# Asked on every page and with every entry.
_PINNED = (
    select(ProgrammeVersion.id, ProgrammeVersion.sha256)
    .join(VersionPin, VersionPin.programme_version_id == ProgrammeVersion.id)
    .where(VersionPin.cohort_id == bindparam("cohort_id"), VersionPin.ended_at.is_(None))
)


def definition_of_cohort(cohort_id: int) -> Definition:
    """Return the rules under which the cohort is judged."""
    ((version_id, sha256),) = rows_of(_PINNED, {"cohort_id": cohort_id})
    return definition_of(VersionName(version_id, sha256))


def versions_in_force() -> frozenset[tuple[int, str]]:
    """Return which versions, and of what words, cohorts are pinned to now: what is kept of them per process hangs on it."""
    return frozenset((version_id, sha256) for version_id, sha256 in rows_of(_NAMES_IN_FORCE))


def definitions_in_force() -> dict[int, Definition]:
    """Return the rules of every programme version that a cohort is pinned to now, by the version's id."""
    names = (VersionName(*row) for row in rows_of(_NAMES_IN_FORCE))
    return {version.id: definition_of(version) for version in names}


def is_judged_under(programme_version_id: int, trainee_id: Any) -> ColumnElement[bool]:
    """Condition: the cohort of the trainee in column `trainee_id` is pinned to that programme version."""
    return exists().where(
        _trainee.id == trainee_id,
        VersionPin.cohort_id == _trainee.cohort_id,
        VersionPin.programme_version_id == programme_version_id,
        VersionPin.ended_at.is_(None),
    )
