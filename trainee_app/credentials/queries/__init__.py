"""Every SELECT about what people bring along."""

from trainee_app.credentials.queries.bringing import (
    PrerequisiteRecord,
    experience_of,
    facts_prerequisites,
    findings_of,
    is_own_row,
    is_row_kept_by,
    months_recorded,
    prerequisite_findings,
    prerequisites_of,
    row_named,
    still_holds,
)
from trainee_app.credentials.queries.registrations import (
    facts_registrations,
    is_kept_by,
    is_own_registration,
    is_registered,
    people_registered,
    programmes_kept_for,
    programmes_of,
    registration_on,
    registrations_of,
)

__all__ = [
    "PrerequisiteRecord",
    "experience_of",
    "facts_prerequisites",
    "facts_registrations",
    "findings_of",
    "is_kept_by",
    "is_own_registration",
    "is_own_row",
    "is_registered",
    "is_row_kept_by",
    "months_recorded",
    "people_registered",
    "prerequisite_findings",
    "prerequisites_of",
    "programmes_kept_for",
    "programmes_of",
    "registration_on",
    "registrations_of",
    "row_named",
    "still_holds",
]
