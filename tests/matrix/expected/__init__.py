"""The expectation tables, one file per room, written by hand from the design documents."""

from tests.matrix.expected import (
    admissions,
    away,
    casework,
    cohorts,
    credentials,
    history,
    home,
    imports,
    logbook,
    notifications,
    people,
    phones,
    privacy,
    readiness,
    reports,
    supervision,
    teaching,
    versions,
    web,
)
from tests.matrix.table import Row

_ROOMS = (
    admissions,
    web,
    home,
    people,
    credentials,
    cohorts,
    logbook,
    imports,
    readiness,
    reports,
    history,
    supervision,
    teaching,
    casework,
    notifications,
    privacy,
    versions,
    away,
    phones,
)
ROWS: tuple[Row, ...] = tuple(row for room in _ROOMS for row in room.ROWS)
BY_NAME = {row.name: row for row in ROWS}
assert len(BY_NAME) == len(ROWS), "two rows speak of the same page and method"
